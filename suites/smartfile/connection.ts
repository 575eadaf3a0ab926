import {
  addMembers,
  createGroup,
  createUser,
  dialects,
  findGroup,
  findUser,
  readGroup,
  readUser,
  remove,
  send,
  update,
} from '../../clients/entra/index.ts';
import {
  emptyGroup,
  membersOf,
  pathOf,
  person,
  provisionedUser,
  seenUser,
  sharedGroup,
  sharedUser,
} from '../entra/cast.ts';
import { at, elements, member, show } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import { describe, listOf } from '../kit/must.ts';
import { plainUser } from '../users/rich.ts';

export const connection = [
  check(
    {
      id: 'smartfile.addresses-hold-the-whole-tenant-url',
      verifies: ['smartfile:S01'],
      title: 'a resource is served below the tenant URL, and its address holds the whole of its path',
      needs: ['provisions-users'],
    },
    async ({ must, scim, given }) => {
      const { user, read } = await plainUser(given);

      must.keep(read, 'id', user.id);
      const location = member(member(read, 'meta'), 'location');
      const base = new URL(scim.url).pathname;
      const path =
        typeof location === 'string' && URL.canParse(location, scim.url)
          ? new URL(location, scim.url).pathname
          : '';
      must.hold(location === undefined || path === `${base}${user.path}`, {
        key: 'meta.location',
        expected: `an address whose path is ${base}/Users/{id}`,
        observed: show(location),
      });
    },
  ),
  check(
    {
      id: 'smartfile.addresses-are-reachable',
      verifies: ['smartfile:S02'],
      title: 'each address that the endpoint returns is on the host that was called',
    },
    async ({ must, scim, given, ...tools }) => {
      const made = await given.step('create a user', send(scim, createUser(given.users, person(given))));
      const read = await given.read(pathOf({ scim }, given.users, made));
      const origin = new URL(scim.url).origin;

      const addresses = [made.headers.location, member(member(read, 'meta'), 'location')];
      if (tools.profile.resources !== 'users') {
        const { group } = await sharedGroup({ scim, given, ...tools });
        const shown = await given.read(group);
        const refs = at(shown, 'members.$ref');
        addresses.push(member(member(shown, 'meta'), 'location'), ...(Array.isArray(refs) ? refs : []));
      }
      must.hold(read.id !== undefined, { key: 'id', expected: 'a user with an id', observed: show(read) });
      const elsewhere = addresses.filter(
        (one) =>
          typeof one === 'string' &&
          (!URL.canParse(one, `${scim.url}/`) || new URL(one, `${scim.url}/`).origin !== origin),
      );
      must.equal(elsewhere, [], { key: 'host', what: 'addresses on other hosts' });
    },
  ),
  check(
    {
      id: 'smartfile.connection-test-succeeds',
      verifies: ['smartfile:S08'],
      title: 'Test Connection succeeds: lookups of a random user and group answer empty lists',
    },
    async ({ must, scim, given, profile, ...tools }) => {
      await seenUser({ scim, given, ...tools });

      const user = await send(scim, findUser(given.users, 'userName', given.unique()));
      must.listExactly(user, [], { key: 'User' });
      if (profile.resources === 'users') return;
      const group = await send(scim, findGroup(given.groups, 'displayName', given.unique()));
      must.listExactly(group, [], { key: 'Group' });
    },
  ),
  check(
    {
      id: 'smartfile.users-and-groups-are-served',
      verifies: ['smartfile:S09'],
      title: 'users are served under /Users and groups under /Groups',
      needs: ['provisions-users', 'provisions-groups'],
    },
    async ({ must, scim, given }) => {
      const name = given.unique();
      const requests = {
        '/Users': createUser('/Users', person(given)),
        '/Groups': createGroup('/Groups', name, `${name}.id`),
      };
      await must.each(
        Object.entries(requests),
        ([key]) => key,
        async ([endpoint, request], line) => {
          const made = await send(scim, request);
          line.haveStatus(made, [200, 201]);
          const read = await send(scim, readUser(pathOf({ scim }, endpoint, made)));
          line.haveStatus(read, 200, { key: 'read' });
          line.hold(typeof read.body.id === 'string' && read.body.id !== '', {
            key: 'id',
            expected: 'what was created',
            observed: describe(read),
          });
        },
      );
    },
  ),
  check(
    {
      id: 'smartfile.matching-attributes-are-filterable',
      verifies: ['smartfile:S10'],
      title: 'users are found by the first matching attribute of the profile, and only the right one',
    },
    async ({ must, scim, given, profile, ...tools }) => {
      const user = await sharedUser({ scim, given, ...tools });
      const [first] = profile.matching
        .filter(({ resource, path }) => resource === 'User' && !path.includes('['))
        .sort((a, b) => a.precedence - b.precedence);
      const path = first?.path ?? 'userName';

      const value = path === 'id' ? user.id : String(user.sent[path]);
      must.listExactly(await send(scim, findUser(given.users, path, value)), [user.id]);
      must.listExactly(await send(scim, findUser(given.users, path, `${value}x`)), [], {
        key: 'longer-value',
      });
    },
  ),
  check(
    {
      id: 'smartfile.users-alone-can-be-provisioned',
      verifies: ['smartfile:S18'],
      title: 'a user is created, matched, changed and deleted without any request about groups',
    },
    async ({ must, scim, given, ...tools }) => {
      const user = await provisionedUser({ scim, given, ...tools });
      const userName = given.address();

      must.listExactly(await send(scim, findUser(given.users, 'userName', user.name)), [user.id], {
        key: 'match',
      });
      const change = update('default', user.path, [{ path: 'userName', value: userName }]);
      must.haveStatus(await send(scim, change), [200, 204], { key: 'update' });
      must.keep(await given.read(user), 'userName', userName, { caseExact: false });
      must.haveStatus(await send(scim, remove(user.path)), [200, 202, 204], { key: 'delete' });
      must.haveStatus(await send(scim, readUser(user.path)), 404, { key: 'gone' });
    },
  ),
  check(
    {
      id: 'smartfile.groups-alone-can-be-provisioned',
      verifies: ['smartfile:S19'],
      title: 'a group is created, renamed and deleted without members',
    },
    async ({ must, scim, given }) => {
      const group = await given.group({ externalId: `${given.unique()}.id` });
      const displayName = given.unique();

      const change = update('default', group.path, [{ path: 'displayName', value: displayName }]);
      must.haveStatus(await send(scim, change), [200, 204], { key: 'rename' });
      must.keep(await given.read(group), 'displayName', displayName, { caseExact: false });
      must.haveStatus(await send(scim, remove(group.path)), [200, 202, 204], { key: 'delete' });
      must.haveStatus(await send(scim, readGroup(group.path)), 404, { key: 'gone' });
    },
  ),
  check(
    {
      id: 'smartfile.restart-finds-what-was-provisioned',
      verifies: ['smartfile:S28'],
      title: 'a restarted job finds each user and group again with the values it wrote',
    },
    async ({ must, scim, given, profile, ...tools }) => {
      const user = await provisionedUser({ scim, given, ...tools });
      const [found] = listOf(await send(scim, findUser(given.users, 'userName', user.name))).resources;
      must.equal(found?.id, user.id, { key: 'User', what: 'the id of the user found' });
      must.keep(found ?? {}, 'externalId', user.sent.externalId, { key: 'User.externalId' });
      if (profile.resources === 'users') return;

      const externalId = `${given.unique()}.id`;
      const group = await given.group({ externalId });
      const [again] = listOf(await send(scim, findGroup(given.groups, 'displayName', group.name))).resources;
      must.equal(again?.id, group.id, { key: 'Group', what: 'the id of the group found' });
      must.keep(again ?? {}, 'externalId', externalId, { key: 'Group.externalId' });
    },
  ),
  check(
    {
      id: 'smartfile.both-dialects-work',
      verifies: ['smartfile:S30'],
      title: 'both PATCH dialects change users and memberships of one tenant',
      needs: ['provisions-users', 'provisions-groups'],
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      const user = await provisionedUser({ scim, given, ...tools });

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
          line.equal(await membersOf({ given }, group), ids.slice(0, turn + 1), {
            key: 'members',
            what: 'the members',
          });
        },
      );
    },
  ),
  check(
    {
      id: 'smartfile.few-attributes-suffice',
      verifies: ['smartfile:S38'],
      title: 'a user with the few attributes of a SmartFile account is usable; what is kept is noted',
    },
    async ({ must, scim, given, observe }) => {
      const someone = person(given);
      const answer = await send(scim, createUser(given.users, someone));
      must.haveStatus(answer, [200, 201]);
      const read = await given.read(`${given.users}/${encodeURIComponent(String(answer.body.id))}`);

      must.keep(read, 'userName', someone.userName, { caseExact: false });
      const kept = {
        externalId: read.externalId,
        name: at(read, 'name.familyName'),
        active: read.active,
        mail: elements(read, 'emails')[0],
      };
      for (const [name, value] of Object.entries(kept))
        observe(`account.${name}`, value === undefined ? 'not kept' : 'kept');
    },
  ),
];
