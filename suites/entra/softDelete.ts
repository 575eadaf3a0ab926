import { addMembers, patch, removeMembers, send, setManager } from '../../clients/entra/index.ts';
import type { Profile } from '../../config/profile.ts';
import { check } from '../../kit/check/check.ts';
import { at, ENTERPRISE, equal, isObject, member, readValues, show } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, isOnRequest, resourceType } from '../../schemas/lookup.ts';
import { switchedUser } from '../fixtures/clients/lent.ts';
import { groupOfPeople } from '../fixtures/groups/people.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

const MANAGER = `${ENTERPRISE}:manager`;

export const softDelete = [
  check(
    'entra.disabled-user-stays-and-returns',
    ['entra:R07'],
    'a disabled user can still be read and found, and can be re-enabled',
    async ({ must, scim, given }) => {
      const user = await switchedUser(given, true);
      const operation = (op: string, value: unknown) => patch(user.path, [{ op, path: 'active', value }]);
      must.haveStatus(await send(scim, operation('replace', false)), [200, 204], { key: 'disable' });

      must.haveStatus(await scim.get(user.path), 200, { key: 'read' });
      must.keep(await given.read(user), 'active', false, { key: 'disabled' });
      const found = await given.search(given.users, `userName eq "${user.name}"`);
      must.equal(
        found.resources.map((one) => [member(one, 'id'), member(one, 'active')]),
        [[user.id, false]],
        {
          key: 'found',
          what: 'id and active in a lookup',
        },
      );
      must.haveStatus(await send(scim, operation('replace', true)), [200, 204], { key: 'enable' });
      must.keep(await given.read(user), 'active', true, { key: 'enabled' });
    },
  ),
  check(
    'entra.both-ways-of-deprovisioning-exist',
    ['entra:R33'],
    'a user can be disabled, and deleted permanently',
    async ({ must, scim, given }) => {
      const user = await given.user({ active: true });

      const disable = patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      must.haveStatus(await send(scim, disable), [200, 204], { key: 'disable' });
      must.keep(await given.read(user), 'active', false);
      must.haveStatus(await scim.delete(user.path), [200, 202, 204], { key: 'delete' });
      must.haveStatus(await scim.get(user.path), 404, { key: 'gone' });
    },
  ),
  check(
    'entra.disabled-user-keeps-memberships',
    ['entra:R34'],
    'a disabled user keeps its group memberships',
    async ({ must, scim, given }) => {
      const user = await switchedUser(given, true);
      const group = await given.anyGroup();
      await given.step('add it', send(scim, addMembers('flag', group.path, [user.id])));
      const disable = patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      await given.step('disable it', send(scim, disable));

      must.keep(await given.read(user), 'active', false);
      const members = at(await given.read(group), 'members.value');
      must.equal(members, [user.id], { key: 'members', what: 'the members' });
    },
  ),
  check(
    'entra.disabled-name-stays-taken',
    ['entra:Q34'],
    'a disabled user is found by a filter, and its userName cannot be reused',
    async ({ must, scim, given }) => {
      const user = await given.user({ active: true });
      const disable = patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      await given.step('disable it', send(scim, disable));

      const found = await given.search(given.users, `userName eq "${user.name}"`);
      must.equal(
        found.resources.map((one) => member(one, 'id')),
        [user.id],
        { key: 'found', what: 'ids in a lookup' },
      );
      const twin = await scim.post(given.users, given.payload('User', { userName: user.name }));
      must.haveStatus(twin, 409, { key: 'second-user' });
    },
  ),
  check(
    'entra.disabled-user-is-changed',
    ['entra:Q58'],
    'a disabled user can be renamed and changed like any other',
    async ({ must, scim, given, capabilities, profile, notApplicable }) => {
      const user = await switchedUser(given);
      await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      if (member(await given.read(user), 'active') !== false)
        notApplicable('the endpoint does not let clients disable an account', 'nothing-to-observe');

      const paths = [...new Set([changeablePath(capabilities), 'externalId'])];
      await must.each(paths, String, async (path, line) => {
        const value = newValue(given, path);
        const answer = await send(scim, patch(user.path, [{ op: 'replace', path, value }]));
        line.haveStatus(answer, [200, 204], { key: 'refused' });
        const read = await given.read(user);
        line.keep(read, path, value, { key: 'kept', caseExact: false });
        line.equal(member(read, 'active'), false, { key: 'active', what: 'active' });
      });
      if (mapsManager(capabilities, profile)) {
        const report = await given.anyUser();
        const answer = await send(scim, setManager('default', report.path, MANAGER, user.id));
        const shown = at(await given.read(report), MANAGER);
        // A bare id that is refused is the matter of another check.
        must.hold(!answer.ok || equal(isObject(shown) ? member(shown, 'value') : shown, user.id), {
          key: 'manager',
          expected: 'the disabled user as manager, as acknowledged',
          observed: show(shown),
          exchange: answer.exchange,
        });
      }
      if (profile.resources === 'users' || !writesMembers(capabilities)) return;
      // A group that is there already: whether one may begin empty is the matter of others.
      const group = await groupOfPeople(given, 1);
      const joined = await send(scim, addMembers('default', group.path, [user.id]));
      must.haveStatus(joined, [200, 204], { key: 'group/refused' });
      const members = readValues(await given.read(group), 'members');
      must.hold(members.length === 0 || members.includes(user.id), {
        key: 'group/members',
        expected: 'the disabled user among the members',
        observed: 'only the others',
      });
      must.equal(member(await given.read(user), 'active'), false, {
        key: 'group/active',
        what: 'active, after the user joined a group',
      });
      const left = await send(scim, removeMembers('default', group.path, [user.id]));
      if (!left.ok) return;
      const remaining = readValues(await given.read(group), 'members');
      must.hold(!remaining.includes(user.id), {
        key: 'group/left',
        expected: 'a group without the disabled user, whose removal was acknowledged',
        observed: 'the disabled user among the members',
      });
    },
  ),
];

/** Whether the profile's client sets managers, and the endpoint lets it. */
const mapsManager = (capabilities: Capabilities, profile: Profile): boolean =>
  profile.mapping.some(({ target }) => target === MANAGER) &&
  findAttribute(capabilities, 'User', MANAGER)?.mutability === 'readWrite';

/** Whether clients write and read the members of groups here. */
function writesMembers(capabilities: Capabilities): boolean {
  const members = findAttribute(capabilities, 'Group', 'members');
  return (
    resourceType(capabilities, 'Group') !== undefined &&
    members?.mutability === 'readWrite' &&
    !isOnRequest(members)
  );
}
