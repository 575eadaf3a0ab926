import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { typeOfMail } from '../../kit/compose/choose.ts';
import { idAt, resourcePath } from '../../kit/wire/paths.ts';
import { type Attributes, member } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { noteUnprovoked, openSockets, type Race, ROUNDS, race } from './race.ts';

const AT_ONCE = 8;

interface CreateRound extends Race {
  userName: string;
}

/** Rounds of simultaneous creates of one userName; two checks look at what came of them. */
const createRaces = fixture(
  'practice.create-races',
  async ({ given, scim, network }): Promise<CreateRound[]> => {
    await plainUser(given);
    await given.the(openSockets);
    const rounds: CreateRound[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const body: Attributes = given.payload('User');
      const creates = Array.from({ length: AT_ONCE }, () => scim.post(given.users, body));
      rounds.push({ ...(await race(network, creates)), userName: String(body.userName) });
    }
    return rounds;
  },
);

/** Creates that meet each other, or themselves again. */
export const createRacesChecks = [
  check(
    'practice.one-of-simultaneous-creates-wins',
    ['practice:P01'],
    'of eight simultaneous creates with one userName, one returns 201 and the others 409',
    async ({ given, must, observe }) => {
      const rounds = await given.the(createRaces);
      noteUnprovoked(observe, 'create', rounds);

      for (const { answers } of rounds) {
        const won = answers.filter(({ ok }) => ok).length;
        must.equal(won, 1, { key: 'created', what: 'the number of creates that succeed' });
        for (const answer of answers.filter(({ ok }) => !ok)) must.haveStatus(answer, 409, { key: 'loser' });
      }
    },
  ),
  check(
    'practice.acknowledged-creates-exist',
    ['practice:P02'],
    'an account whose create was acknowledged in a race can be read',
    async ({ scim, given, must }) => {
      const rounds = await given.the(createRaces);

      let won = 0;
      for (const { answers, userName } of rounds) {
        for (const { body, headers } of answers.filter(({ ok }) => ok)) {
          won += 1;
          const path = resourcePath(given.users, body) ?? scim.pathWithin(headers.location ?? '');
          const read = await scim.get(path ?? `${given.users}/no-id`);
          must.haveStatus(read, 200, { key: 'read' });
          must.keep(read.body, 'userName', userName, { key: 'userName', caseExact: false });
        }
      }
      must.hold(won > 0, { key: 'created', expected: 'a successful create', observed: 'none' });
    },
  ),
  check(
    'practice.repeated-create-is-409',
    ['practice:P30'],
    'a create repeated after a lost response gets a 409, and the account is found',
    { needs: ['filter'] },
    async ({ scim, given, must, eventually }) => {
      const body = given.payload('User');
      const first = await given.step('create it', scim.post(given.users, body));

      must.haveStatus(await scim.post(given.users, body), 409);
      const filter = `userName eq ${quote(String(body.userName))}`;
      const found = await eventually(
        () => scim.find(given.users, filter),
        (answer) => readList(answer).resources.length > 0,
      );
      const path = resourcePath(given.users, first.body) ?? scim.pathWithin(first.headers.location ?? '');
      const id = idAt(path ?? '');
      must.listExactly(found, [id], { key: 'found' });
    },
  ),
  check(
    'practice.create-answers-with-its-own-account',
    ['practice:P18'],
    'a create that collides with an existing account does not return that account',
    async ({ scim, given, must, capabilities }) => {
      const [type, published] = [typeOfMail(capabilities), findAttribute(capabilities, 'User', 'emails')];
      const emails = [{ value: given.address(), ...present({ type }) }];
      const known = published !== undefined && published.mutability !== 'readOnly';
      const shared = { externalId: given.unique(), ...(known ? { emails } : {}) };
      const owner = await given.user(shared);
      // Somebody who was set inactive is not to be woken by the create of another.
      const asleep = given.payload('User', { active: false });
      const resting = await scim.post(given.users, asleep).as('given', 'create a user that is inactive');
      const sleeper = resting.ok ? await given.madeBy('User', resting, asleep) : undefined;
      const lines: [string, Attributes, string][] = [
        ['userName', { userName: owner.name }, owner.id],
        ['externalId', { externalId: shared.externalId }, owner.id],
        ...(known ? [['emails', { emails }, owner.id] as [string, Attributes, string]] : []),
        ...(sleeper
          ? [['inactive', { userName: sleeper.name }, sleeper.id] as [string, Attributes, string]]
          : []),
      ];

      await must.each(
        lines,
        ([key]) => key,
        async ([, attributes, taken], line) => {
          const answer = await scim.post(given.users, given.payload('User', attributes));
          const id = answer.ok ? member(answer.body, 'id') : undefined;
          line.hold(id !== taken, {
            key: 'id',
            expected: 'a new account, or a refusal',
            observed: `status ${answer.status} with the existing account`,
          });
        },
      );
    },
  ),
];
