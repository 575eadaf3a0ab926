import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { groupName } from '../../kit/check/definition.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { Pace } from '../../kit/wire/pace.ts';
import { type Defect, startTenant } from '../../tenant/index.ts';
import { runInProcess } from './inProcess.ts';

async function runOn(options: Parameters<typeof startTenant>[0], groups: string[], timeoutMs = 5_000) {
  const tenant = await startTenant({ token: 'key-of-the-test:password-of-the-test', ...options });
  try {
    const started = performance.now();
    const run = await runInProcess(tenant, {
      concurrency: 16,
      timeoutMs,
      selected: (id) => groups.includes(groupName(id)),
    });
    const seconds = (performance.now() - started) / 1000;
    const states = [...run.outcomes.values()].map(({ id, status }) => ({ id, state: status }));
    return { ...run, seconds, unsound: states.filter(({ state }) => /blocked|fail|error/.test(state)) };
  } finally {
    await tenant.close();
  }
}

const turnedAway = (exchanges: readonly Exchange[]) =>
  exchanges.filter(({ response }) => response?.status === 429);

const tooMany = { status: 429, headers: {}, body: undefined };

/** An operation that is turned away whatever the pace. */
const closed: Defect = {
  id: 'x.no-bulk-today',
  says: 'every bulk request is answered 429',
  breaks: [],
  kills: [],
  before: ({ method, path }) => (method === 'POST' && path === '/Bulk' ? tooMany : undefined),
};

/** So many requests in each second, and no word on when to come back. */
function limited(perSecond: number): Defect {
  let [second, used] = [0, 0];
  return {
    id: 'x.limited',
    says: 'requests beyond a number a second are answered 429',
    breaks: [],
    kills: [],
    before: () => {
      const now = Math.floor(performance.now() / 1000);
      used = now === second ? used + 1 : 1;
      second = now;
      return used > perSecond ? tooMany : undefined;
    },
  };
}

describe('an endpoint that limits requests sets the pace of the run', { timeout: 100_000 }, () => {
  test('no check is blocked by it, few requests are turned away, and little time is lost', async () => {
    const { exchanges, leftovers, unsound, seconds } = await runOn({ defects: [limited(20)] }, ['versions']);
    expect(unsound).toEqual([]);
    expect(leftovers).toEqual([]);
    const { length } = turnedAway(exchanges);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(exchanges.length * 0.2);
    expect(seconds).toBeLessThan((exchanges.length / 20) * 1.5 + 3);
  });

  test('an operation that is turned away whatever the pace is taken at its word, and holds nothing else up', async () => {
    const { exchanges, unsound, seconds } = await runOn({ defects: [closed] }, ['bulk', 'versions']);
    expect(unsound.length).toBeGreaterThan(5);
    expect(unsound.filter(({ id }) => groupName(id) !== 'bulk')).toEqual([]);
    expect(turnedAway(exchanges).length).toBeLessThan(120);
    expect(seconds).toBeLessThan(30);
  });
});

describe('an operation that gets no answer in time', { timeout: 60_000 }, () => {
  /** Answers to some requests come when nobody waits for them any more. */
  const late = (isLate: (request: { method: string; path: string }) => boolean): Defect => ({
    id: 'x.late',
    says: 'some answers come late',
    breaks: [],
    kills: [],
    after: (request, response) => (isLate(request) ? { ...response, delayMs: 700 } : undefined),
  });
  const timeoutMs = 300;

  test('is waited for three times, and what needs it is blocked; clean-up asks for all it needs', async () => {
    const isPatch = ({ method }: { method: string }) => method === 'PATCH';
    const { exchanges, outcomes, leftovers } = await runOn(
      { defects: [late(isPatch)] },
      ['patch'],
      timeoutMs,
    );
    const waited = exchanges.filter((one) => isPatch(one) && one.response === undefined);
    expect(waited.length).toBeGreaterThan(2);
    // Sixteen checks were under way when the third time-out showed, first contact and second attempts beside them.
    expect(waited.length).toBeLessThan(50);
    const blocked = [...outcomes.values()].filter(({ status }) => status === 'blocked');
    expect(blocked.length).toBeGreaterThan(20);
    expect(blocked[0]?.blockedBy).toMatchObject({
      step: 'get an answer',
      status: expect.stringMatching(/TIMEOUT/i),
    });
    expect([...outcomes.values()].filter(({ status }) => status === 'error')).toEqual([]);
    expect(leftovers).toEqual([]);
  });

  test('is asked on where answers come in between', async () => {
    let count = 0;
    const isAny = ({ method }: { method: string }) => {
      if (method === 'PATCH') count += 1;
      return method === 'PATCH' && count % 8 === 0;
    };
    const { exchanges } = await runOn({ defects: [late(isAny)] }, ['patch'], timeoutMs);
    const patches = exchanges.filter(({ method }) => method === 'PATCH');
    expect(patches.filter(({ response }) => response === undefined).length).toBeGreaterThan(4);
    expect(patches.length).toBeGreaterThan(40);
  });
});

test('what is refused however seldom it is sent slows nothing down for good', {
  timeout: 40_000,
}, async () => {
  const pace = new Pace();
  const { signal } = new AbortController();
  const started = performance.now();
  for (let sent = 1; sent <= 900; sent += 1) {
    await pace.turn(signal);
    // As a network would: no answer comes at once.
    await sleep(2);
    if (sent % 60 === 0) pace.refused(100);
    else pace.answered();
  }

  // Fifteen pauses take 1.5 s, the requests alone 3; at a pace that fell each time it would be more than a minute.
  expect(performance.now() - started).toBeLessThan(15_000);
});
