import { syntax } from '../errors.ts';
import type { Filter } from '../filter/parser.ts';
import { isObject, isUnassigned, type SchemaAttribute, type ScimObject } from '../model.ts';
import { bucketFor } from './elements.ts';

export type PatchOp = 'add' | 'remove' | 'replace';
type NoMatch = 'create' | 'refuse' | 'ignore';
type Same = (left: unknown, right: unknown, attribute: SchemaAttribute) => boolean;

/** What PATCH does, operation by operation (RFC 7644 section 3.5.2); values are of their attribute's type here. */
export interface PatchingSemantics {
  /** The operation that a client named; Entra writes capitals. Throws ScimProblem invalidSyntax. */
  operation(op: unknown): PatchOp;
  /** Whether an operation on a readOnly attribute fails; otherwise it is passed over. */
  refusesReadOnly(attribute: SchemaAttribute): boolean;
  /** Whether a readOnly attribute is written all the same. */
  writesReadOnly(attribute: SchemaAttribute): boolean;
  addSingle(current: unknown, value: unknown, attribute: SchemaAttribute): unknown;
  replaceSingle(current: unknown, value: unknown, attribute: SchemaAttribute): unknown;
  addMany(current: unknown[], incoming: unknown[], attribute: SchemaAttribute, same: Same): unknown[];
  replaceMany(current: unknown[], incoming: unknown[], attribute: SchemaAttribute): unknown[];
  /** `remove` of a whole attribute, which Entra may narrow by a list of values. */
  removeMany(
    current: unknown[],
    listed: unknown[] | undefined,
    attribute: SchemaAttribute,
    same: Same,
  ): unknown[];
  /** `remove` with a filter: what stays of the list. */
  removeMatched(current: unknown[], matched: Set<unknown>): unknown[];
  /** The element that a value filter selected, under `add` or `replace` with a value for the whole. */
  changeElement(op: PatchOp, element: unknown, value: unknown): unknown;
  /** What happens when no element matches the filter of a path. */
  noMatch(op: PatchOp): NoMatch;
  /** The element that a filter describes, for `add` without a match; undefined where it describes none. */
  describe(filter: Filter): ScimObject | undefined;
  /** Whether the last operations count although an earlier or later one failed. */
  keepsPartialWork: boolean;
}

/** A complex value with the given sub-attributes changed; null ones go, the others stay. */
function merge(current: unknown, value: unknown): unknown {
  if (!isObject(value)) return value;
  const merged: ScimObject = { ...(isObject(current) ? current : {}), ...value };
  for (const [name, inner] of Object.entries(merged)) if (isUnassigned(inner)) delete merged[name];
  return Object.keys(merged).length > 0 ? merged : undefined;
}

export const strictPatching: PatchingSemantics = {
  operation(op) {
    const lower = typeof op === 'string' ? op.toLowerCase() : '';
    if (lower === 'add' || lower === 'remove' || lower === 'replace') return lower;
    throw syntax('"op" is add, remove or replace');
  },

  refusesReadOnly: () => true,
  writesReadOnly: () => false,
  addSingle: merge,
  replaceSingle: merge,

  addMany(current, incoming, attribute, same) {
    const list = [...current];
    const places = new Map<string, number[]>();
    for (const [at, element] of list.entries()) note(places, element, at);
    for (const value of incoming) {
      const at = places.get(bucketFor(value))?.find((place) => same(list[place], value, attribute));
      if (at === undefined) {
        note(places, value, list.length);
        list.push(value);
      } else if (attribute.name !== 'members') list[at] = merge(list[at], value);
    }
    return list;
  },

  replaceMany: (_current, incoming) => incoming,

  removeMany: (current, listed, attribute, same) =>
    listed === undefined
      ? []
      : current.filter((element) => !listed.some((gone) => isListed(element, gone, attribute, same))),

  removeMatched: (current, matched) => current.filter((element) => !matched.has(element)),

  changeElement(op, element, value) {
    if (!isObject(value)) return value;
    return merge(op === 'add' ? element : undefined, value);
  },

  // Entra would also have replace create the value; section 3.5.2.3 has it fail, and the RFC wins here.
  noMatch: (op) => (op === 'add' ? 'create' : op === 'replace' ? 'refuse' : 'ignore'),

  describe(filter) {
    if (filter.kind === 'and') {
      const left = this.describe(filter.left);
      const right = this.describe(filter.right);
      return left && right ? { ...left, ...right } : undefined;
    }
    return filter.kind === 'compare' && filter.operator === 'eq' && filter.value !== null
      ? { [filter.path]: filter.value }
      : undefined;
  },

  keepsPartialWork: false,
};

function note(places: Map<string, number[]>, element: unknown, at: number): void {
  const bucket = bucketFor(element);
  places.set(bucket, [...(places.get(bucket) ?? []), at]);
}

/** Entra lists members by `value` alone; a listed type narrows further. */
function isListed(element: unknown, listed: unknown, attribute: SchemaAttribute, same: Same): boolean {
  if (isObject(listed) && isObject(element) && isUnassigned(listed.type)) {
    return same({ ...element, type: undefined }, listed, attribute);
  }
  return same(element, listed, attribute);
}
