import { check, type Row } from '@smartfile/scim-conformance';

/** What this company asks beyond the standards; company.profile.json decides by it. */
export const rows: Row[] = [
  {
    id: 'x-company:R1',
    source: 'x-company',
    area: 'users',
    section: 'R1',
    link: 'https://example.com/rules#r1',
    level: 'MUST',
    severity: 'violation',
    statement: 'Who comes back after leaving gets the same user name again, at once.',
    fix: 'Free the user name in the same transaction that deletes the user.',
    harm: 'stops',
    conditions: [],
  },
];

export const returning = [
  check(
    'x-company.user-name-is-free-again',
    ['x-company:R1'],
    'somebody who left and comes back gets the same user name',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const userName = given.address();
      const user = await given.user({ userName });
      await given.step('let the user leave', scim.delete(user.path));

      must.haveStatus(await scim.post(given.users, given.payload('User', { userName })), 201);
    },
  ),
];
