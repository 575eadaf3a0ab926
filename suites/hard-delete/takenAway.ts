import { check } from '../../kit/check/check.ts';
import { Blocked } from '../../kit/errors.ts';

/** Whether what a run makes can be taken away again; where it cannot, the run ends there. */
export const takenAway = [
  check(
    'hard-delete.first-account-is-taken-away',
    ['7644:3.6/deleted-get-404'],
    'the first account that the run makes can be taken away again',
    { phase: 'first' },
    async ({ given, must }) => {
      const { writes, stays } = await given.firstContact();
      if (!writes.has('DELETE') && stays === undefined)
        throw new Blocked({
          step: 'make an account',
          request: 'POST',
          status: 'not taken',
          signature: 'no account could be made to be taken away',
        });

      must.hold(stays === undefined, {
        key: stays?.key ?? 'stays',
        expected: 'an account that is gone after its DELETE',
        observed: stays?.why ?? '',
        ...(stays && { exchange: stays.exchange }),
      });
    },
  ),
];
