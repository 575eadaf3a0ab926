import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { department, listed, readMembers } from '../fixtures/groups/members.ts';

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
      const countMissing = (shown: string[], of: Owned[]) =>
        of.filter(({ id }) => !shown.includes(id)).length;

      const created = countMissing(await readMembers(tools, group), users.slice(0, half));
      must.equal(created, 0, { key: 'created', what: 'the number of members that are missing' });
      const add = { op: 'add', path: 'members', value: listed(tools, ...users.slice(half)) };
      await tools.given.step('add the other half', tools.scim.patch(group.path, [add]));
      const patched = countMissing(await readMembers(tools, group), users);
      must.equal(patched, 0, { key: 'patched', what: 'the number of members that are missing' });
    },
  ),
];
