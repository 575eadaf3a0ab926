import { type Attributes, GROUP, isObject, splitPath, USER } from '../../schemas/attributes.ts';

/**
 * Puts the members of one object into another: objects member by member, anything else in the place of what was
 * there. Names compare without regard to letter case (RFC 7643 section 2.1), and the spelling of `from` counts. A
 * member that is undefined stands for one that is left out on purpose.
 */
export function merge(into: Attributes, from: Attributes): Attributes {
  for (const [name, value] of Object.entries(from)) {
    if (name === '__proto__') continue;
    const known = nameIn(into, name);
    const before = known === undefined ? undefined : into[known];
    if (known !== undefined && known !== name) delete into[known];
    into[name] = isObject(value) ? merge(isObject(before) ? { ...before } : {}, value) : value;
  }
  return into;
}

/**
 * A representation with other values, as the body of a PUT: each named attribute is replaced as a whole, in whatever
 * letter case either side names it.
 */
export function changed(resource: Attributes, changes: Attributes): Attributes {
  return { ...without(resource, Object.keys(changes)), ...changes };
}

/** A representation that lacks these attributes, in whatever letter case it names them. */
export function without(resource: Attributes, names: string[]): Attributes {
  const gone = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !gone.has(name.toLowerCase())));
}

/** How an object spells a member; `undefined` where it has none of this name. */
export function nameIn(object: Attributes, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((one) => one.toLowerCase() === lower);
}

/** An object that holds a value at a path, such as `name.givenName` or behind an extension's URN. */
export function nested(path: string, value: unknown): Attributes {
  const { urn, names } = splitPath(path);
  const inner = names.reduceRight<unknown>((held, name) => ({ [name]: held }), value);
  return (urn === undefined || urn === USER || urn === GROUP ? inner : { [urn]: inner }) as Attributes;
}
