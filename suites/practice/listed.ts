import { type CheckTools, check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import {
  type Attributes,
  at,
  elements,
  equal,
  isObject,
  isQualified,
  member,
  readValues,
  SEARCH_REQUEST,
} from '../../schemas/attributes.ts';
import { switchedUser } from '../fixtures/clients/lent.ts';
import { people } from '../fixtures/groups/people.ts';
import { type Kind, settled } from '../fixtures/kinds.ts';
import { movedAtRest } from '../fixtures/rest.ts';
import { lentFull } from '../fixtures/users/full.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'eventually'>;

/** Where a reference leads, whatever its address counts from. */
const ending = (ref: unknown): string => String(ref).split('/').at(-1) ?? '';

/** Values with addresses of references cut to what they lead to: these may be relative to where they stand. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === '$ref' ? ending(inner) : comparable(inner)]),
  );
}

/** The attributes of a resource by path, those of extensions each by itself. */
function attributesIn(resource: Attributes): string[] {
  return Object.keys(resource).flatMap((name) => {
    const inner = resource[name];
    return isQualified(name) && isObject(inner) ? Object.keys(inner).map((one) => `${name}:${one}`) : [name];
  });
}

/** Attributes that a list shows of a resource, and in another way than a read does; what it leaves out is left out here. */
function otherwise({ capabilities }: Tools, kind: Kind, listed: Attributes, read: Attributes): string[] {
  const [first, second] = [settled(capabilities, kind, listed), settled(capabilities, kind, read)];
  const paths = attributesIn(first).filter((path) => !/^(schemas|meta|groups)$/i.test(path));
  const strays = paths.filter(
    (path) => !equal(comparable(at(first, path)), comparable(at(second, path)), false),
  );
  // The endpoint's own attribute, but a reference all the same: which groups it names is no matter of where it is shown.
  const named = elements(listed, 'groups').length > 0 || Array.isArray(listed.groups);
  const groups = named && !equal(readValues(listed, 'groups'), readValues(read, 'groups')) ? ['groups'] : [];
  return [...strays, ...groups];
}

/** What an answer shows otherwise of a resource than a read of it; undefined where it does not show it alone. */
async function compare(
  tools: Tools,
  kind: Kind,
  resource: Owned,
  read: Attributes,
  ask: () => PromiseLike<ScimResponse>,
): Promise<string[] | undefined> {
  const { given, eventually } = tools;
  let whole = read;
  let shown = false;
  const strays = (answer: ScimResponse): string[] | undefined => {
    const [only, ...others] = readList(answer).resources;
    const isAlone = others.length === 0 && member(only, 'id') === resource.id;
    return only !== undefined && isAlone ? otherwise(tools, kind, only, whole) : undefined;
  };
  const found = await movedAtRest(async (again) => {
    if (again) whole = await given.read(resource);
    const seen = strays(await eventually(ask, (one) => !one.ok || strays(one)?.length === 0));
    shown = seen !== undefined;
    return seen ?? [];
  });
  return shown ? found : undefined;
}

/** A resource looks alike wherever it is shown, above all what it refers to. */
export const listed = [
  check(
    'practice.lists-show-every-value-as-reads-do',
    ['practice:P39'],
    "lists and searches show a user's lists, parts and references as a read does",
    { needs: ['users', 'filter'] },
    async ({ must, notApplicable, ...tools }) => {
      const { scim, given } = tools;
      const lent = await given.borrow(lentFull);
      const user = lent?.resource;
      if (lent === undefined || user === undefined) return;
      const filter = `userName eq ${quote(String(member(lent.before, 'userName')))}`;
      const inList = await compare(tools, 'User', user, lent.before, () => scim.find(given.users, filter));
      if (inList === undefined)
        return notApplicable('a lookup does not return only the user', 'nothing-to-observe');

      must.equal(inList, [], { key: 'list', what: 'differences between the list and a read' });
      const search = { schemas: [SEARCH_REQUEST], filter };
      const read = scim.recall(user.path) ?? lent.before;
      const sought = await compare(tools, 'User', user, read, () =>
        scim.post(`${given.users}/.search`, search),
      );
      must.equal(sought ?? [], [], { key: 'searched', what: 'differences between a search and a read' });
    },
  ),
  check(
    'practice.lists-show-members-as-reads-do',
    ['practice:P39'],
    'a list shows the members of a group as a read does, including disabled ones',
    { needs: ['users', 'groups', 'filter'] },
    async ({ must, notApplicable, ...tools }) => {
      const { scim, given, capabilities } = tools;
      const user = await switchedUser(given);
      if (capabilities.features.patch)
        await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      const [first, second, third] = await given.the(people);
      const group = await given.group({}, [first, user, second, third]);
      const read = await given.read(group);
      const find = () => scim.find(given.groups, `displayName eq ${quote(group.name)}`);
      const found = await compare(tools, 'Group', group, read, find);
      if (found === undefined)
        return notApplicable('a lookup does not return only the group', 'nothing-to-observe');

      must.equal(found, [], { key: 'group', what: 'differences between the list and a read' });
    },
  ),
];
