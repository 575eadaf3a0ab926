import {
  type Attributes,
  at,
  equal,
  isObject,
  member,
  splitPath,
  unassigned,
} from '../../schemas/attributes.ts';
import type { PatchOperation } from '../wire/scim.ts';

/** A resource around a write: what the run sent of it, and how it read before and after. */
export interface Change {
  sent: Attributes;
  before: Attributes;
  after: Attributes;
}

/** What the endpoint makes by itself whatever a client names (RFC 7643 sections 3.1 and 4.1.2). */
const ENDPOINTS_OWN = new Set(['schemas', 'id', 'meta', 'groups']);
/** Sub-attributes that move with others of their list, or come from the resource that is referred to. */
const COMPUTED = new Set(['primary', '$ref', 'display', 'displayname', 'formatted']);
/** Names of a person that endpoints compute from one another. */
const NAMES = new Set(['name', 'displayname', 'nickname']);

/** The attributes that the operations of a PATCH name, in small letters; those of an extension behind its URN. */
export function namedIn(operations: PatchOperation[]): Set<string> {
  const named = operations.flatMap(({ path, value }) => {
    if (path !== undefined && path !== '') return [attributeAt(path)];
    return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => namedByKey(key, inner)) : [];
  });
  return new Set(named.map((name) => name.toLowerCase()));
}

function namedByKey(key: string, value: unknown): string[] {
  const { urn, names } = splitPath(key);
  if (urn !== undefined && names.length === 0 && isObject(value))
    return Object.keys(value).map((name) => attributeAt(`${key}:${name}`));
  return [attributeAt(key)];
}

/** The attribute in which a path ends, without filter and sub-attribute; the URN of a core schema does not count. */
function attributeAt(path: string): string {
  const { urn, names } = splitPath(path.replace(/\[.*$/s, ''));
  const [name = ''] = names;
  if (urn === undefined || /:core:2\.0:(user|group)$/i.test(urn)) return name;
  return name === '' ? urn : `${urn}:${name}`;
}

/**
 * What changed although nothing named it: attributes that the run had sent, that had a value before and have another
 * now. Free is what the endpoint makes itself, and what was seen to be one with an attribute that was named.
 * @param named attributes in small letters, as `namedIn` gives them
 */
export function strayChanges({ sent, before, after }: Change, named: Set<string>): string[] {
  const free = (path: string) => {
    const small = path.toLowerCase();
    const schema = small.replace(/:[^:]*$/, '');
    return (
      ENDPOINTS_OWN.has(small) ||
      named.has(small) ||
      (small.startsWith('urn:') && named.has(schema)) ||
      (NAMES.has(small) && [...NAMES].some((name) => named.has(name))) ||
      [...named].some((one) => areOne(at(before, path), at(before, one)))
    );
  };
  return sentPaths(sent).filter((path) => {
    const [old, now, own] = [at(before, path), at(after, path), at(sent, path)];
    return !unassigned(old) && !free(path) && !equal(core(old, own), core(now, own));
  });
}

function sentPaths(sent: Attributes): string[] {
  return Object.entries(sent).flatMap(([name, value]) =>
    name.toLowerCase().startsWith('urn:') && isObject(value)
      ? Object.keys(value).map((inner) => `${name}:${inner}`)
      : [name],
  );
}

/** Of a value the parts that were sent: what the endpoint adds to them is its own. */
function core(value: unknown, sent: unknown): unknown {
  if (Array.isArray(value)) {
    const element = Array.isArray(sent) ? sent[0] : sent;
    return value.map((one) => core(one, element));
  }
  if (!isObject(value) || !isObject(sent)) return value;
  const own = Object.keys(sent).filter((name) => !COMPUTED.has(name.toLowerCase()));
  return Object.fromEntries(own.map((name) => [name.toLowerCase(), member(value, name)]));
}

/** Whether two attributes show one value, as where the work address is the userName. */
function areOne(left: unknown, right: unknown): boolean {
  const others = textsIn(right);
  return textsIn(left).some((text) => others.includes(text));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.toLowerCase()];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? textsIn(member(value, 'value')) : [];
}
