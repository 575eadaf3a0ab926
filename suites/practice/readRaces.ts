import { check } from '../../kit/check/check.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { equal } from '../../schemas/attributes.ts';
import { settled } from '../fixtures/kinds.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { race } from './race.ts';

/** Reads of one resource that meet each other. */
export const readRaces = [
  check(
    'practice.simultaneous-reads-are-answered-alike',
    ['practice:P28'],
    'six simultaneous reads are answered like a single one',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, network }) => {
      const { user } = await plainUser(given);
      const seen = ({ body }: ScimResponse) => settled(capabilities, 'User', body);
      const alone = await given.step('read it alone', scim.get(user.path));
      const reads = Array.from({ length: 6 }, () => scim.get(user.path));
      const { answers } = await race(network, reads);

      for (const answer of answers) {
        must.haveStatus(answer, 200);
        must.hold(equal(seen(answer), seen(alone)), {
          key: 'body',
          expected: 'the user as a single read shows it',
          observed: 'another body',
          exchange: answer.exchange,
        });
      }
    },
  ),
];
