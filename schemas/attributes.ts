import { valuePart } from './parts.ts';

/** A JSON object as a SCIM message carries it. */
export type Attributes = Record<string, unknown>;

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent, null and the empty array are one state: unassigned (RFC 7643 section 2.5). */
export function unassigned(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The member of an object by its attribute name, whose letter case does not count (RFC 7643 section 2.1). */
export function member(object: unknown, name: string): unknown {
  if (!isObject(object)) return undefined;
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  for (const key of Object.keys(object)) if (key.toLowerCase() === lower) return object[key];
  return undefined;
}

/**
 * Whether a name or path begins with the URI of a schema, as that of an extension does, or of an attribute in it. Most
 * are URNs; any URI will do (RFC 7643 section 3, RFC 7644 section 3.10), and no attribute's name holds a colon.
 */
export const isQualified = (path: string): boolean => /^[a-z][-a-z\d+.]*:/i.test(path);

/**
 * The value at a path of a resource: `userName`, `name.givenName`, `emails`, or an extension's attribute behind
 * its URN as in PATCH paths. Sub-attributes of a multi-valued attribute give an array.
 */
export function at(resource: unknown, path: string): unknown {
  // The container of an extension: its URI need not look like the registered ones.
  const container = isQualified(path) ? member(resource, path) : undefined;
  if (container !== undefined) return container;
  const { urn, names } = splitPath(path);
  let value: unknown = resource;
  if (urn !== undefined && urn !== USER && urn !== GROUP) value = member(value, urn);
  for (const name of names) {
    value = Array.isArray(value)
      ? value.map((element) => member(element, name)).filter((found) => found !== undefined)
      : member(value, name);
  }
  return value;
}

/** Splits `urn:...:2.0:User:manager.value` into its schema and its attribute names. */
export function splitPath(path: string): { urn?: string; names: string[] } {
  if (!isQualified(path)) return { names: path.split('.') };
  const colon = path.lastIndexOf(':');
  // The last colon of a bare schema URN stands before its own last part, as in `...:2.0:User`.
  const before = path.slice(0, colon);
  if (/:\d+\.\d+$/.test(before)) return { urn: path, names: [] };
  return { urn: before, names: path.slice(colon + 1).split('.') };
}

/** The elements of a multi-valued attribute; a single object counts as one element, unassigned as none. */
export function elements(resource: unknown, path: string): Attributes[] {
  const value = at(resource, path);
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Values of `members` of a group, or of any multi-valued complex attribute. */
export function readValues(resource: unknown, path: string): string[] {
  return elements(resource, path).map((element) => String(member(element, 'value')));
}

/**
 * A short, single-line JSON form of a value as part of a message; at most 200 characters, however large the value.
 */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = written(value, SHOWN + 1) ?? String(value);
  return valuePart(text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 3)}...`);
}

const SHOWN = 200;
const SHOWN_DEPTH = 32;

/** As JSON.stringify writes it, but no further than `room` characters need. */
function written(value: unknown, room: number, depth = 0): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= SHOWN_DEPTH) return '"..."';
  const isArray = Array.isArray(value);
  let text = '';
  for (const name of isArray ? value.keys() : Object.keys(value)) {
    if (text.length > room) break;
    const one = written((value as Record<PropertyKey, unknown>)[name], room, depth + 1);
    if (one === undefined && !isArray) continue;
    text += `${text === '' ? '' : ','}${isArray ? '' : `${JSON.stringify(name)}:`}${one ?? 'null'}`;
  }
  return isArray ? `[${text}]` : `{${text}}`;
}

/** Whether two values are equal: arrays as sets, objects by their members, strings by letter unless told. */
export function equal(a: unknown, b: unknown, caseExact = true): boolean {
  return same(a, b, caseExact, 0);
}

/** Deeper than any answer is read: what nests further was made by nobody in good faith. */
const DEEPEST = 200;

function same(a: unknown, b: unknown, caseExact: boolean, depth: number): boolean {
  if (unassigned(a) && unassigned(b)) return true;
  if (typeof a === 'string' && typeof b === 'string')
    return caseExact ? a === b : a.toLowerCase() === b.toLowerCase();
  if (depth > DEEPEST) return false;
  if (Array.isArray(a) && Array.isArray(b)) return sameSets(a, b, caseExact, depth + 1);
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)].map((name) => name.toLowerCase()));
    return [...names].every((name) => same(member(a, name), member(b, name), caseExact, depth + 1));
  }
  return a === b;
}

/** Elements that are looked for one by one in the other list; longer lists are compared by their sorted forms. */
const LOOKED_FOR = 500;

function sameSets(a: unknown[], b: unknown[], caseExact: boolean, depth: number): boolean {
  if (a.length !== b.length) return false;
  if (a.every((value, index) => same(value, b[index], caseExact, depth))) return true;
  if (a.length > LOOKED_FOR) {
    const [one, other] = [a, b].map((list) =>
      list.map((value) => normalForm(value, caseExact, depth)).sort(),
    );
    return one?.every((form, index) => form === other?.[index]) ?? false;
  }
  const left = [...b];
  return a.every((value) => {
    const found = left.findIndex((other) => same(value, other, caseExact, depth));
    if (found < 0) return false;
    left.splice(found, 1);
    return true;
  });
}

/** A text that is the same for values that are equal. */
function normalForm(value: unknown, caseExact: boolean, depth: number): string {
  if (unassigned(value)) return 'null';
  if (typeof value === 'string') return JSON.stringify(caseExact ? value : value.toLowerCase());
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return String(value);
  const inner = (one: unknown) => normalForm(one, caseExact, depth + 1);
  if (Array.isArray(value)) return `[${value.map(inner).sort().join()}]`;
  const members = Object.entries(value).filter(([, one]) => !unassigned(one));
  return `{${members
    .map(([name, one]) => `${name.toLowerCase()}:${inner(one)}`)
    .sort()
    .join()}}`;
}
