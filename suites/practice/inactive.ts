import { blueprint } from '../../kit/check/blueprint.ts';
import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { canChange, isFree } from '../../kit/compose/choose.ts';
import { type Attributes, at, ENTERPRISE, member, readValues } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { switchedUser } from '../fixtures/clients/lent.ts';
import { memberPath } from '../fixtures/groups/members.ts';
import { people } from '../fixtures/groups/people.ts';
import { listKinds, replacement } from '../fixtures/kinds.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** A user, and who refers to it: what is not to be had is not there. */
interface Place {
  user: Owned;
  group?: Owned;
  report?: Owned;
  /** What was read of it last. */
  seen?: Seen;
}

/** Whether the group shows the user, whether the report names it, and which rights it has itself. */
interface Seen {
  membership: boolean;
  manager: boolean;
  rights: string[];
}

/** Lists of what an account may do, as far as clients write them. */
const listRights = (capabilities: Capabilities): [string, Attribute][] =>
  ['roles', 'entitlements'].flatMap((path) => {
    const published = findAttribute(capabilities, 'User', path);
    const value = published?.subAttributes.find(({ name }) => name === 'value');
    const isWritten = value !== undefined && isFree({ ...value, required: false });
    return isWritten && published !== undefined && isFree(published) ? [[path, published]] : [];
  });

const entitledUser = blueprint('User', 'User, active, with rights', ({ given, capabilities }) => ({
  active: true,
  ...Object.fromEntries(
    listRights(capabilities).map(([path, published]) => [path, [given.sample(published)].flat()]),
  ),
}));

type Way = 'PATCH' | 'PUT';

async function makePlace(tools: CheckTools): Promise<Place> {
  const { given, capabilities } = tools;
  const user = await given.made(entitledUser);
  const place: Place = { user };
  const members = findAttribute(capabilities, 'Group', 'members');
  if (listKinds(tools).includes('Group') && members !== undefined && members.returned !== 'never')
    place.group = await given.group({}, [user]);
  if (findAttribute(capabilities, 'User', MANAGER)?.mutability === 'readWrite')
    place.report = await given.user({ [ENTERPRISE]: { manager: { value: user.id } } });
  return place;
}

/** @param shown the user as it was read last */
async function readPlace(
  { given, capabilities }: CheckTools,
  place: Place,
  shown: Attributes,
): Promise<Seen> {
  const { user, group, report } = place;
  return {
    membership: group !== undefined && readValues(await given.read(group), 'members').includes(user.id),
    manager: report !== undefined && at(await given.read(report), `${MANAGER}.value`) === user.id,
    rights: listRights(capabilities).flatMap(([path]) => readValues(shown, path)),
  };
}

/**
 * Sets the user inactive in one way, and active again where another one is tried afterwards; gives whether there was
 * anything to see.
 */
async function staysInPlace(tools: CheckTools, line: Must, way: Way, place: Place, isLast: boolean) {
  const { scim, given, capabilities, observe } = tools;
  const { user } = place;
  place.seen ??= await readPlace(tools, place, await given.read(user));
  const before = place.seen;
  if (!before.membership && !before.manager && before.rights.length === 0) return false;
  const set = async (active: boolean) =>
    way === 'PATCH'
      ? scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }])
      : scim.put(user.path, replacement(capabilities, user, await given.read(user), { active }));
  const answer = await set(false);
  const shown = await given.read(user);
  if (!answer.ok || member(shown, 'active') !== false) return false;
  const after = await readPlace(tools, place, shown);
  place.seen = after;
  const lost = before.rights.filter((right) => !after.rights.includes(right));
  if (before.rights.length > 0) observe(`inactive.rights-by-${way}`, lost.length === 0 ? 'stay' : 'end');
  line.equal(lost, [], { key: 'rights', what: 'the roles and entitlements that were lost' });
  for (const kind of ['membership', 'manager'] as const) {
    if (!before[kind]) continue;
    observe(`inactive.${kind}-by-${way}`, after[kind] ? 'stays' : 'ends');
    const what = kind === 'membership' ? 'a member of its group' : 'the manager of its report';
    line.hold(after[kind], {
      key: kind,
      expected: `${what}, as before`,
      observed: `it is no longer ${what}`,
      exchange: answer.exchange,
    });
  }
  if (!isLast) await set(true);
  return true;
}

export const inactive = [
  check(
    'practice.inactive-users-keep-their-places',
    ['practice:P48'],
    'a user set inactive keeps its groups, direct reports, roles and entitlements',
    { needs: ['users'], long: true },
    async (tools) => {
      const { capabilities, must, notApplicable } = tools;
      if (!canChange(capabilities, 'User', 'active')) notApplicable('active cannot be written');
      const place = await makePlace(tools);
      const ways = [...(capabilities.features.patch ? ['PATCH' as const] : []), 'PUT' as const];
      let seen = 0;

      await must.each(ways, String, async (way, line) => {
        if (await staysInPlace(tools, line, way, place, way === ways.at(-1))) seen += 1;
      });
      if (seen === 0)
        notApplicable('no reference to a user who can be set inactive is possible', 'nothing-to-observe');
    },
  ),
  check(
    'practice.ended-memberships-stay-ended',
    ['practice:P49'],
    'a user removed from a group while inactive is not in it again once reactivated',
    { needs: ['users', 'groups', 'patch'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      if (!canChange(capabilities, 'User', 'active')) notApplicable('active cannot be written');
      given.relyOnMemberships();
      const user = await switchedUser(given, true);
      const [other] = await given.the(people);
      const group = await given.group({}, [other, user]);
      const set = (active: boolean) =>
        scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);
      if (!(await set(false)).ok) notApplicable('users cannot be set inactive here', 'nothing-to-observe');
      const leave = { op: 'remove', path: memberPath(user) };
      await given.step('take it out of the group', scim.patch(group.path, [leave]));
      const ended = readValues(await given.read(group), 'members');
      if (ended.includes(user.id))
        notApplicable('inactive users cannot be removed from groups here', 'nothing-to-observe');
      const enabled = await given.step('set it active', set(true));

      must.hold(!readValues(await given.read(group), 'members').includes(user.id), {
        key: 'returned',
        expected: 'a group without the removed user',
        observed: 'the user among its members again',
        exchange: enabled.exchange,
      });
    },
  ),
];
