import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { at, member, readValues } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { departed } from '../fixtures/gone/departed.ts';
import { heir } from '../fixtures/gone/heir.ts';
import { succession } from '../fixtures/gone/succession.ts';
import { addressedUser } from '../fixtures/users/shapes.ts';

export const successor = [
  check(
    'hard-delete.user-name-is-free',
    ['7644:3.6/deleted-no-conflict'],
    'the userName, externalId and email address of a deleted user can be reused at once',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await given.made(addressedUser);
      const { userName, externalId, emails } = user.sent;
      const names = { userName, externalId, ...present({ emails }) };
      await given.step('read it while it exists', scim.get(user.path));
      await given.step('delete it', scim.delete(user.path));
      const answer = await scim.post(given.users, given.payload('User', names));

      must.hold(answer.ok, {
        key: 'blocked',
        expected: 'a successful create',
        observed: describe(answer),
      });
      const again = await given.read(await given.findPlace(answer));
      must.keep(again, 'userName', names.userName, { caseExact: false });
    },
  ),
  check(
    'hard-delete.group-name-is-free',
    ['7644:3.6/deleted-no-conflict'],
    'the displayName of a deleted group can be reused at once',
    { needs: ['groups'] },
    async ({ scim, given, must }) => {
      const group = await departed(given, 'Group');
      const answer = await scim.post(given.groups, given.payload('Group', { displayName: group.name }));

      must.hold(answer.ok, {
        key: 'blocked',
        expected: 'a successful create',
        observed: describe(answer),
      });
    },
  ),
  check(
    'hard-delete.successor-has-another-id',
    ['7643:3.1/id-not-reassigned'],
    'a user created with the name of a deleted one gets a new id',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { old, read } = await succession(given);

      must.hold(member(read, 'id') !== old.id, {
        key: 'same-id',
        expected: 'an id that was not in use before',
        observed: 'the id of the deleted user',
      });
    },
  ),
  check(
    'hard-delete.successor-inherits-no-value',
    ['practice:P36'],
    'a user created with the name of a deleted one has none of its values',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { mark, carried, read: fresh } = await succession(given);
      const holders = (await given.lookUp(given.users, `externalId eq ${quote(mark)}`))?.resources ?? [];

      await must.each(carried, String, (path, line) => {
        line.hold(!JSON.stringify(member(fresh, path) ?? '').includes(mark), {
          key: 'inherited',
          expected: 'no values of the deleted user',
          observed: 'its value',
        });
      });
      const heirs = holders.filter((one) => member(one, 'externalId') === mark);
      must.equal(heirs.length, 0, { key: 'filter', what: 'the number of users with the old externalId' });
    },
  ),
  check(
    'hard-delete.successor-inherits-no-group',
    ['practice:P36'],
    'a user created with the name of a deleted one is in none of its groups',
    { needs: ['users', 'groups'] },
    async (tools) => {
      const { must } = tools;
      const { group, fresh, read, groupRead } = await heir(tools);

      const members = at(groupRead, 'members.value');
      must.hold(!Array.isArray(members) || !members.includes(fresh.id), {
        key: 'members',
        expected: 'a group without the new user',
        observed: 'the new user among its members',
      });
      must.hold(!readValues(read, 'groups').includes(group.id), {
        key: 'groups',
        expected: 'a new user without the group of the deleted one',
        observed: 'that group',
      });
    },
  ),
];
