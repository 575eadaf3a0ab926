import { findUser, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { having, listProbes } from '../fixtures/credentials/probes.ts';
import { lateUser } from '../fixtures/users/users.ts';

export const credentials = [
  check(
    'entra.wrong-tokens-are-answered-401',
    ['entra:Q41'],
    'a wrong, an empty and a missing token get a 401 with a SCIM error, not a redirect',
    { needs: ['provisions-users'], phase: 'credentials' },
    async ({ must, scim, given }) => {
      const { user } = await given.the(lateUser);
      const answer = await send(scim, findUser(given.users, 'userName', user.name));
      must.listExactly(answer, [user.id], { key: 'good-token' });

      await must.each(
        having(await given.the(listProbes), 'wrong', 'empty', 'none'),
        ({ name }) => (name === 'none' ? 'missing' : name),
        ({ answer }, line) => {
          line.hold(answer.status === 401, { key: 'status', expected: '401', observed: describe(answer) });
          line.beScimError(answer, 401, { key: 'error-message' });
        },
      );
    },
  ),
];
