import { describe, expect, test } from 'vitest';
import { atEndOfTest } from '../atEnd.ts';
import { readReport, watchedRun } from './command.ts';
import { twisted } from './twisted.ts';

/** In the middle of a run: much was created, and much is still to come. */
const FROM = 800;
const OTHERS = 3;

/** A run whose connections break off for so long after that many requests; what is asked for is done nevertheless. */
async function cutOff(ms: number) {
  const lost = { creates: 0, all: 0 };
  let until: number | undefined;
  const at = await twisted(
    (answer, { number, method, path }) => {
      if (number >= FROM) until ??= performance.now() + ms;
      if (until === undefined || performance.now() > until) return answer;
      lost.all += 1;
      if (method === 'POST' && !path.includes('.search')) lost.creates += 1;
      return undefined;
    },
    { population: OTHERS },
  );
  atEndOfTest(at.close);
  const others = new Set(at.tenant.resources().map(({ id }) => id));
  const run = await watchedRun(at.url, at.token);
  const there = at.tenant.resources();
  const { report } = await readReport(run);
  expect(there.filter(({ id }) => others.has(id))).toHaveLength(others.size);
  return { report, lost, left: there.filter(({ id }) => !others.has(id)) };
}

describe('an endpoint whose connections break off in the middle of a run', { timeout: 90_000 }, () => {
  test('is sent one read a second until it answers again, and what it may have made is named', async () => {
    const { report, lost, left } = await cutOff(Number.POSITIVE_INFINITY);
    expect(lost.all).toBeLessThan(150);
    expect(lost.creates).toBeLessThan(50);
    expect(left.length).toBeGreaterThan(0);
    const named = new Set(report.leftovers.map(({ path }) => path));
    expect(left.filter(({ id, type }) => !named.has(`/${type}s/${id}`)).length).toBeLessThanOrEqual(
      lost.creates,
    );
    expect(report.leftovers.length).toBeGreaterThanOrEqual(left.length);
    expect(report.verdict).toBe('incomplete');
    expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(report.entries.filter(({ within }) => within === undefined).map(({ id }) => id)).toEqual([
      'answers.connection-dropped',
    ]);
  });

  test('is examined to the end once it answers again', async () => {
    const { report, left } = await cutOff(3_000);
    const blocked = report.checks.filter(({ status }) => status === 'blocked');
    expect(blocked.length).toBeLessThan(100);
    expect(report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
      'smartfile.addresses-are-reachable',
    ]);
    expect(left).toEqual([]);
  });
});
