import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Lanes } from '../../kit/wire/lanes.ts';
import { tenantWith } from '../safety/tenants.ts';
import { runInProcess } from './inProcess.ts';

test('so many are under way at once, in the order in which they ask, those that fail included', async () => {
  const lanes = new Lanes(2);
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  const sent = Array.from({ length: 6 }, (_, index) =>
    lanes.take(async () => {
      begun.push(index);
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(5);
      underWay -= 1;
      if (index % 2 === 0) throw new Error('no answer');
    }),
  );
  await Promise.allSettled(sent);
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5], 2]);
});

test('no more requests of a run are under way than were asked for, though more checks are', {
  timeout: 60_000,
}, async () => {
  const tenant = await tenantWith({ latencyMs: 10 });
  const { exchanges } = await runInProcess(tenant, {
    concurrency: 4,
    selected: (id) => id.startsWith('patch.'),
  });
  const moments = exchanges.flatMap(({ startedAt, durationMs }) => {
    const begin = Date.parse(startedAt);
    // Begins are noted in whole milliseconds.
    return [
      { at: begin + 1, by: 1 },
      { at: Math.max(begin + 1, begin + durationMs - 1), by: -1 },
    ];
  });
  let underWay = 0;
  let most = 0;
  for (const { by } of moments.sort((a, b) => a.at - b.at || a.by - b.by)) {
    underWay += by;
    most = Math.max(most, underWay);
  }
  expect(exchanges.length).toBeGreaterThan(100);
  expect(most).toBe(4);
});
