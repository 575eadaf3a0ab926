import { valuesOf } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';

export const members = [
  check(
    {
      id: 'groups.add-member-keeps-others',
      verifies: ['7644:3.5.2.1/add-multi-appends'],
      title: 'adding a member to a group keeps the members it has',
      needs: ['groups', 'users'],
    },
    async ({ scim, given, must }) => {
      const [first, second] = [await given.user(), await given.user()];
      const group = await given.group({}, [first]);
      await given.step(
        'add a second member',
        scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: second.id }] }]),
      );

      must.equal(valuesOf(await given.read(group), 'members'), [first.id, second.id], {
        key: 'members',
        what: 'the members',
      });
    },
  ),
];
