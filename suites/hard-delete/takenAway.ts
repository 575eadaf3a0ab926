import { check } from '../../kit/check/check.ts';
import { Blocked } from '../../kit/errors.ts';
import { listRounds } from '../../kit/safety/contact.ts';

/** Whether what a run makes can be taken away again; where it cannot, the run ends there. */
export const takenAway = [
  check(
    'hard-delete.first-account-is-taken-away',
    ['7644:3.6/deleted-get-404'],
    'the first account and the first group that the run creates can be removed again',
    { phase: 'first' },
    async ({ given, must }) => {
      const rounds = listRounds(await given.firstContact());
      const first = rounds.find(({ round: { stays } }) => stays !== undefined);
      if (first === undefined && !rounds.some(({ round: { writes } }) => writes.has('DELETE')))
        throw new Blocked({
          step: 'make an account',
          request: 'POST',
          status: 'not taken',
          signature: 'no account could be made to be taken away',
        });

      const stays = first?.round.stays;
      must.hold(stays === undefined, {
        key: `${first?.of ?? ''}${stays?.key ?? 'stays'}`,
        expected: 'what is gone after its DELETE',
        observed: stays?.why ?? '',
        ...(stays && { exchange: stays.exchange }),
      });
    },
  ),
];
