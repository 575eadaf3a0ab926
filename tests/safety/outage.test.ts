import { describe, expect, test } from 'vitest';
import { atEndOfTest } from '../atEnd.ts';
import { drawn } from '../drawn.ts';
import { readReport, watchedRun } from './command.ts';
import { twisted } from './twisted.ts';

/** In the middle of a run: much was created, and much is still to come. */
const FROM = 800;
const OTHERS = 3;

/** Requests of a run after which what ended checks left is being removed. */
const [FIRST_REMOVAL, SECOND_REMOVAL] = [1_060, 1_640];

const CASES: [string, number, string[], number?][] = [
  ['connections break off', 0, []],
  ['the token expires', 401, []],
  ['the token expires, one request at a time', 401, ['--concurrency', '1']],
  ['it is in maintenance', 503, []],
  ['it is gone', 404, []],
  ['it is gone for good', 410, []],
  ['it shows a page for people', 200, []],
  ['it is gone during a removal', 404, [], FIRST_REMOVAL],
  ['it is gone during a later removal', 404, [], SECOND_REMOVAL],
];

/** A run against an endpoint that serves nothing for so long after that many requests. */
async function outage(status: number, ms: number, flags: string[] = [], from = FROM) {
  const lost = { creates: 0, all: 0 };
  let until: number | undefined;
  const at = await twisted((answer) => answer, {
    population: OTHERS,
    instead({ number, method, path }) {
      if (number >= from) until ??= performance.now() + ms;
      if (until === undefined || performance.now() > until) return undefined;
      lost.all += 1;
      if (method === 'POST' && !path.includes('.search')) lost.creates += 1;
      return status;
    },
  });
  atEndOfTest(at.close);
  const others = new Map(at.tenant.resources().map(({ id, stored }) => [id, stored]));
  const run = await watchedRun(at.url, at.token, flags);
  const there = at.tenant.resources();
  const { report } = await readReport(run);
  expect(there.filter(({ id, stored }) => others.get(id) === stored)).toHaveLength(others.size);
  const failed = report.checks.filter((check) => check.status === 'fail').map(({ id }) => id);
  // The relay has another port than the addresses in what the tenant answers.
  const wrong = failed.filter((id) => id !== 'smartfile.addresses-are-reachable');
  return { report, lost, wrong, left: there.filter(({ id }) => !others.has(id)) };
}

describe('an endpoint that stops serving in the middle of a run', { timeout: 120_000 }, () => {
  test.each(drawn('outages', CASES, 2))(
    'is sent few reads until it serves again, and what is left is named: %s',
    async (_says, status, flags, from = FROM) => {
      const { report, lost, left, wrong } = await outage(status, Number.POSITIVE_INFINITY, flags, from);
      expect(lost.all).toBeLessThan(200);
      expect(lost.creates).toBeLessThan(30);
      expect(left.length).toBeGreaterThan(0);
      const named = new Set(report.leftovers.map(({ path }) => path));
      expect(left.filter(({ id, type }) => !named.has(`/${type}s/${id}`))).toEqual([]);
      expect(report.verdict).toBe('incomplete');
      expect(wrong).toEqual([]);
      const heads = report.entries.filter(({ within }) => within === undefined).map(({ id }) => id);
      expect(heads.filter((id) => id !== 'create.location-wrong')).toEqual(['answers.stops-serving']);
      const [when = 0] = report.entries.find(({ id }) => id === 'answers.stops-serving')?.exchanges ?? [];
      expect(Math.abs(when - from)).toBeLessThan(30);
    },
  );

  test.each(drawn('short outages', [0, 401, 503, 404], 1))(
    'is examined to the end once it serves again: %d',
    async (status) => {
      const { report, left, wrong } = await outage(status, 1_500, ['--patience', '2s']);
      expect(wrong).toEqual([]);
      // What others used meanwhile is not made again.
      expect(report.checks.filter((check) => check.status === 'blocked').length).toBeLessThan(25);
      expect(left).toEqual([]);
    },
  );
});

describe('an endpoint that takes no more from one moment on', { timeout: 120_000 }, () => {
  test.each(drawn('refusals', [['every write', /./] as const, ['every create', /^POST$/] as const], 1))(
    'is reported by that alone: %s is refused',
    async (_says, refused) => {
      const at = await twisted((answer) => answer, {
        population: OTHERS,
        instead: ({ number, method, path }) =>
          number >= FROM && method !== 'GET' && refused.test(method) && !path.includes('.search')
            ? 403
            : undefined,
      });
      atEndOfTest(at.close);
      const { report } = await readReport(await watchedRun(at.url, at.token));
      const heads = report.entries.filter(({ within }) => within === undefined).map(({ id }) => id);
      expect(heads.filter((id) => id !== 'create.location-wrong')).toEqual(['answers.stops-taking-writes']);
    },
  );
});
