import type { Capabilities } from '../../config/capabilities.ts';
import { type Attributes, elements, equal, member, show, valuesOf } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import type { Given, Owned } from '../kit/given.ts';
import { findAttribute } from '../kit/lookup.ts';
import { describe } from '../kit/must.ts';
import { replacement } from './kinds.ts';

export const groupsOfUsers = [
  check(
    {
      id: 'users.groups-cannot-be-written',
      verifies: ['7643:4.1.2/groups-readonly'],
      title: 'a user joins no group through its own groups attribute',
      needs: ['users'],
    },
    async ({ scim, given, must, remark, capabilities }) => {
      const user = await given.user();
      const group = await given.group({}, [user]);
      const groups = [{ value: group.id }];
      const outsider = await given.user();
      const body = replacement(capabilities, outsider, await given.read(outsider), { groups });
      const created = await scim.post(given.users, given.payload('User', { groups }));
      const replaced = await scim.put(outsider.path, body);

      must.hold(created.ok, { key: 'POST', expected: 'groups passed over', observed: describe(created) });
      must.hold(replaced.ok, { key: 'PUT', expected: 'groups passed over', observed: describe(replaced) });
      if (capabilities.features.patch === true) {
        const add = { op: 'add', path: 'groups', value: groups };
        const patched = await scim.patch(outsider.path, [add]);
        if (patched.ok) remark('warning', 'PATCH', 'a PATCH of groups is answered with success');
        else
          must.hold(patched.status < 500, {
            key: 'PATCH',
            expected: 'status 400',
            observed: describe(patched),
          });
      }
      must.equal(valuesOf(await given.read(group), 'members'), [user.id], {
        key: 'members',
        what: 'the members',
      });
      must.equal(valuesOf(await readGroups(given, outsider, capabilities), 'groups'), [], {
        key: 'groups',
        what: 'groups',
      });
    },
  ),
  check(
    {
      id: 'users.groups-show-memberships',
      verifies: ['7643:4.1.2/groups-reflects-membership'],
      title: 'the groups of a user are those whose members it is among, each with its address',
      needs: ['users'],
    },
    async ({ scim, given, must, remark, eventually, capabilities }) => {
      const user = await given.user();
      const [joined] = [await given.group({}, [user]), await given.group()];
      const query = asking(capabilities);
      const answer = await eventually(
        () => scim.get(user.path, query),
        ({ body }) => valuesOf(body, 'groups').includes(joined.id),
      );

      const shown = elements(answer.body, 'groups');
      const foreign = shown.filter((one) => member(one, 'value') !== joined.id);
      must.equal(foreign.length, 0, { key: 'foreign', what: 'the number of entries that are not its group' });
      if (shown.length === 0)
        return remark('warning', 'missing', 'the group whose member the user is, is not shown');
      const ref = member(shown[0], '$ref');
      if (typeof ref !== 'string') remark('warning', '$ref', 'the entry has no $ref');
      else if (scim.pathOf(ref) === undefined) remark('warning', '$ref', '$ref leads to another host');
      else must.equal(scim.pathOf(ref), joined.path, { key: '$ref', what: 'the address of the group' });
      const type = member(shown[0], 'type');
      must.hold(type === undefined || type === null || equal(type, 'direct', false), {
        key: 'type',
        expected: 'direct',
        observed: show(type),
      });
    },
  ),
  check(
    {
      id: 'users.groups-end-with-membership',
      verifies: ['7643:4.1.2/groups-reflects-membership'],
      title: 'a user that left a group does not show it any more',
      needs: ['users'],
    },
    async ({ scim, given, must, eventually, notApplicable, capabilities }) => {
      const user = await given.user();
      const group = await given.group({}, [user]);
      const before = await readGroups(given, user, capabilities);
      await given.step(
        'leave the group',
        scim.put(group.path, { ...(await given.read(group)), members: [] }),
      );
      const gone = (body: object) => !valuesOf(body, 'groups').includes(group.id);
      const answer = await eventually(
        () => scim.get(user.path, asking(capabilities)),
        ({ body }) => gone(body),
      );

      if (!valuesOf(before, 'groups').includes(group.id))
        notApplicable('the group is not shown while the user is its member', 'nothing-to-observe');
      must.hold(answer.ok && gone(answer.body), {
        key: 'after',
        expected: 'no entry for the group that it left',
        observed: show(elements(answer.body, 'groups')),
      });
    },
  ),
  check(
    {
      id: 'users.groups-of-groups',
      verifies: ['7643:4.1.2/groups-indirect'],
      title: 'membership through a nested group may be shown as indirect',
      needs: ['users'],
    },
    async ({ scim, given, observe, capabilities }) => {
      const user = await given.user();
      const inner = await given.group({}, [user]);
      const body = given.payload('Group', { members: [{ value: inner.id, type: 'Group' }] });
      const outer = await scim.post(given.groups, body);
      const shown = elements(await readGroups(given, user, capabilities), 'groups');

      const indirect = shown.find((one) => member(one, 'value') === member(outer.body, 'id'));
      const way = indirect === undefined ? 'not shown' : `shown as ${show(member(indirect, 'type'))}`;
      observe('groups.nested', outer.ok ? way : `refused with ${outer.status}`);
    },
  ),
];

/** Names groups where the endpoint returns them on request only. */
function asking(capabilities: Capabilities): { query?: Record<string, string> } {
  const returned = findAttribute(capabilities, 'User', 'groups')?.returned;
  return returned === 'request' ? { query: { attributes: 'groups' } } : {};
}

function readGroups(given: Given, user: Owned, capabilities: Capabilities): Promise<Attributes> {
  return given.read(user, asking(capabilities).query);
}
