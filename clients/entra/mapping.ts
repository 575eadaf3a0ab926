import type { Mapping } from '../../config/profile.ts';
import { type Attributes, at, GROUP, isObject, member, splitPath, USER } from '../../schemas/attributes.ts';

/** A target path of a mapping, taken apart. */
export interface Target {
  path: string;
  /** Path of the attribute as schemas name it, such as `emails.value` or `urn:...:User:department`. */
  published: string;
  /** For `emails[type eq "work"].value`: the element that the filter describes. */
  element?: { urn?: string; list: string; where: string; is: string; sub: string };
}

const FILTERED = /^(?:(urn:[\w.:-]+):)?([A-Za-z][\w$-]*)\[\s*(\w+)\s+eq\s+"?([^"\]]*)"?\s*\]\.(\w+)$/i;
const PLAIN = /^(urn:[\w.:-]+:)?[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/i;

/** Takes a target path apart; undefined where it is of no form that the provisioning service writes. */
export function parseTarget(path: string): Target | undefined {
  const [, urn, list = '', where = '', is = '', sub = ''] = FILTERED.exec(path) ?? [];
  if (list === '') return PLAIN.test(path) ? { path, published: withoutCore(path) } : undefined;
  const schema = urn === undefined || isCore(urn) ? {} : { urn };
  const prefix = schema.urn === undefined ? '' : `${schema.urn}:`;
  return { path, published: `${prefix}${list}.${sub}`, element: { ...schema, list, where, is, sub } };
}

const isCore = (urn: string): boolean => [USER, GROUP].some((one) => one.toLowerCase() === urn.toLowerCase());

/** A path as the core schema names it: jobs may write its URN before it. */
function withoutCore(path: string): string {
  const { urn, names } = splitPath(path);
  return urn !== undefined && names.length > 0 && isCore(urn) ? names.join('.') : path;
}

/** Whether a target is this attribute, in whatever letter case. */
export function isTarget({ published }: Target, name: string): boolean {
  return published.toLowerCase() === name.toLowerCase();
}

/** The value of a resource at a target path; undefined where it has none. */
export function readTarget(resource: unknown, target: Target): unknown {
  if (target.element === undefined) return at(resource, target.published);
  const { urn, list, where, is, sub } = target.element;
  const elements = member(urn === undefined ? resource : member(resource, urn), list);
  const found = (Array.isArray(elements) ? elements : []).find(
    (one) => String(member(one, where)).toLowerCase() === is.toLowerCase(),
  );
  return member(found, sub);
}

/** Writes a value at a target path into the body of a create. */
export function writeTarget(body: Attributes, target: Target, value: unknown): void {
  if (target.element !== undefined) {
    const { urn, list, where, is, sub } = target.element;
    const holder = urn === undefined ? body : extension(body, urn);
    const key = spellKey(holder, list);
    const elements = (Array.isArray(holder[key]) ? holder[key] : []) as Attributes[];
    const truth = /^true$/i.test(is) ? true : is;
    const known = elements.find((one) => String(one[where]).toLowerCase() === is.toLowerCase());
    if (known) known[sub] = value;
    else elements.push({ [where]: truth, [sub]: value });
    holder[key] = elements;
    return;
  }
  const { urn, names } = splitPath(target.published);
  let holder = urn === undefined ? body : extension(body, urn);
  for (const name of names.slice(0, -1)) holder = inside(holder, name);
  holder[names.at(-1) ?? ''] = value;
}

/** Targets of one resource in the order of the mapping, each once; what is no target path is left out. */
export function listTargets(mapping: Mapping[], resource: 'User' | 'Group'): Target[] {
  const paths = mapping.filter((one) => one.resource === resource).map(({ target }) => target);
  return [...new Set(paths)].flatMap((path) => parseTarget(path) ?? []);
}

/** The object of an extension, which `schemas` then names. */
function extension(body: Attributes, urn: string): Attributes {
  if (Array.isArray(body.schemas) && !body.schemas.includes(urn)) body.schemas = [...body.schemas, urn];
  return inside(body, urn);
}

function inside(holder: Attributes, name: string): Attributes {
  const key = spellKey(holder, name);
  if (!isObject(holder[key])) holder[key] = {};
  return holder[key] as Attributes;
}

/** The name under which a holder has an attribute already: two mappings may write it in two letter cases. */
function spellKey(holder: Attributes, name: string): string {
  return Object.keys(holder).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}
