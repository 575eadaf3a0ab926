import {
  addMembers,
  dialects,
  findGroup,
  findUser,
  readGroup,
  readUser,
  remove,
  send,
  update,
} from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { at, elements, member } from '../../schemas/attributes.ts';
import { assignedUser } from '../fixtures/clients/lent.ts';
import {
  composeCreate,
  emptyGroup,
  person,
  provisionedGroup,
  provisionedUser,
  readMembers,
} from '../fixtures/clients/provisioned.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

export const provisioning = [
  check(
    'smartfile.users-alone-can-be-provisioned',
    ['smartfile:S18'],
    'a user can be created, matched, changed and deleted without any request for groups',
    async ({ must, scim, given, ...tools }) => {
      const user = await provisionedUser({ scim, given, ...tools });
      const path = changeablePath(tools.capabilities);
      const value = newValue(given, path);

      must.listExactly(await send(scim, findUser(given.users, 'userName', user.name)), [user.id], {
        key: 'match',
      });
      const change = update('default', user.path, [{ path, value }]);
      must.haveStatus(await send(scim, change), [200, 204], { key: 'update' });
      must.keep(await given.read(user), path, value, { caseExact: false });
      must.haveStatus(await send(scim, remove(user.path)), [200, 202, 204], { key: 'delete' });
      must.haveStatus(await send(scim, readUser(user.path)), 404, { key: 'gone' });
    },
  ),
  check(
    'smartfile.groups-alone-can-be-provisioned',
    ['smartfile:S19'],
    'a group can be created, renamed and deleted without members',
    async ({ must, scim, given, capabilities }) => {
      const group = await given.made(provisionedGroup);
      const path = changeablePath(capabilities, 'Group');
      const value = given.unique();

      const change = update('default', group.path, [{ path, value }]);
      must.haveStatus(await send(scim, change), [200, 204], { key: 'rename' });
      must.keep(await given.read(group), path, value, { caseExact: false });
      must.haveStatus(await send(scim, remove(group.path)), [200, 202, 204], { key: 'delete' });
      must.haveStatus(await send(scim, readGroup(group.path)), 404, { key: 'gone' });
    },
  ),
  check(
    'smartfile.restart-finds-what-was-provisioned',
    ['smartfile:S28'],
    'a restarted job finds each user and group again, with the values it wrote',
    async ({ must, scim, given, profile, ...tools }) => {
      const user = await provisionedUser({ scim, given, ...tools });
      const [found] = readList(await send(scim, findUser(given.users, 'userName', user.name))).resources;
      must.equal(member(found, 'id'), user.id, { key: 'User', what: 'the id of the user found' });
      must.keep(found ?? {}, 'externalId', user.sent.externalId, { key: 'User.externalId' });
      if (profile.resources === 'users') return;

      const group = await given.made(provisionedGroup);
      const [again] = readList(
        await send(scim, findGroup(given.groups, 'displayName', group.name)),
      ).resources;
      must.equal(member(again, 'id'), group.id, { key: 'Group', what: 'the id of the group found' });
      must.keep(again ?? {}, 'externalId', group.sent.externalId, { key: 'Group.externalId' });
    },
  ),
  check(
    'smartfile.both-dialects-work',
    ['smartfile:S30'],
    'both PATCH dialects change users and memberships in one tenant',
    { needs: ['provisions-users', 'provisions-groups'] },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      const user = await assignedUser(given);

      await must.each(
        [...dialects.entries()],
        ([, dialect]) => dialect,
        async ([turn, dialect], line) => {
          const externalId = `${given.unique()}.${dialect}`;
          const change = update(dialect, user.path, [{ path: 'externalId', value: externalId }]);
          line.haveStatus(await send(scim, change), [200, 204], { key: 'update' });
          line.keep(await given.read(user), 'externalId', externalId);
          line.haveStatus(
            await send(scim, addMembers(dialect, group.path, ids.slice(turn, turn + 1))),
            [200, 204],
            { key: 'add' },
          );
          line.equal(await readMembers({ given }, group), ids.slice(0, turn + 1), {
            key: 'members',
            what: 'the members',
          });
        },
      );
    },
  ),
  check(
    'smartfile.few-attributes-suffice',
    ['smartfile:S38'],
    'a user with the few attributes of a SmartFile account is usable; what is kept is noted',
    async ({ must, scim, given, observe, capabilities }) => {
      const someone = person(given);
      const answer = await send(scim, composeCreate({ given, capabilities }, someone));
      must.haveStatus(answer, [200, 201]);
      const read = await given.read(await given.findPlace(answer));

      must.keep(read, 'userName', someone.userName, { caseExact: false });
      const kept = {
        externalId: member(read, 'externalId'),
        name: at(read, 'name.familyName'),
        active: member(read, 'active'),
        mail: elements(read, 'emails')[0],
      };
      for (const [name, value] of Object.entries(kept))
        observe(`account.${name}`, value === undefined ? 'not kept' : 'kept');
    },
  ),
];
