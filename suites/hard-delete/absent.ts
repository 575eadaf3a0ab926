import { check } from '../kit/check.ts';

export const absent = [
  check(
    {
      id: 'hard-delete.absent-by-id',
      verifies: ['7644:3.6/deleted-get-404'],
      title: 'a deleted user is no longer found at its own address',
    },
    async ({ scim, given, must, eventually }) => {
      const user = await given.user();
      await given.step('read it while it exists', scim.get(user.path));
      await given.step('delete it', scim.delete(user.path));

      must.haveStatus(
        await eventually(
          () => scim.get(user.path),
          (answer) => answer.status === 404,
        ),
        404,
      );
    },
  ),
];
