import type { Capabilities } from '../../config/capabilities.ts';
import { type Attributes, elements, equal, member, show, valuesOf } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import type { Given, Owned } from '../kit/given.ts';
import { findAttribute } from '../kit/lookup.ts';
import { describe } from '../kit/must.ts';
import { placeIn, replacement } from './kinds.ts';

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
      const shown = valuesOf(await readGroups(given, outsider, capabilities), 'groups');
      must.equal(shown.includes(group.id), false, { key: 'groups', what: 'whether groups shows the group' });
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
      const own = shown.find((one) => member(one, 'value') === joined.id);
      // A product may have groups of its own that everyone is in; what is listed has to exist.
      for (const one of shown.filter((other) => other !== own).slice(0, 3)) {
        const path = `${given.groups}/${encodeURIComponent(String(member(one, 'value')))}`;
        must.haveStatus(await scim.get(path), 200, { key: 'foreign' });
      }
      if (own === undefined)
        return remark('warning', 'missing', 'the group whose member the user is, is not shown');
      const ref = member(own, '$ref');
      if (typeof ref !== 'string') remark('warning', '$ref', 'the entry has no $ref');
      else if (placeIn(scim, user, ref) === undefined)
        remark('warning', '$ref', '$ref leads to another host');
      else
        must.equal(placeIn(scim, user, ref), joined.path, { key: '$ref', what: 'the address of the group' });
      const type = member(own, 'type');
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
