import { type CheckTools, check } from '../../kit/check/check.ts';
import { type Fixture, fixture } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member } from '../../schemas/attributes.ts';
import {
  fresh,
  keptValue,
  listMatching,
  type Matched,
  type Matching,
  matched,
  matchingBy,
} from '../fixtures/clients/matching.ts';
import { staffedGroup } from '../fixtures/clients/staffed.ts';
import { lookedFor } from '../fixtures/gone/departed.ts';
import { succession } from '../fixtures/gone/succession.ts';
import { isRefusal } from '../fixtures/lists/pages.ts';
import { mayRename } from '../fixtures/naming.ts';

/** What a lookup answered before and after a change of the value. */
interface Change {
  old: string;
  /** The value afterwards; `undefined` where the endpoint shows none. */
  now: string | undefined;
  before: ScimResponse;
  byNew: ScimResponse;
  byOld: ScimResponse;
}

/** A resource whose values were changed with PUT, each in one way. */
interface Changed {
  resource: Matched;
  changes: Map<string, Change>;
  /** What it was made with, for a PUT that gives it back; undefined where nothing was changed at once. */
  whole?: Attributes;
}

/** The same after its values were given back. */
interface GivenBack extends Changed {
  /** What giving them back was answered, and the resource afterwards; undefined where nothing was changed at once. */
  back?: { answer: ScimResponse; read: Attributes };
}

const listsAny = (answer: ScimResponse): boolean => !answer.ok || readList(answer).resources.length > 0;

/** Changes all values of a resource at once, or one after the other where that is refused, and looks each one up. */
function changed(resource: 'User' | 'Group'): Fixture<Changed> {
  return fixture(`matching.changed.${resource}`, async (tools) => {
    const { given, scim, eventually } = tools;
    const all = listMatching(tools).filter((one) => one.resource === resource && one.written);
    const put = (choose: (one: Matching) => string) =>
      Object.assign({}, ...all.map((one) => one.put(choose(one))));
    const first = await matched(given, resource);
    const lookup = (one: Matching, value: string) => () => scim.find(one.endpoint, one.filter(value));
    const kept = all.filter((one) => one.of(first.shown) !== undefined);
    const before = new Map<string, ScimResponse>();
    for (const one of kept)
      before.set(one.key, await eventually(lookup(one, one.of(first.shown) ?? ''), listsAny));
    const next = put((one) => fresh(given, one));
    const whole = { ...first.sent, id: first.id };
    const answer = await scim.put(first.path, { ...whole, ...next }).as('given', 'change the values');
    if (!answer.ok)
      for (const one of kept)
        await scim.put(first.path, { ...whole, ...one.put(one.of(next) ?? '') }).as('given', 'change one');
    const read = await given.read(first);
    const changes = new Map<string, Change>();
    for (const one of kept) {
      const [old, now] = [one.of(first.shown) ?? '', one.of(read)];
      const byNew = await eventually(lookup(one, now ?? old), listsAny);
      const byOld = now === undefined || now === old ? byNew : await lookup(one, old)();
      changes.set(one.key, { old, now, before: before.get(one.key) ?? byNew, byNew, byOld });
    }
    const moved = answer.ok && [...changes.values()].some(({ old, now }) => now !== undefined && now !== old);
    return { resource: { ...first, shown: read }, changes, ...(moved && { whole }) };
  });
}

/** Gives a resource whose values were changed back what it had, once they were looked up. */
export function givenBack(resource: 'User' | 'Group'): Fixture<GivenBack> {
  return fixture(`matching.given-back.${resource}`, async ({ given, scim }) => {
    const before = await given.the(changed(resource));
    if (before.whole === undefined) return before;
    const { path } = before.resource;
    const answer = await scim.put(path, before.whole).as('given', 'restore the original values');
    const read = await given.read(before.resource);
    return { ...before, resource: { ...before.resource, shown: read }, back: { answer, read } };
  });
}

/** The change of one value, claimed to be followed by lookups. */
async function followsChange(tools: CheckTools, key: string): Promise<void> {
  const { must, notApplicable } = tools;
  const matching = matchingBy(tools, key);
  const seen = await tools.given.the(changed(matching.resource));
  const change = seen.changes.get(key);
  if (change === undefined) return notApplicable(`no ${matching.key} is kept here`, 'nothing-to-observe');
  const { old, now, before, byNew, byOld } = change;
  // Where no lookup finds what exists, the absence of the old value would prove nothing.
  if (isRefusal(before)) notApplicable(`${matching.path} cannot be filtered here`, 'nothing-to-observe');
  const { id } = seen.resource;
  must.listExactly(before, [id], { key: 'before' });
  if (now === undefined || now === old) notApplicable(`${key} stays as it is`, 'nothing-to-observe');

  must.listExactly(byNew, [id], { key: 'new-value' });
  must.listExactly(byOld, [], { key: 'old-value' });
}

/** Changes a userName in letter case alone, and looks the user up by it. */
async function followsCase(tools: CheckTools): Promise<void> {
  const { scim, given, must, notApplicable, eventually } = tools;
  const matching = matchingBy(tools, 'User.userName');
  mayRename(tools);
  const { resource } = await given.the(givenBack('User'));
  const old = keptValue(tools, matching, resource);
  const body = { ...resource.sent, ...matching.put(old.toUpperCase()), id: resource.id };
  const answer = await scim.put(resource.path, body).as('given', 'change the letter case');
  if (!answer.ok) notApplicable('the name in another case is refused', 'nothing-to-observe');
  const now = matching.of(await given.read(resource));
  if (now === undefined || now === old)
    notApplicable('the endpoint does not change User.userName', 'nothing-to-observe');

  const found = await eventually(() => scim.find(matching.endpoint, matching.filter(now ?? '')), listsAny);
  must.listExactly(found, [resource.id], { key: 'new-value' });
}

/** A resource that every lookup of the profile's client found is found by none after its deletion. */
async function goneEverywhere(tools: CheckTools, resource: 'User' | 'Group'): Promise<void> {
  const { must, notApplicable } = tools;
  if (listMatching(tools).every((one) => one.resource !== resource))
    notApplicable(`the profile matches no ${resource}`);
  const { matched } = await tools.given.the(lookedFor(resource));
  if (matched.length === 0) notApplicable('no lookup finds what exists', 'nothing-to-observe');

  await must.each(
    matched,
    ({ key }) => key,
    ({ after }, line) => line.listExactly(after, [], { key: 'deleted' }),
  );
}

export const changes = [
  check(
    'matching.renamed-user-is-found-by-new-name',
    ['7644:3.4.2.2/op-eq'],
    'after a change of userName, the new name finds the user and the old one finds no one',
    { needs: ['matching:User.userName'] },
    (tools) => followsChange(tools, 'User.userName'),
  ),
  check(
    'matching.recased-user-is-found-once',
    ['7644:3.4.2.2/op-eq'],
    'a user whose userName changed only in case is found exactly once',
    { needs: ['matching:User.userName'] },
    followsCase,
  ),
  check(
    'matching.changed-external-id-is-found',
    ['7644:3.4.2.2/op-eq'],
    'after a change of externalId, the new value finds the user and the old one finds no one',
    { needs: ['matching:User.externalId'] },
    (tools) => followsChange(tools, 'User.externalId'),
  ),
  check(
    'matching.changed-work-address-is-found',
    ['entra:R15'],
    'after a change of work address, the new one finds the user and the old one finds no one',
    { needs: ['filter', 'matching:User.emails'] },
    (tools) => followsChange(tools, 'User.emails'),
  ),
  check(
    'matching.renamed-group-is-found-by-new-name',
    ['7644:3.4.2.2/filter-groups'],
    'after a change of displayName, the new name finds the group and the old one finds nothing',
    { needs: ['matching:Group.displayName'] },
    (tools) => followsChange(tools, 'Group.displayName'),
  ),
  check(
    'matching.patched-group-is-found-by-new-name',
    ['7644:3.4.2.2/filter-groups'],
    'after a PATCH of displayName, the new name finds the group and the old one finds nothing',
    { needs: ['matching:Group.displayName', 'patch'] },
    async (tools) => {
      const { scim, given, must, notApplicable, eventually } = tools;
      mayRename(tools, 'Group');
      const { endpoint, filter } = matchingBy(tools, 'Group.displayName');
      const { group } = await staffedGroup(tools, {});
      const value = given.unique();
      const rename = scim.patch(group.path, [{ op: 'replace', path: 'displayName', value }]);
      await given.step('rename it', rename);
      const byNew = await eventually(() => scim.find(endpoint, filter(value)), listsAny);
      if (isRefusal(byNew)) notApplicable('displayName cannot be filtered here', 'nothing-to-observe');

      must.listExactly(byNew, [group.id], { key: 'new-value' });
      must.listExactly(await scim.find(endpoint, filter(group.name)), [], { key: 'old-value' });
    },
  ),
  check(
    'matching.deleted-user-is-found-by-nothing',
    ['7644:3.6/deleted-not-listed'],
    'no lookup finds a deleted user',
    { needs: ['filter'] },
    (tools) => goneEverywhere(tools, 'User'),
  ),
  check(
    'matching.deleted-group-is-found-by-nothing',
    ['7644:3.6/deleted-not-listed'],
    'no lookup finds a deleted group',
    { needs: ['filter'] },
    (tools) => goneEverywhere(tools, 'Group'),
  ),
  check(
    'matching.reused-name-finds-the-new-user',
    ['7644:3.6/deleted-not-listed'],
    'a name reused after a deletion finds only the new user',
    { needs: ['users', 'filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const matching = matchingBy(tools, 'User.userName');
      const { old, read } = await succession(given);

      must.listExactly(
        await scim.find(given.users, matching.filter(old.name)),
        [String(member(read, 'id'))],
        {
          key: 'new-user',
        },
      );
    },
  ),
];
