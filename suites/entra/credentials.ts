import { findUser, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { lateUser } from '../fixtures/users/users.ts';

export const credentials = [
  check(
    'entra.wrong-tokens-are-answered-401',
    ['entra:Q41'],
    'a wrong, an empty and a missing token get a 401 with a SCIM error, not a redirect',
    { needs: ['provisions-users'], phase: 'credentials' },
    async ({ must, scim, given }) => {
      const { user } = await given.the(lateUser);
      const request = findUser(given.users, 'userName', user.name);
      must.listExactly(await send(scim, request), [user.id], { key: 'good-token' });

      const lines = { wrong: 'Bearer wrong-key:wrong-password', empty: 'Bearer ', missing: null };
      await must.each(
        Object.entries(lines),
        ([key]) => key,
        async ([, authorization], line) => {
          const answer = await send(scim, { ...request, headers: { ...request.headers, authorization } });
          line.hold(answer.status === 401, { key: 'status', expected: '401', observed: describe(answer) });
          line.beScimError(answer, 401, { key: 'error-message' });
        },
      );
    },
  ),
];
