import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { canChange } from '../../kit/compose/choose.ts';
import { at, ENTERPRISE, member, readValues } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { switchedUser } from '../fixtures/clients/lent.ts';
import { memberPath } from '../fixtures/groups/members.ts';
import { people } from '../fixtures/groups/people.ts';
import { listKinds, replacement } from '../fixtures/kinds.ts';
import { activeUser } from '../fixtures/users/shapes.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** A user, and who refers to it: what is not to be had is not there. */
interface Place {
  user: Owned;
  group?: Owned;
  report?: Owned;
  /** What was read of it last. */
  seen?: { membership: boolean; manager: boolean };
}

type Way = 'PATCH' | 'PUT';

async function makePlace(tools: CheckTools): Promise<Place> {
  const { given, capabilities } = tools;
  const user = await given.made(activeUser);
  const place: Place = { user };
  const members = findAttribute(capabilities, 'Group', 'members');
  if (listKinds(tools).includes('Group') && members !== undefined && members.returned !== 'never')
    place.group = await given.group({}, [user]);
  if (findAttribute(capabilities, 'User', MANAGER)?.mutability === 'readWrite')
    place.report = await given.user({ [ENTERPRISE]: { manager: { value: user.id } } });
  return place;
}

/** Whether the group shows the user, and whether the report names it. */
async function readPlace({ given }: CheckTools, { user, group, report }: Place) {
  return {
    membership: group !== undefined && readValues(await given.read(group), 'members').includes(user.id),
    manager: report !== undefined && at(await given.read(report), `${MANAGER}.value`) === user.id,
  };
}

/**
 * Sets the user inactive in one way, and active again where another one is tried afterwards; gives whether there was
 * anything to see.
 */
async function staysInPlace(tools: CheckTools, line: Must, way: Way, place: Place, isLast: boolean) {
  const { scim, given, capabilities, observe } = tools;
  const { user } = place;
  place.seen ??= await readPlace(tools, place);
  const before = place.seen;
  if (!before.membership && !before.manager) return false;
  const set = async (active: boolean) =>
    way === 'PATCH'
      ? scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }])
      : scim.put(user.path, replacement(capabilities, user, await given.read(user), { active }));
  const answer = await set(false);
  if (!answer.ok || member(await given.read(user), 'active') !== false) return false;
  const after = await readPlace(tools, place);
  place.seen = after;
  for (const kind of ['membership', 'manager'] as const) {
    if (!before[kind]) continue;
    observe(`inactive.${kind}-by-${way}`, after[kind] ? 'stays' : 'ends');
    const what = kind === 'membership' ? 'a member of its group' : 'the manager of its report';
    line.hold(after[kind], {
      key: kind,
      expected: `${what}, as before`,
      observed: `it is not ${what} any more`,
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
    'a user who is set inactive is a member of its groups, and the manager of others, as before',
    { needs: ['users'] },
    async (tools) => {
      const { capabilities, must, notApplicable } = tools;
      if (!canChange(capabilities, 'User', 'active')) notApplicable('active cannot be written');
      const place = await makePlace(tools);
      const ways = [...(capabilities.features.patch ? ['PATCH' as const] : []), 'PUT' as const];
      let seen = 0;

      await must.each(ways, String, async (way, line) => {
        if (await staysInPlace(tools, line, way, place, way === ways.at(-1))) seen += 1;
      });
      if (seen === 0) notApplicable('nobody refers to a user who can be set inactive', 'nothing-to-observe');
    },
  ),
  check(
    'practice.ended-memberships-stay-ended',
    ['practice:P49'],
    'who was taken out of a group while inactive is not in it again once set active',
    { needs: ['users', 'groups', 'patch'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      if (!canChange(capabilities, 'User', 'active')) notApplicable('active cannot be written');
      given.relyOnMemberships();
      const user = await switchedUser(given, true);
      const [other] = await given.the(people);
      const group = await given.group({}, [other, user]);
      const set = (active: boolean) =>
        scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);
      if (!(await set(false)).ok) notApplicable('nobody is set inactive here', 'nothing-to-observe');
      const leave = { op: 'remove', path: memberPath(user) };
      await given.step('take it out of the group', scim.patch(group.path, [leave]));
      const ended = readValues(await given.read(group), 'members');
      if (ended.includes(user.id)) notApplicable('nobody inactive leaves a group here', 'nothing-to-observe');
      const enabled = await given.step('set it active', set(true));

      must.hold(!readValues(await given.read(group), 'members').includes(user.id), {
        key: 'returned',
        expected: 'a group without the user who was taken out of it',
        observed: 'the user among its members again',
        exchange: enabled.exchange,
      });
    },
  ),
];
