import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { Scim } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { isFault, victim } from '../fixtures/victim.ts';

/** What a mistake needs to be made: a client, names of the run, and a user that it may go wrong on. */
export interface Scene {
  scim: Scim;
  given: Given;
  user: Owned;
}

/** One request that a client gets wrong in one way. */
export interface Mistake {
  /** Stable name of the line in findings. */
  name: string;
  send(scene: Scene): PromiseLike<ScimResponse>;
  /** The same mistake as others make it, too: its answer is shared, and only asked for again where it is a fault. */
  first?(scene: Scene): PromiseLike<ScimResponse>;
}

/**
 * A check that makes each of these mistakes once, and once more where the endpoint failed: a client's mistake is
 * answered with anything but an internal error.
 * @param inTime the row by which a gateway may not have given up waiting either
 */
export function mistakesCheck(
  definition: { id: string; title: string; verifies?: string[]; needs?: string[]; phase?: 'exclusive' },
  lines: Mistake[] | ((scene: Scene) => Promise<Mistake[]>),
  inTime?: string,
) {
  return check(
    { verifies: ['7644:3.12/no-5xx'], needs: ['users'], long: true, ...definition },
    async ({ scim, given, must }: CheckTools) => {
      const scene = { scim, given, user: await given.the(victim) };

      await must.each(
        typeof lines === 'function' ? await lines(scene) : lines,
        ({ name }) => name,
        async ({ send, first: once = send }, line) => {
          const first = await once(scene);
          const answer = isFault(first) ? await send(scene) : first;
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: 'a 4xx status, since the error is the client’s',
            observed: describe(answer),
            exchange: answer.exchange,
          });
          if (inTime === undefined) return;
          const words = { key: 'no-answer-in-time', expected: '4xx, or a response in time' };
          const late = answer.status === 502 || answer.status === 503 || answer.status === 504;
          line.hold(
            !late,
            { ...words, observed: describe(answer), exchange: answer.exchange },
            { row: inTime },
          );
        },
      );
    },
  );
}
