import type { Mapping } from '../../config/profile.ts';
import { type Attributes, at, isObject, member, splitPath } from '../../schemas/attributes.ts';

/** A target path of a mapping, taken apart. */
export interface Target {
  path: string;
  /** Path of the attribute as schemas name it, such as `emails.value` or `urn:...:User:department`. */
  published: string;
  /** For `emails[type eq "work"].value`: the element that the filter describes. */
  element?: { list: string; where: string; is: string; sub: string };
}

const FILTERED = /^([A-Za-z][\w$-]*)\[(\w+) eq "?([^"\]]*)"?\]\.(\w+)$/;

/** Takes a target path apart; undefined where it is of no form that the provisioning service writes. */
export function targetOf(path: string): Target | undefined {
  const [, list = '', where = '', is = '', sub = ''] = FILTERED.exec(path) ?? [];
  if (list !== '') return { path, published: `${list}.${sub}`, element: { list, where, is, sub } };
  const plain = /^(urn:[\w.:-]+:)?[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/.test(path);
  return plain ? { path, published: path } : undefined;
}

/** The value of a resource at a target path; undefined where it has none. */
export function readTarget(resource: unknown, target: Target): unknown {
  if (target.element === undefined) return at(resource, target.path);
  const { list, where, is, sub } = target.element;
  const elements = member(resource, list);
  const found = (Array.isArray(elements) ? elements : []).find(
    (one) => String(member(one, where)).toLowerCase() === is.toLowerCase(),
  );
  return member(found, sub);
}

/** Writes a value at a target path into the body of a create. */
export function writeTarget(body: Attributes, target: Target, value: unknown): void {
  if (target.element !== undefined) {
    const { list, where, is, sub } = target.element;
    const elements = (Array.isArray(body[list]) ? body[list] : []) as Attributes[];
    const truth = /^true$/i.test(is) ? true : is;
    const known = elements.find((one) => String(one[where]).toLowerCase() === is.toLowerCase());
    if (known) known[sub] = value;
    else elements.push({ [where]: truth, [sub]: value });
    body[list] = elements;
    return;
  }
  const { urn, names } = splitPath(target.path);
  let holder = urn === undefined ? body : inside(body, urn);
  if (urn !== undefined && Array.isArray(body.schemas) && !body.schemas.includes(urn))
    body.schemas = [...body.schemas, urn];
  for (const name of names.slice(0, -1)) holder = inside(holder, name);
  holder[names.at(-1) ?? ''] = value;
}

/** Targets of one resource in the order of the mapping, each once; what is no target path is left out. */
export function targetsOf(mapping: Mapping[], resource: 'User' | 'Group'): Target[] {
  const paths = mapping.filter((one) => one.resource === resource).map(({ target }) => target);
  return [...new Set(paths)].flatMap((path) => targetOf(path) ?? []);
}

function inside(holder: Attributes, name: string): Attributes {
  if (!isObject(holder[name])) holder[name] = {};
  return holder[name] as Attributes;
}
