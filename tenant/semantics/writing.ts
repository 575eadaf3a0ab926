import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  isObject,
  isUnassigned,
  type Kept,
  type SchemaAttribute,
  type ScimObject,
  type StoredResource,
} from '../model.ts';

/** How a write comes to a resource. */
export interface Reaching {
  method: 'PUT' | 'PATCH' | 'DELETE';
  inBulk: boolean;
}

/** How the tenant takes in, keeps and forgets resources. */
export interface WritingSemantics {
  /** The identifier of a resource to be created from a body; never one that was in use before (RFC 7643 section 3.1). */
  newId(type: string, body: ScimObject, kept: Kept): string;
  /** Whether a readOnly attribute in the body of POST or PUT is taken; RFC 7644 sections 3.3, 3.5.1 say no. */
  takesReadOnly(attribute: SchemaAttribute): boolean;
  /** Whether a body without this attribute is refused. */
  requires(attribute: SchemaAttribute): boolean;
  /** Whether a value that is not of the attribute's type is refused; otherwise it is kept as it came. */
  checksTypes(attribute: SchemaAttribute): boolean;
  /** Whether a string may be kept as it came, or in another form. */
  keep(value: unknown, attribute: SchemaAttribute): unknown;
  /** Whether attributes outside of the schema are kept. */
  keepsUnknown: boolean;
  /** Whether two resources may not share a value of this attribute. */
  unique(attribute: SchemaAttribute): boolean;
  /** Values that a new or replaced resource gets where the client said nothing. */
  defaults(type: string, data: ScimObject): ScimObject;
  /** What the tenant makes of the data of a resource after each write, such as a name that it computes. */
  complete(type: string, data: ScimObject): ScimObject;
  /** What PUT leaves of an attribute that its body does not have (RFC 7644 section 3.5.1). */
  omitted(attribute: SchemaAttribute, stored: unknown): unknown;
  /** Whether a set immutable attribute may be given another value. */
  changesImmutable(attribute: SchemaAttribute): boolean;
  /** Whether POST and PUT refuse a list with several primaries; otherwise all but the last are lowered. */
  refusesPrimaries: boolean;
  /** The list after a write: at most one primary, the newest (RFC 7643 section 2.4). */
  settlePrimary(before: unknown[], after: unknown[]): unknown[];
  /** Whether two elements of a list are one and the same. */
  sameElement(left: unknown, right: unknown, attribute: SchemaAttribute): boolean;
  /** Whether members and managers have to exist. */
  checksReferences: boolean;
  /** Whether a write changed anything, so that meta moves on. */
  changed(before: ScimObject, after: ScimObject): boolean;
  /** How meta gives an instant. */
  writeTime(instant: Date): string;
  /** meta.lastModified after a change. */
  stamp(previous: string, now: string): string;
  /** Whether a resource takes what refers to it along when it is deleted. */
  dropsReferences: boolean;
  /** The resource that a write to this one changes or deletes. */
  reaches(resource: StoredResource, kept: Kept, by: Reaching): StoredResource;
  /** The resource that a create puts its own in the place of. */
  overwrites(type: string, kept: Kept): StoredResource | undefined;
  /** Other resources that are deleted with it. */
  alsoDeletes(resource: StoredResource, kept: Kept): string[];
}

export const strictWriting: WritingSemantics = {
  newId: () => randomUUID(),
  takesReadOnly: () => false,
  requires: (attribute) => attribute.required,
  checksTypes: () => true,
  keep: (value) => value,
  keepsUnknown: false,
  unique: (attribute) => attribute.uniqueness !== 'none',
  defaults: (type) => (type === 'User' ? { active: true } : {}),
  complete: (_type, data) => data,
  // What a client cannot read it cannot repeat, so secrets survive a PUT that does not mention them.
  omitted: (attribute, stored) =>
    attribute.returned === 'never' || attribute.mutability === 'immutable' ? stored : undefined,
  changesImmutable: () => false,
  refusesPrimaries: true,

  settlePrimary(before, after) {
    const primaries = after.filter((element) => isObject(element) && element.primary === true);
    if (primaries.length < 2) return after;
    const old = new Set(before.filter((element) => isObject(element) && element.primary === true));
    const fresh = primaries.filter((element) => ![...old].some((known) => isDeepStrictEqual(known, element)));
    const winner = fresh.at(-1) ?? primaries.at(-1);
    return after.map((element) =>
      isObject(element) && element.primary === true && element !== winner
        ? { ...element, primary: false }
        : element,
    );
  },

  sameElement(left, right, attribute) {
    if (!isObject(left) || !isObject(right)) return isDeepStrictEqual(left, right);
    if (isUnassigned(left.value) || isUnassigned(right.value)) return isDeepStrictEqual(left, right);
    const exact = attribute.subAttributes.find((sub) => sub.name === 'value')?.caseExact ?? false;
    const fold = (text: unknown) => (exact ? String(text) : String(text).toLowerCase());
    if (fold(left.value) !== fold(right.value)) return false;
    // Members are told apart by their identifier alone; other values also by what they are used for.
    if (attribute.name === 'members') return true;
    return String(left.type ?? '').toLowerCase() === String(right.type ?? '').toLowerCase();
  },

  checksReferences: true,
  changed: (before, after) => !isDeepStrictEqual(before, after),
  writeTime: (instant) => instant.toISOString(),
  stamp(previous, now) {
    const before = Date.parse(previous);
    return Date.parse(now) > before ? now : this.writeTime(new Date(before + 1));
  },
  dropsReferences: true,
  reaches: (resource) => resource,
  overwrites: () => undefined,
  alsoDeletes: () => [],
};
