import {
  changeMembers,
  createGroup,
  deleteGroup,
  lookup,
  type OktaMember,
  pushMembers,
  read,
  renameGroup,
  send,
} from '../../clients/okta/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { elements, member, readValues, show } from '../../schemas/attributes.ts';
import { readMembers } from '../fixtures/clients/provisioned.ts';
import { mayRename } from '../fixtures/naming.ts';

type Tools = Pick<CheckTools, 'scim' | 'given'>;

const asMember = ({ id, name }: Owned): OktaMember => ({ value: id, display: name });

async function pushedGroup({ given }: Tools, count: number) {
  const users = await given.userList(count);
  return { group: await given.group(), users, ids: users.map(({ id }) => id) };
}

export const groups = [
  check(
    'okta.group-is-pushed-empty',
    ['okta:O13'],
    'a group push creates the group with an empty members array',
    async ({ must, scim, given }) => {
      const name = given.unique();

      const answer = await send(scim, createGroup(given.groups, name));
      must.haveStatus(answer, [200, 201]);
      const group = await given.read(await given.findPlace(answer));
      must.keep(group, 'displayName', name, { caseExact: false });
      must.equal(elements(group, 'members'), [], { key: 'members', what: 'the members' });
    },
  ),
  check(
    'okta.renaming-changes-the-name-only',
    ['okta:O14'],
    'renaming without a path, with id in the value, changes the name and no member',
    async ({ must, scim, given }) => {
      const { group, users, ids } = await pushedGroup({ scim, given }, 1);
      await given.step('fill it', send(scim, pushMembers(group.path, users.map(asMember))));
      const name = given.unique();

      must.haveStatus(await send(scim, renameGroup(group.path, group.id, name)), [200, 204]);
      const now = await given.read(group);
      must.keep(now, 'displayName', name, { caseExact: false });
      must.keep(now, 'id', group.id);
      given.relyOnShownMembers();
      must.equal(readValues(now, 'members'), ids, { key: 'members', what: 'the members' });
    },
  ),
  check(
    'okta.members-change-in-one-patch',
    ['okta:O15'],
    'one PATCH removes a member by a filter and adds another by a list',
    async ({ must, scim, given }) => {
      const { group, users, ids } = await pushedGroup({ scim, given }, 2);
      await given.step('fill it', send(scim, pushMembers(group.path, users.slice(0, 1).map(asMember))));

      const change = changeMembers(group.path, ids.slice(0, 1), users.slice(1).map(asMember));
      must.haveStatus(await send(scim, change), [200, 204]);
      must.equal(await readMembers({ given }, group), ids.slice(1), {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    'okta.members-need-no-type',
    ['okta:O16'],
    'members given by value and display, without type, are accepted',
    async ({ must, scim, given }) => {
      const { group, users, ids } = await pushedGroup({ scim, given }, 1);

      must.haveStatus(await send(scim, changeMembers(group.path, [], users.map(asMember))), [200, 204]);
      must.equal(await readMembers({ given }, group), ids, {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    'okta.push-sets-the-whole-list',
    ['okta:O17'],
    'a push replaces the whole list of members; an empty list empties the group',
    async ({ must, scim, given }) => {
      const { group, users, ids } = await pushedGroup({ scim, given }, 2);
      const push = (list: Owned[]) => send(scim, pushMembers(group.path, list.map(asMember)));

      must.haveStatus(await push(users), [200, 204], { key: 'both' });
      must.equal(await readMembers({ given }, group), ids, {
        key: 'both/members',
        what: 'the members',
      });
      must.haveStatus(await push([]), [200, 204], { key: 'none' });
      must.equal(await readMembers({ given }, group), [], {
        key: 'none/members',
        what: 'the members',
      });
    },
  ),
  check(
    'okta.unlinked-group-leaves-its-members',
    ['okta:O18'],
    'a DELETE of a group succeeds and leaves its members',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const { group, users } = await pushedGroup({ scim, given }, 1);
      await given.step('fill it', send(scim, pushMembers(group.path, users.map(asMember))));
      await given.step('read it while it exists', send(scim, read(group.path)));

      must.haveStatus(await send(scim, deleteGroup(group.path)), [200, 202, 204]);
      must.haveStatus(await send(scim, read(group.path)), 404, { key: 'gone' });
      must.haveStatus(await send(scim, read(users[0]?.path ?? '')), 200, { key: 'member' });
    },
  ),
  check(
    'okta.empty-members-are-noted',
    ['okta:O19'],
    'how a group without members shows them: absent, null or empty',
    async ({ must, given, observe }) => {
      const group = await given.group();

      const shown = await given.read(group);
      must.equal(elements(shown, 'members'), [], { key: 'members', what: 'the members' });
      observe('group.empty-members', 'members' in shown ? show(shown.members) : 'absent');
    },
  ),
  check(
    'okta.patch-answer-is-noted',
    ['okta:O20'],
    'what a PATCH of a group returns: 204 without a body, or 200',
    { needs: ['provisions-groups'] },
    async ({ must, scim, given, observe, ...tools }) => {
      mayRename(tools, 'Group');
      const group = await given.group();
      const name = given.unique();

      const answer = await given.step('rename it', send(scim, renameGroup(group.path, group.id, name)));
      must.keep(await given.read(group), 'displayName', name, { caseExact: false });
      observe('patch.group-answer', String(answer.status));
    },
  ),
  check(
    'okta.trial-user-and-group-can-go',
    ['okta:O25'],
    'a test user and a test group can be created and deleted again',
    { needs: ['provisions-users', 'provisions-groups'] },
    async ({ must, scim, given }) => {
      const made = { User: await given.user(), Group: await given.group() };
      await must.each(
        Object.entries(made),
        ([key]) => key,
        async ([, resource], line) => {
          await given.read(resource);
          line.haveStatus(await scim.delete(resource.path), [200, 202, 204]);
          line.haveStatus(await scim.get(resource.path), 404, { key: 'gone' });
        },
      );
    },
  ),
  check(
    'okta.group-is-matched-and-renamed',
    ['okta:O28'],
    'a group is found by its displayName, renamed, and found only by the new name',
    async ({ must, scim, given }) => {
      const group = await given.group();
      must.listExactly(await send(scim, lookup(given.groups, 'displayName', group.name)), [group.id]);
      const name = given.unique();

      must.haveStatus(await send(scim, renameGroup(group.path, group.id, name)), [200, 204], {
        key: 'rename',
      });
      const again = await send(scim, lookup(given.groups, 'displayName', name));
      must.listExactly(again, [group.id], { key: 'new-name' });
      const old = await send(scim, lookup(given.groups, 'displayName', group.name));
      must.hold(
        old.status === 404 || elements(old.body, 'Resources').every((one) => member(one, 'id') !== group.id),
        {
          key: 'old-name',
          expected: 'no group',
          observed: 'the renamed group',
        },
      );
    },
  ),
];
