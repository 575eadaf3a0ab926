import { check } from '../../kit/check/check.ts';
import { Blocked } from '../../kit/errors.ts';
import { listRounds } from '../../kit/safety/contact.ts';

/** Whether what a run makes can be taken away again; where it cannot, the run ends there. */
export const takenAway = [
  check(
    'hard-delete.first-account-is-taken-away',
    ['7644:3.6/deleted-get-404'],
    'the first user and the first group created by the run can be deleted',
    { phase: 'first' },
    async ({ given, must }) => {
      const rounds = listRounds(await given.firstContact());
      const first = rounds.find(({ round: { stays } }) => stays !== undefined);
      if (first === undefined && !rounds.some(({ round: { writes } }) => writes.has('DELETE')))
        throw new Blocked({
          step: 'make an account',
          request: 'POST',
          status: 'not taken',
          signature: 'no account could be created to be deleted',
        });

      const stays = first?.round.stays;
      must.hold(stays === undefined, {
        key: `${first?.of ?? ''}${stays?.key ?? 'stays'}`,
        expected: 'a resource that is gone after its DELETE',
        observed: stays?.why ?? '',
        ...(stays && { exchange: stays.exchange }),
      });
    },
  ),
  check(
    'hard-delete.nothing-deleted-stays',
    ['7644:3.6/deleted-get-404'],
    'everything the run deleted is gone when the run ends',
    { phase: 'last' },
    async ({ scim, given, must, notApplicable }) => {
      // Where nothing stays, what first contact deleted stands for all.
      const rounds = listRounds(await given.firstContact());
      if (given.stays.length === 0 && !rounds.some(({ round: { writes } }) => writes.has('DELETE')))
        notApplicable('nothing deletable was created', 'nothing-to-observe');

      const there: string[] = [];
      for (const path of given.stays.slice(0, SHOWN)) if ((await scim.get(path)).ok) there.push(kindAt(path));
      must.equal([...new Set(there)], [], {
        key: 'stays',
        what: 'deleted resources that are still found',
      });
    },
  ),
];

/** So many of those that stay are looked at. */
const SHOWN = 6;

/** Where a resource is, without its id. */
function kindAt(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
