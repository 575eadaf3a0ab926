import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { freeTexts } from '../../kit/compose/choose.ts';
import { type Attributes, at, equal, show } from '../../schemas/attributes.ts';
import { replacement } from '../fixtures/kinds.ts';
import { mayRename } from '../fixtures/naming.ts';
import { withTexts } from '../fixtures/optional.ts';
import { specimen } from '../fixtures/patches/specimen.ts';
import { FEW_ROUNDS, noteUnprovoked, openSockets, type Race, race } from './race.ts';

const TWO_TEXTS = 'the endpoint does not store two optional strings of users';

/** Changes of one resource that meet each other: nothing that was acknowledged is lost. */
export const updateRaces = [
  check(
    'practice.simultaneous-patches-both-stay',
    ['practice:P04'],
    'two simultaneous PATCH requests for two attributes of a user both take effect',
    async ({ observe, must, network, ...tools }) => {
      const { given } = tools;
      const [one, two] = (await tools.given.the(specimen)).texts;
      if (one === undefined || two === undefined) return tools.notApplicable(TWO_TEXTS, 'nothing-to-observe');
      const user = await given.anyUser();
      await given.read(user);
      await given.the(openSockets);
      const races: Race[] = [];

      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const changes = [one, two].map((path) => ({ op: 'replace', path, value: given.unique() }));
        const run = await race(
          network,
          changes.map((change) => tools.scim.patch(user.path, [change])),
        );
        races.push(run);
        const after = await given.read(user);
        const done = changes.filter((_, index) => run.answers[index]?.ok);
        const lost = done.filter(({ path, value }) => !equal(at(after, path), value, false));
        must.equal(lost.length, 0, { key: 'lost', what: 'the number of acknowledged changes that are lost' });
        must.hold(done.length > 0, { key: 'none', expected: 'one change', observed: 'none' });
      }
      noteUnprovoked(observe, 'patch', races);
    },
  ),
  check(
    'practice.simultaneous-replaces-do-not-mix',
    ['practice:P08'],
    'after two simultaneous PUT requests a user matches one of the two bodies',
    async ({ observe, must, network, ...tools }) => {
      const { given, capabilities } = tools;
      const paths = await keptOnPut(tools);
      const user = await given.anyUser();
      const read = await given.read(user);
      await given.the(openSockets);
      const races: Race[] = [];

      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const wishes: Attributes[] = [0, 1].map(() =>
          Object.fromEntries(paths.map((path) => [path, given.unique()])),
        );
        const bodies = wishes.map((wish) => replacement(capabilities, user, read, wish));
        const run = await race(
          network,
          bodies.map((body) => tools.scim.put(user.path, body)),
        );
        races.push(run);
        const after = await given.read(user);
        const done = wishes.filter((_, index) => run.answers[index]?.ok);
        const fits = done.some((wish) => paths.every((path) => equal(at(after, path), wish[path], false)));
        must.hold(fits, {
          key: 'mixture',
          expected: 'the values of one of the two bodies',
          observed: show(
            paths.map((path) => done.findIndex((wish) => equal(at(after, path), wish[path], false))),
          ),
        });
      }
      noteUnprovoked(observe, 'put', races);
    },
  ),
  check(
    'practice.simultaneous-renames-to-one-name',
    ['practice:P09'],
    'of two users renamed to one userName at the same time, at most one gets it',
    { long: true },
    async ({ observe, must, capabilities, scim, given, notApplicable, network }) => {
      mayRename({ capabilities, notApplicable });
      const users = [await given.anyUser(), await given.anyUser()];
      const reads: Attributes[] = [];
      for (const user of users) reads.push(await given.read(user));
      await given.the(openSockets);
      const races: Race[] = [];

      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const userName = given.address();
        const renames = users.map((user, index) =>
          capabilities.features.patch === true
            ? scim.patch(user.path, [{ op: 'replace', path: 'userName', value: userName }])
            : scim.put(user.path, replacement(capabilities, user, reads[index] ?? {}, { userName })),
        );
        races.push(await race(network, renames));
        let holders = 0;
        for (const user of users)
          if (equal(at(await given.read(user), 'userName'), userName, false)) holders += 1;
        must.hold(holders < 2, { key: 'both', expected: 'one user with that name', observed: 'two users' });
      }
      noteUnprovoked(observe, 'rename', races);
    },
  ),
];

/** Two optional strings; PUT can be raced where PATCH is not offered, so this does not ask the specimen. */
async function keptOnPut(tools: Pick<CheckTools, 'given' | 'notApplicable'>): Promise<string[]> {
  const kept = await tools.given.the(keptTexts);
  if (kept.length < 2) tools.notApplicable(TWO_TEXTS, 'nothing-to-observe');
  return kept.slice(0, 2);
}

const keptTexts = fixture('practice.two-texts', async ({ given, capabilities }): Promise<string[]> => {
  const user = await given.made(withTexts);
  const read = await given.read(user);
  return freeTexts(capabilities).filter((path) => equal(at(read, path), user.sent[path], false));
});
