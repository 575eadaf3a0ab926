import type { CheckTools } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { typesOf } from '../../kit/compose/sample.ts';
import { idAt, resourcePath } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, elements, member } from '../../schemas/attributes.ts';
import { findAttribute, resourceType } from '../../schemas/lookup.ts';

/** An attribute by which the profile's client looks a resource up before it creates one. */
export interface Matching {
  resource: 'User' | 'Group';
  /** As the profile writes it, such as `emails[type eq "work"].value`. */
  path: string;
  /** Names it in findings: `User.emails`. */
  key: string;
  endpoint: string;
  caseExact: boolean;
  /** The filter is of a form that clients use and RFC 7644 does not have: what it answers is no matter of the RFC. */
  beyondRfc: boolean;
  /** Whether the client chooses the value. */
  written: boolean;
  /** Attributes that give a resource this value. */
  put(value: string): Attributes;
  /** The value that a resource shows; `undefined` where it has none. */
  of(resource: Attributes): string | undefined;
  filter(value: string): string;
}

const TYPED = /^(\w+)\[type eq "([^"]+)"\]\.value$/;

type Tools = Pick<CheckTools, 'profile' | 'capabilities' | 'given'>;

/** What the profile matches by, as far as the endpoint publishes it. */
export function matchingOf({ profile, capabilities, given }: Tools): Matching[] {
  return profile.matching.flatMap(({ resource, path }): Matching[] => {
    if (resourceType(capabilities, resource) === undefined) return [];
    if (profile.resources === (resource === 'User' ? 'groups' : 'users')) return [];
    const [, list, type = 'work'] = TYPED.exec(path) ?? [];
    const plain = list ?? path;
    const common = plain === 'id' || plain === 'externalId';
    const published = findAttribute(capabilities, resource, list === undefined ? plain : `${list}.value`);
    if (!common && (published === undefined || published.mutability === 'readOnly')) return [];
    // A type that the endpoint does not have finds nobody by right.
    const types = list === undefined ? [] : typesOf(findAttribute(capabilities, resource, list));
    if (list !== undefined && !types.some((one) => one.toLowerCase() === type.toLowerCase())) return [];
    return [
      {
        resource,
        path,
        key: `${resource}.${plain}`,
        endpoint: resource === 'User' ? given.users : given.groups,
        caseExact: common || published?.caseExact === true,
        beyondRfc: list !== undefined,
        written: plain !== 'id',
        put: (value) =>
          list === undefined ? { [path]: value } : { [list]: [{ value, type, primary: true }] },
        of: (shown) => textOf(list === undefined ? at(shown, path) : typed(shown, list, type)),
        filter: (value) => `${path} eq ${quote(value)}`,
      },
    ];
  });
}

/** One matching attribute; not applicable where the profile or the endpoint does without it. */
export function matchingBy(tools: Tools & Pick<CheckTools, 'notApplicable'>, key: string): Matching {
  const found = matchingOf(tools).find((one) => one.key === key);
  if (found !== undefined) return found;
  return tools.notApplicable(`${key} is not matched by, or not published`);
}

function typed(shown: Attributes, list: string, type: string): unknown {
  const lower = type.toLowerCase();
  const chosen = elements(shown, list).find((one) => String(member(one, 'type')).toLowerCase() === lower);
  return member(chosen, 'value');
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A value for an attribute that begins with a word: an address where it has to look like one. */
export function valueFrom(given: Given, { key }: Pick<Matching, 'key'>, word: string): string {
  const domain = given.address().split('@')[1];
  return key === 'User.userName' || key === 'User.emails' ? `${word}@${domain}` : word;
}

/** A new value for an attribute. */
export function fresh(given: Given, matching: Pick<Matching, 'key'>): string {
  return valueFrom(given, matching, given.unique());
}

/** A resource that was made with values to match by, and that it shows. */
export interface Matched extends Owned {
  shown: Attributes;
}

/** Makes a user or a group and reads it. */
export async function made(
  given: Given,
  resource: 'User' | 'Group',
  attributes: Attributes,
): Promise<Matched> {
  const owned = await (resource === 'User' ? given.user(attributes) : given.group(attributes));
  return { ...owned, shown: await given.read(owned) };
}

/** The path and the id of what a create made, from its Location or else from its body. */
export function createdBy(
  { scim }: Pick<CheckTools, 'scim'>,
  endpoint: string,
  answer: ScimResponse,
): { path: string; id: string } {
  const path = scim.pathOf(answer.headers.location ?? '') ?? resourcePath(endpoint, answer.body) ?? endpoint;
  return { path, id: idAt(path) };
}

/** The value that a resource shows; not applicable where the endpoint does not keep what was sent. */
export function keptValue(
  { notApplicable }: Pick<CheckTools, 'notApplicable'>,
  matching: Matching,
  { shown }: Matched,
): string {
  const value = matching.of(shown);
  if (value !== undefined) return value;
  return notApplicable(`the endpoint keeps no ${matching.key}`, 'nothing-to-observe');
}

/** Two users and two groups with a value for each matching attribute; the values of the second begin as the first's. */
export type Pair = Record<'User' | 'Group', [Matched, Matched] | undefined>;

/** Resources that lookups only read, made by the first who asks. */
export function pairOf(tools: Tools): Promise<Pair> {
  const all = matchingOf(tools);
  return tools.given.common('matching.pair', async (given) => {
    const twoOf = async (resource: 'User' | 'Group'): Promise<[Matched, Matched] | undefined> => {
      const own = all.filter((one) => one.resource === resource && one.written);
      if (own.length === 0) return undefined;
      const word = given.unique();
      const attributes = (end: string): Attributes =>
        Object.assign({}, ...own.map((one) => one.put(`${valueFrom(given, one, word)}${end}`)));
      return [await made(given, resource, attributes('')), await made(given, resource, attributes('more'))];
    };
    return { User: await twoOf('User'), Group: await twoOf('Group') };
  });
}
