import { check } from '../../kit/check/check.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { departed } from '../fixtures/gone/departed.ts';

const gone = (answer: ScimResponse) => answer.status === 404;

export const absent = [
  check(
    'hard-delete.absent-by-id',
    ['7644:3.6/deleted-get-404'],
    'a deleted user is no longer found at its own address',
    { needs: ['users'] },
    async ({ scim, given, must, eventually }) => {
      const user = await departed(given, 'User');

      must.haveStatus(await eventually(() => scim.get(user.path), gone), 404);
    },
  ),
  check(
    'hard-delete.absent-by-id-in-part',
    ['7644:3.6/deleted-get-404'],
    'a deleted user is not found by a read of single attributes either',
    { needs: ['users'] },
    async ({ scim, given, must, eventually }) => {
      const query = { attributes: 'userName' };
      const user = await departed(given, 'User', 'part');

      must.haveStatus(await eventually(() => scim.get(user.path, { query }), gone), 404);
    },
  ),
  check(
    'hard-delete.group-absent-by-id',
    ['7644:3.6/deleted-get-404'],
    'a deleted group is no longer found at its own address',
    { needs: ['groups'] },
    async ({ scim, given, must, eventually }) => {
      const group = await departed(given, 'Group');

      must.haveStatus(await eventually(() => scim.get(group.path), gone), 404);
    },
  ),
];
