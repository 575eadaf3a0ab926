import { addMembers, findGroup, removeMembers, send, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { readValues } from '../../schemas/attributes.ts';
import { emptyGroup, readMembers, staff } from '../fixtures/clients/provisioned.ts';
import { staffedGroup } from '../fixtures/clients/staffed.ts';
import { groupOfPeople } from '../fixtures/groups/people.ts';

export const groups = [
  check(
    'smartfile.group-filled-later-keeps-members',
    ['smartfile:S20'],
    'a group created empty keeps the members added by later, acknowledged requests',
    async ({ scim, given, must, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      await given.step('add two', send(scim, addMembers('default', group.path, ids.slice(0, 2))));
      await given.step('add one more', send(scim, addMembers('flag', group.path, ids.slice(2))));

      must.equal(await readMembers({ given }, group), ids, { key: 'members', what: 'the members' });
    },
  ),
  check(
    'smartfile.matched-again-group-keeps-members',
    ['smartfile:S21'],
    'a group keeps its members when a restarted job matches and updates it',
    async ({ scim, given, must, ...tools }) => {
      const { group, inside: ids } = await staffedGroup({ scim, given, ...tools }, { inside: 2 });
      await given.step('match it', send(scim, findGroup(given.groups, 'displayName', group.name)));
      const renamed = given.unique();
      // Whether a group can be renamed is the claim of other rows: a name that may not change stays as it is.
      const changes = given.attribute('Group', 'displayName').mutability === 'readWrite';

      await must.each(['default', 'flag'] as const, String, async (dialect, line) => {
        const name = changes ? [{ path: 'displayName', value: `${renamed}-${dialect}` }] : [];
        const identity = { path: 'externalId', value: `${renamed}.${dialect}.id` };
        await given.step('update it', send(scim, update(dialect, group.path, [...name, identity])));
        const read = await given.read(group);
        for (const { value } of name) line.keep(read, 'displayName', value, { caseExact: false });
        line.keep(read, 'externalId', identity.value);
        given.relyOnShownMembers();
        line.equal(readValues(read, 'members'), ids, { key: 'members', what: 'the members' });
      });
    },
  ),
  check(
    'smartfile.missing-members-are-completed',
    ['smartfile:S22'],
    'adding all members again adds the missing ones and duplicates none',
    async ({ scim, given, must, ...tools }) => {
      const { group, inside, outside } = await staffedGroup(
        { scim, given, ...tools },
        { inside: 2, outside: 1 },
      );
      const ids = [...inside, ...outside.slice(0, 1)];
      for (const id of ids) await given.step('add each', send(scim, addMembers('default', group.path, [id])));

      must.equal(await readMembers({ given }, group), ids, { key: 'members', what: 'the members' });
    },
  ),
  check(
    'smartfile.group-changes-stay-within-it',
    ['smartfile:S37'],
    'changing one group leaves the members of another alone',
    async ({ scim, given, must, ...tools }) => {
      const { group, inside, outside } = await staffedGroup(
        { scim, given, ...tools },
        { inside: 1, outside: 1 },
      );
      const { ids } = await staff(given, 2);
      const other = await groupOfPeople(given, 2);
      await given.step('fill one', send(scim, addMembers('default', group.path, [...inside, ...outside])));
      await given.step('take one out', send(scim, removeMembers('flag', group.path, inside.slice(0, 1))));

      must.equal(await readMembers({ given }, group), [...inside.slice(1), ...outside], {
        key: 'members',
        what: 'its members',
      });
      must.equal(await readMembers({ given }, other), ids, { key: 'other', what: 'members of the other' });
    },
  ),
];
