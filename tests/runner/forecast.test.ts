import { expect, test } from 'vitest';
import { loadProfile } from '../../config/profiles.ts';
import { announced, deadlineFor, foresee } from '../../runner/forecast.ts';
import { Stopping } from '../../runner/open/stopping.ts';
import { read } from '../config/settingsHarness.ts';

const MINUTE = 60_000;
const own = { checks: [], rows: [], files: [] };
const profile = loadProfile('smartfile');

const foreseen = async (flags: string[], roundTripMs: number) =>
  foresee({ settings: await read({ argv: ['--embedded', ...flags] }), profile, own }, roundTripMs);

test('a run takes the longer the slower the endpoint, the fewer at once and the fewer a second', async () => {
  const quick = await foreseen([], 1);
  const slow = await foreseen([], 300);
  expect(quick.ms).toBeLessThan(20_000);
  // 300 ms an answer, and a tenth of the requests one by one.
  expect(slow.ms).toBeGreaterThan(MINUTE);
  expect(slow.ms).toBeLessThan(5 * MINUTE);
  expect((await foreseen(['--concurrency', '1'], 300)).ms).toBeGreaterThan(4 * slow.ms);
  expect((await foreseen(['--rps', '10'], 1)).ms).toBeGreaterThan((quick.requests / 10) * 1000);
  expect((await foreseen(['--check', 'users.read-by-id'], 300)).ms).toBeLessThan(10_000);
});

test('what takes long is announced, and what does not is not', async () => {
  expect(announced(await foreseen(['--check', 'users.read-by-id'], 1))).toBeUndefined();
  expect(announced({ requests: 2500, ms: 52_000 })).toBe(
    'About 2,500 requests and 50 seconds at the speed of this endpoint',
  );
  expect(announced({ requests: 2500, ms: 290_000 })).toBe(
    'About 2,500 requests and 5 minutes at the speed of this endpoint',
  );
});

test('a deadline that nobody gave is ten minutes, and up to an hour for what takes longer', () => {
  expect(deadlineFor(MINUTE)).toBe(10 * MINUTE);
  expect(deadlineFor(8 * MINUTE)).toBe(24 * MINUTE);
  expect(deadlineFor(300 * MINUTE)).toBe(60 * MINUTE);
});

test('a run is given longer, counted from its beginning, and never less', async () => {
  const stopping = new Stopping('forecast', 60, '');
  try {
    stopping.allow(400);
    stopping.allow(10);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(stopping.ended()).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(stopping.ended()?.message).toBe('the run exceeded its deadline of 0 s');
    expect(stopping.signal.aborted).toBe(true);
  } finally {
    stopping.over();
  }
});
