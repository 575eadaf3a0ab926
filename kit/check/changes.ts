import {
  type Attributes,
  at,
  equal,
  isObject,
  isQualified,
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
/** What an account has for its use, beside its groups. */
const RIGHTS = new Set(['roles', 'entitlements', 'x509certificates']);

/** The attributes that the operations of a PATCH name, in small letters; those of an extension behind its URN. */
function namedIn(operations: PatchOperation[]): Set<string> {
  const named = operations.flatMap(({ path, value }) => {
    if (path !== undefined && path !== '') return [attributeAt(path)];
    return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => namedByKey(key, inner)) : [];
  });
  return new Set(named.map((name) => name.toLowerCase()));
}

/**
 * Whether they set an account inactive. What that means is the endpoint's to say (RFC 7643 section 4.1.1): things that
 * an account has for its use, such as licences and roles, may end with it.
 */
const disables = (operations: PatchOperation[]): boolean =>
  operations.some(({ path, value }) =>
    path?.toLowerCase() === 'active' ? value === false : isObject(value) && member(value, 'active') === false,
  );

/** What the operations name, in words. */
export function listNames(operations: PatchOperation[]): string {
  return [...namedIn(operations)].join(', ');
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
 * What changed although no operation named it: attributes that the run had sent, that had a value before and have
 * another now, and of attributes named in part the other parts. Free is what the endpoint makes itself, and what was
 * seen to be one with an attribute that was named.
 */
export function strayChanges(change: Change, operations: PatchOperation[]): string[] {
  const { sent, before, after } = change;
  const named = namedIn(operations);
  const free = (path: string) => {
    const small = path.toLowerCase();
    const schema = small.replace(/:[^:]*$/, '');
    return (
      ENDPOINTS_OWN.has(small) ||
      (RIGHTS.has(small) && disables(operations)) ||
      named.has(small) ||
      (isQualified(small) && named.has(schema)) ||
      (NAMES.has(small) && [...NAMES].some((name) => named.has(name))) ||
      [...named].some((one) => areOne(at(before, path), at(before, one)))
    );
  };
  const others = sentPaths(sent).filter((path) => {
    const [old, now, own] = [at(before, path), at(after, path), at(sent, path)];
    return !unassigned(old) && !free(path) && !equal(core(old, own), core(now, own));
  });
  const [only, ...more] = operations;
  return [...others, ...(only === undefined || more.length > 0 ? [] : strayParts(change, only))];
}

/**
 * Parts of an attribute that went although an operation named another part alone: the siblings of a sub-attribute, and
 * the elements of a list that a filter by type does not select.
 */
function strayParts({ sent, before, after }: Change, { path = '' }: PatchOperation): string[] {
  const [, list, type, part] = /^(\w+)(?:\[type eq "([^"]*)"\])?(?:\.(\w+))?$/i.exec(path) ?? [];
  if (list === undefined || (type === undefined && part === undefined)) return [];
  const [old, now, own] = [at(before, list), at(after, list), at(sent, list)];
  if (type === undefined) return part === undefined ? [] : siblings(old, now, own, part, list);
  const isOther = (one: unknown) => !equal(member(one, 'type'), type, false);
  const of = (value: unknown, which: (one: unknown) => boolean) =>
    Array.isArray(value) ? value.filter(isObject).filter(which) : [];
  const kept = of(now, isOther);
  const lost = of(core(old, own), isOther).filter(
    (one) => !of(core(kept, own), isOther).some((each) => equal(one, each)),
  );
  const [one, ...twins] = of(old, (each) => !isOther(each));
  const [same] = of(now, (each) => !isOther(each));
  const [first] = Array.isArray(own) ? own : [];
  const within =
    part === undefined || twins.length > 0 || one === undefined || same === undefined
      ? []
      : siblings(one, same, first, part, `${list}[type eq "${type}"]`);
  return [...lost.map((each) => `${list}[type eq "${String(member(each, 'type'))}"]`), ...within];
}

/** Siblings of a sub-attribute that had a value before and have none now. */
function siblings(old: unknown, now: unknown, sent: unknown, part: string, path: string): string[] {
  if (!isObject(old) || !isObject(sent)) return [];
  return Object.keys(sent)
    .filter((name) => !COMPUTED.has(name.toLowerCase()) && name.toLowerCase() !== part.toLowerCase())
    .filter(
      (name) => !unassigned(member(old, name)) && unassigned(isObject(now) ? member(now, name) : undefined),
    )
    .map((name) => `${path}.${name}`);
}

function sentPaths(sent: Attributes): string[] {
  return Object.entries(sent).flatMap(([name, value]) =>
    isQualified(name) && isObject(value) ? Object.keys(value).map((inner) => `${name}:${inner}`) : [name],
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
