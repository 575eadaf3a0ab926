import { check } from '../kit/check.ts';
import { quote } from '../kit/scim.ts';

export const userName = [
  check(
    {
      id: 'matching.user-name-finds-one',
      verifies: ['7644:3.4.2.2/op-eq'],
      title: 'a filter on userName finds the user of that name and no other',
    },
    async ({ scim, given, must }) => {
      const [wanted] = [await given.user(), await given.user()];

      must.listExactly(await scim.find(given.users, `userName eq ${quote(wanted.name)}`), [wanted.id]);
    },
  ),
];
