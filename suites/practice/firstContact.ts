import { type CheckTools, check } from '../../kit/check/check.ts';
import { Blocked } from '../../kit/errors.ts';
import { listRounds } from '../../kit/safety/contact.ts';

type Kind = 'POST' | 'PATCH' | 'PUT' | 'bulk' | 'DELETE';

/** What the first writes of a run reached: three accounts and three groups of its own, and some of others that it only looked at. */
export const firstContacts = [
  check(
    'practice.first-create-makes-an-account',
    ['practice:P18'],
    'the first creates make new accounts and groups and overwrite none',
    { phase: 'first' },
    (tools) => reach(tools, ['POST']),
  ),
  check(
    'practice.first-changes-reach-what-they-name',
    ['practice:P15'],
    'the first PATCH, PUT and bulk job change only the account or group they name',
    { phase: 'first' },
    (tools) => reach(tools, ['PATCH', 'PUT', 'bulk']),
  ),
  check(
    'practice.first-delete-reaches-what-it-names',
    ['practice:P17'],
    'the first DELETE removes only the account or group it names',
    { phase: 'first' },
    (tools) => reach(tools, ['DELETE']),
  ),
];

async function reach({ given, must }: CheckTools, kinds: Kind[]): Promise<void> {
  const rounds = listRounds(await given.firstContact());
  const sent = rounds.flatMap(({ round: { writes }, of }) =>
    kinds.flatMap((kind) => {
      const write = writes.get(kind);
      return write === undefined ? [] : [{ ...write, name: `${of}${kind}` }];
    }),
  );
  if (sent.length === 0)
    throw new Blocked({
      step: 'make first contact',
      request: kinds.join(', '),
      status: 'not taken',
      signature: `no first ${kinds.join(', ')} went through`,
    });

  await must.each(
    sent,
    ({ name }) => name,
    async ({ name, reached, exchange }, line) => {
      const [one, another] = name.startsWith('group-') ? ['a group', 'group'] : ['an account', 'account'];
      line.hold(reached === undefined, {
        key: reached ?? 'reached',
        expected: 'a write that reaches the resource it names',
        observed:
          reached === 'others' ? `${one} of somebody else altered` : `another ${another} of the run altered`,
        exchange,
      });
    },
  );
}
