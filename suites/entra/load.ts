import { setTimeout as sleep } from 'node:timers/promises';
import { findUser, page, patch, send } from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe, readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { idAt } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { elements, member, show } from '../../schemas/attributes.ts';
import { composeCreate, holds, person, seenUser, sharedUser } from '../fixtures/clients/provisioned.ts';
import { sharedCrowd } from '../fixtures/lists/crowd.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

const PER_SECOND = 25;
/** Above this the provisioning service was seen to repeat a request that is still under way. */
const SLOW_MS = 3_000;

/** One second's worth of lookups, spread over the second or all at once; answers as they came. */
function burst(
  { scim, given }: Pick<CheckTools, 'scim' | 'given'>,
  user: Owned,
  gapMs: number,
): Promise<ScimResponse[]> {
  const { path, headers } = findUser(given.users, 'userName', user.name);
  return Promise.all(
    Array.from({ length: PER_SECOND }, async (_, index) => {
      await sleep(index * gapMs);
      return scim.get(path, { headers, impatient: true });
    }),
  );
}

const isRefusal = ({ status }: ScimResponse): boolean => status === 429 || status >= 500;

/**
 * What a burst answers, and a second one after a pause where the first was refused with Retry-After: the run's own
 * traffic may have used up what the endpoint allows.
 */
const bursts = fixture(
  'entra.bursts',
  async ({ given, scim }): Promise<[ScimResponse[], ...ScimResponse[][]]> => {
    const user = await given.the(sharedUser);
    const first = await burst({ scim, given }, user, 0);
    const after = first.find(({ status, headers }) => status === 429 && headers['retry-after'] !== undefined);
    if (after === undefined) return [first];
    await sleep(Math.min(Number(after.headers['retry-after']) || 1, 5) * 1000 + 100);
    return [first, await burst({ scim, given }, user, 0)];
  },
);

export const load = [
  check(
    'entra.burst-of-a-second-is-served',
    ['entra:R20'],
    '25 lookups in one second are all served',
    { needs: ['provisions-users'], phase: 'exclusive' },
    async ({ must, given }) => {
      const user = await given.the(seenUser);

      const answers = (await given.the(bursts)).at(-1) ?? [];
      const refused = answers.filter(({ status }) => status !== 200);
      must.hold(refused.length === 0, {
        key: 'refused',
        expected: '25 responses with status 200',
        observed: `${refused.length} others, the first: ${refused[0] ? describe(refused[0]) : ''}`,
        ...(refused[0] ? { exchange: refused[0].exchange } : {}),
      });
      const lacking = answers.filter((answer) => !holds(readList(answer), user.id));
      must.hold(lacking.length === 0, {
        key: 'without-the-user',
        expected: '25 lists with the user that an earlier lookup found',
        observed: `${lacking.length} lists without it`,
        ...(lacking[0] ? { exchange: lacking[0].exchange } : {}),
      });
    },
  ),
  check(
    'entra.refused-load-says-when-to-return',
    ['entra:Q44'],
    'any of 25 lookups in one second that is refused gets a 429 with Retry-After',
    { needs: ['provisions-users'], phase: 'exclusive' },
    async ({ must, given }) => {
      const [answers] = await given.the(bursts);
      const wrong = answers.filter(({ status, headers, body }) =>
        status === 429 ? headers['retry-after'] === undefined : elements(body, 'Resources').length !== 1,
      );
      must.hold(wrong.length === 0, {
        key: wrong[0]?.ok ? 'without-the-user' : 'answers',
        expected: 'the user, or 429 with Retry-After',
        observed: `${wrong[0] ? describe(wrong[0]) : ''}${wrong[0]?.status === 429 ? ' without Retry-After' : ''}`,
      });
    },
  ),
  check(
    'entra.load-is-sustained',
    ['entra:R20'],
    '25 lookups a second are served for 20 seconds, without 429 and without 5xx',
    { needs: ['provisions-users'], phase: 'exclusive', optIn: 'load' },
    async ({ must, ...tools }) => {
      const user = await tools.given.the(sharedUser);
      for (let second = 1; second <= 20; second += 1) {
        const started = performance.now();
        const refused = (await burst(tools, user, 1000 / PER_SECOND)).filter(isRefusal);
        must.hold(refused.length === 0, {
          key: 'refused',
          expected: 'no 429 and no 5xx',
          observed: `status ${refused[0]?.status}`,
        });
        await sleep(Math.max(0, 1000 - (performance.now() - started)));
      }
    },
  ),
  check(
    'entra.writes-are-answered-in-time',
    ['entra:R35'],
    'a create and a change are answered before the client times out',
    { needs: ['provisions-users'], phase: 'exclusive' },
    async ({ must, scim, given, capabilities }) => {
      const timed = async (key: string, request: Parameters<typeof send>[1]) => {
        const started = performance.now();
        const answer = await given.step(key, send(scim, request));
        must.hold(performance.now() - started < SLOW_MS, {
          key,
          expected: `a response within ${SLOW_MS / 1000} s`,
          observed: `a response after more than ${SLOW_MS / 1000} s`,
          exchange: answer.exchange,
        });
        return answer;
      };
      const made = await timed('POST', composeCreate({ given, capabilities }, person(given)));
      const path = await given.findPlace(made);
      const name = changeablePath(capabilities);
      const value = newValue(given, name);
      await timed('PATCH', patch(path, [{ op: 'replace', path: name, value }]));
      must.keep(await given.read(path), name, value, { caseExact: false });
    },
  ),
  check(
    'entra.new-user-is-there-at-once',
    ['entra:Q35'],
    'a new user can be read, looked up and changed by the very next request',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, capabilities }) => {
      const someone = person(given);
      // The service looks a user up before it creates it: what found nobody then is not to be repeated from a cache.
      const { path: lookup, headers } = findUser(given.users, 'userName', someone.userName);
      const before = await scim.get(lookup, { headers, atOnce: true });
      const made = await given.step('create it', send(scim, composeCreate({ given, capabilities }, someone)));
      const path = await given.findPlace(made);
      const id = idAt(path);

      must.hold(readList(before).resources.length === 0, {
        key: 'found-before',
        expected: 'no user before the create',
        observed: 'a user with that name',
        exchange: before.exchange,
      });
      must.listExactly(await scim.get(lookup, { headers, atOnce: true }), [id], { key: 'lookup' });
      const change = patch(path, [{ op: 'replace', path: 'externalId', value: `${someone.externalId}.2` }]);
      must.haveStatus(await send(scim, change), [200, 204], { key: 'PATCH' });
      must.keep(await given.read(path), 'externalId', `${someone.externalId}.2`);
    },
  ),
  check(
    'entra.users-are-listed-in-pages',
    ['entra:R06'],
    'pages of five users return 200 with their startIndex and a constant totalResults',
    { needs: ['index-pagination'], phase: 'exclusive' },
    async ({ must, ...tools }) => {
      await tools.given.the(sharedCrowd);
      const { given, scim } = tools;
      const seen: string[] = [];
      const totals: unknown[] = [];
      for (const start of [1, 6, 11]) {
        const answer = await send(scim, page(given.users, start, 5));
        const { resources } = must.haveList(answer, { key: 'page' });
        must.equal(member(answer.body, 'startIndex'), start, { key: 'startIndex', what: 'startIndex' });
        must.hold(resources.length > 0 && resources.length <= 5, {
          key: 'count',
          expected: 'one to five users',
          observed: `${resources.length} users`,
        });
        // The next page is asked for where this one ends, so a smaller page size ends the walk.
        if (resources.length < 5) break;
        totals.push(member(answer.body, 'totalResults'));
        seen.push(...resources.map((resource) => String(member(resource, 'id'))));
        const total = Number(member(answer.body, 'totalResults'));
        must.hold(total >= start + resources.length - 1, {
          key: 'total-too-small',
          expected: `a totalResults of ${start + resources.length - 1} or more`,
          observed: String(total),
        });
      }
      const steady = totals.every((total) => total === totals[0] && typeof total === 'number');
      const gone =
        totals.length > 1 && !steady && totals.every((total) => typeof total === 'number' && total >= 11);
      must.hold(steady || gone, {
        key: 'totalResults',
        expected: 'one number on each page',
        observed: show(totals),
      });
      if (steady)
        must.hold(new Set(seen).size === seen.length, {
          key: 'repeated',
          expected: 'each user on one page',
          observed: 'a user on two pages',
        });
    },
  ),
  check(
    'entra.list-counts-are-integers',
    ['entra:Q32'],
    'totalResults, startIndex and itemsPerPage are integers, and the first index is 1',
    { needs: ['provisions-users', 'index-pagination'] },
    async ({ must, given, scim }) => {
      const user = await given.the(sharedUser);
      const request = findUser(given.users, 'userName', user.name);

      const answer = await send(scim, { ...request, path: `${request.path}&startIndex=1&count=10` });
      must.listExactly(answer, [user.id]);
      for (const name of ['totalResults', 'startIndex'])
        must.equal(member(answer.body, name), 1, { key: name, what: name });
      const size = member(answer.body, 'itemsPerPage');
      must.hold(Number.isInteger(size), {
        key: 'itemsPerPage',
        expected: 'an integer',
        observed: show(size),
      });
      const second = await send(scim, page(given.users, 2, 1));
      must.haveList(second, { key: 'second' });
      must.equal(member(second.body, 'startIndex'), 2, { key: 'startIndex/echoed', what: 'startIndex' });
    },
  ),
];
