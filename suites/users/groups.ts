import { check } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, elements, equal, member, readValues, show } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { queryFor } from '../../schemas/lookup.ts';
import { placeIn, replacement, taken } from '../fixtures/kinds.ts';
import { joiner } from '../fixtures/users/users.ts';

export const groupsOfUsers = [
  check(
    'users.groups-cannot-be-written',
    ['7643:4.1.2/groups-readonly'],
    "writing a user's groups attribute adds the user to no group",
    { needs: ['users'] },
    async ({ scim, given, must, remark, capabilities }) => {
      const user = await given.the(joiner);
      const group = await given.group({}, [user]);
      const groups = [{ value: group.id }];
      const outsider = await given.anyUser();
      const body = replacement(capabilities, outsider, await given.read(outsider), { groups });
      const created = await scim.post(given.users, given.payload('User', { groups }));
      const replaced = await scim.put(outsider.path, body);

      must.hold(created.ok, { key: 'POST', expected: 'groups ignored', observed: describe(created) });
      must.hold(replaced.ok, { key: 'PUT', expected: 'groups ignored', observed: describe(replaced) });
      if (capabilities.features.patch === true) {
        const add = { op: 'add', path: 'groups', value: groups };
        const patched = await scim.patch(outsider.path, [add]);
        if (patched.ok) remark('warning', 'PATCH', 'a PATCH of the groups attribute succeeds');
        else
          must.hold(patched.status < 500, {
            key: 'PATCH',
            expected: 'status 400',
            observed: describe(patched),
          });
      }
      must.equal(readValues(await given.read(group), 'members'), [user.id], {
        key: 'members',
        what: 'the members',
      });
      const shown = readValues(await readGroups(given, outsider, capabilities), 'groups');
      must.equal(shown.includes(group.id), false, { key: 'groups', what: 'whether groups shows the group' });
    },
  ),
  check(
    'users.groups-show-memberships',
    ['7643:4.1.2/groups-reflects-membership'],
    "a user's groups are those that list the user as a member, each with its address",
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const { user, inner: joined, member: answer } = await tools.given.the(membership);

      const shown = elements(answer.body, 'groups');
      const own = shown.find((one) => member(one, 'value') === joined.id);
      // A product may have groups of its own that everyone is in; what is listed has to exist.
      for (const one of shown.filter((other) => other !== own).slice(0, 3)) {
        const path = resourcePath(given.groups, { id: member(one, 'value') }) ?? given.groups;
        must.haveStatus(await scim.get(path), 200, { key: 'foreign' });
      }
      if (own === undefined) return remark('warning', 'missing', "the user's group is not shown");
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
    'users.groups-end-with-membership',
    ['7643:4.1.2/groups-reflects-membership'],
    'a user removed from a group no longer shows it',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, notApplicable } = tools;
      given.relyOnEmptyGroups();
      const { inner: group, member: before, leaving, left: answer } = await tools.given.the(membership);
      taken('leave the group', leaving);
      const gone = !readValues(answer.body, 'groups').includes(group.id);

      if (!readValues(before.body, 'groups').includes(group.id))
        notApplicable('the group is not shown while the user is its member', 'nothing-to-observe');
      must.hold(answer.ok && gone, {
        key: 'after',
        expected: 'no entry for the group that the user left',
        observed: show(elements(answer.body, 'groups')),
      });
    },
  ),
  check(
    'users.groups-of-groups',
    ['7643:4.1.2/groups-indirect'],
    'membership through a nested group may be shown as indirect',
    { needs: ['users'] },
    async (tools) => {
      const { observe } = tools;
      const { outer, member: answer } = await tools.given.the(membership);
      const shown = elements(answer.body, 'groups');

      const indirect = shown.find((one) => member(one, 'value') === member(outer.body, 'id'));
      const way = indirect === undefined ? 'not shown' : `shown as ${show(member(indirect, 'type'))}`;
      observe('groups.nested', outer.ok ? way : `refused with ${outer.status}`);
    },
  ),
];

/** A user in a group that is in another one; it is shown as a member, and again after it left the first. */
interface Membership {
  user: Owned;
  inner: Owned;
  /** What the create of the outer group was answered: an endpoint may have no nested groups. */
  outer: ScimResponse;
  member: ScimResponse;
  leaving: ScimResponse;
  left: ScimResponse;
}

/** Joins and leaves, once a run. */
const membership = fixture(
  'users.membership',
  async ({ given, scim, capabilities, eventually }): Promise<Membership> => {
    const user = await given.anyUser();
    const inner = await given.group({}, [user]);
    const body = given.payload('Group', { members: [{ value: inner.id, type: 'Group' }] });
    const outer = await scim.post(given.groups, body).as('given', 'put the group into another one');
    const shows = (answer: ScimResponse) => readValues(answer.body, 'groups').includes(inner.id);
    const look = () => scim.get(user.path, asking(capabilities)).as('given', 'see its groups');
    const member = await eventually(look, shows);
    const empty = replacement(capabilities, inner, await given.read(inner), { members: [] });
    const leaving = await scim.put(inner.path, empty).as('given', 'leave the group');
    const left = await eventually(look, (answer) => !shows(answer));
    return { user, inner, outer, member, leaving, left };
  },
);

/** Names groups where the endpoint returns them on request only. */
export function asking(capabilities: Capabilities): { query?: Record<string, string> } {
  const query = queryFor(capabilities, 'User', 'groups');
  return Object.keys(query).length > 0 ? { query } : {};
}

function readGroups(given: Given, user: Owned, capabilities: Capabilities): Promise<Attributes> {
  return given.read(user, asking(capabilities).query);
}
