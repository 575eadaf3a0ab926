import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { listed, membersOf } from '../groups/fixtures.ts';

const MEMBERS = 500;
const AT_ONCE = 10;

/** Five hundred users, made once for the checks that ask for load. */
const department = fixture('practice.department', async ({ given }): Promise<Owned[]> => {
  const users: Owned[] = [];
  while (users.length < MEMBERS) {
    const batch = Array.from({ length: AT_ONCE }, () => given.user());
    users.push(...(await Promise.all(batch)));
  }
  return users;
});

/** Groups as large as departments are. */
export const largeGroups = [
  check(
    'practice.five-hundred-members-are-kept',
    ['practice:P31'],
    'a group of 500 members is created, patched and read with all of them',
    { needs: ['users', 'patch'], phase: 'exclusive', optIn: 'load' },
    async ({ must, ...tools }) => {
      const users = await tools.given.the(department);
      const half = users.length / 2;
      const group = await tools.given.group({}, users.slice(0, half));
      const missingOf = (shown: string[], of: Owned[]) => of.filter(({ id }) => !shown.includes(id)).length;

      const created = missingOf(await membersOf(tools, group), users.slice(0, half));
      must.equal(created, 0, { key: 'created', what: 'the number of members that are missing' });
      const add = { op: 'add', path: 'members', value: listed(...users.slice(half)) };
      await tools.given.step('add the other half', tools.scim.patch(group.path, [add]));
      const patched = missingOf(await membersOf(tools, group), users);
      must.equal(patched, 0, { key: 'patched', what: 'the number of members that are missing' });
    },
  ),
];
