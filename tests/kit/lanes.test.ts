import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Lanes } from '../../kit/wire/lanes.ts';
import { Meeting } from '../../kit/wire/meeting.ts';
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

/** Takes part in a meeting after a while, and says how many were under way when it left. */
function meets(lanes: Lanes, meeting: Meeting, underWay: { now: number }, afterMs: number): Promise<number> {
  const ticket = meeting.next();
  const come = async () => {
    await sleep(afterMs);
    return lanes.take(() => send(underWay), ticket);
  };
  return come().finally(() => ticket.leave());
}

/** Ends with the number of those that were under way when all that left with it had left. */
async function send(underWay: { now: number }): Promise<number> {
  underWay.now += 1;
  await Promise.resolve();
  const met = underWay.now;
  await sleep(5);
  underWay.now -= 1;
  return met;
}

test('those of a meeting leave together, however busy the lanes are and whenever each is ready', async () => {
  const lanes = new Lanes(4);
  const underWay = { now: 0 };
  const others = Array.from({ length: 20 }, () => lanes.take(() => send(underWay)));
  const meeting = new Meeting(3, lanes);
  const met = await Promise.all([0, 3, 6].map((afterMs) => meets(lanes, meeting, underWay, afterMs)));
  expect(Math.min(...met)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...(await Promise.all(others)))).toBe(4);
});

test('nobody waits for one of a meeting that ends without having been sent, or for lanes that there are not', async () => {
  const lanes = new Lanes(2);
  const underWay = { now: 0 };
  const meeting = new Meeting(4, lanes);
  const absent = meeting.next();
  const met = [0, 0, 0].map((afterMs) => meets(lanes, meeting, underWay, afterMs));
  absent.leave();
  expect(Math.max(...(await Promise.all(met)))).toBe(2);
  expect(await lanes.take(() => send(underWay))).toBe(1);
});

test('what is sent again after a meeting takes a lane like any other', async () => {
  const lanes = new Lanes(1);
  const ticket = new Meeting(1, lanes).next();
  const sent: number[] = [];
  for (const attempt of [1, 2]) await lanes.take(async () => sent.push(attempt), ticket);
  expect(sent).toEqual([1, 2]);
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
