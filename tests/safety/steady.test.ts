import { afterEach, describe, expect } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant } from '../../tenant/index.ts';
import { byTurns } from '../drawn.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { type Twisted, twisted } from './twisted.ts';

/** Runs; 50 in `npm run soak`. */
const RUNS = Number(process.env.SOAK_RUNS ?? '2');

let endpoint: Twisted | undefined;
afterEach(() => endpoint?.close());

/** Numbers that look random and are the same each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const turn = byTurns(2);

turn()(
  'the same verdicts in random order, at 1 to 32 at a time, with jitter and lost connections',
  {
    timeout: RUNS * 60_000,
  },
  async () => {
    const throws = dice(7);
    const tossed = { lost: 0 };
    endpoint = await twisted(async (answer) => {
      await new Promise((resolve) => setTimeout(resolve, throws() * 4));
      if (throws() >= 0.01) return answer;
      tossed.lost += 1;
      return undefined;
    });
    const selected = (id: string) => /^(users|groups|hard-delete|matching)\./.test(id);
    let first: string[] | undefined;
    for (let run = 0; run < RUNS; run += 1) {
      const concurrency = [1, 32, 4, 16, 2, 8][run % 6] as number;
      const entries = catalogue
        .map((entry) => ({ entry, place: throws() }))
        .sort((a, b) => a.place - b.place)
        .map(({ entry }) => entry);
      const { outcomes, exchanges } = await runInProcess(endpoint, { concurrency, entries, selected });
      const states = [...outcomes.values()]
        // Twice a lost answer in one check says nothing of the endpoint: it is blocked by that, and says so.
        .filter(
          ({ status, blockedBy }) =>
            !(status === 'blocked' && /got no answer/.test(blockedBy?.signature ?? '')),
        )
        .map(({ id, status }) => `${id}: ${status}`);
      const lost = outcomes.size - states.length;
      expect(lost).toBeLessThanOrEqual(Math.ceil(outcomes.size / 20));
      first ??= states.sort();
      const known = new Map(first.map((line) => line.split(': ') as [string, string]));
      for (const line of states) {
        const [id, state] = line.split(': ') as [string, string];
        const { findings, exchanges: own = [] } = outcomes.get(id) ?? {};
        const sent = exchanges.filter(({ number }) => own.includes(number));
        const told = sent.map(
          ({ method, path, response, failure }) => `${method} ${path} ${response?.status ?? failure?.code}`,
        );
        const same = (known.get(id) ?? state) === state;
        expect(
          same,
          `${id}: ${known.get(id)}, then ${state} ${JSON.stringify(findings)} ${told.join('\n')}`,
        ).toBe(true);
      }
      // Every request that was repeated is there, with what went wrong the first time.
      const failed = exchanges.filter(({ failure, method }) => failure !== undefined && method === 'GET');
      for (const { check, path } of failed)
        expect(
          exchanges.some((one) => one.check === check && one.path === path && one.purpose === 'retry'),
        ).toBe(true);
    }
    expect(tossed.lost).toBeGreaterThan(0);
  },
);

describe('two runs at once', { timeout: 120_000 }, () => {
  turn()('of one seed neither touch what the other made nor judge otherwise than one alone', async () => {
    const tenant = await startTenant({ population: 50 });
    try {
      const both = await Promise.all([runInProcess(tenant), runInProcess(tenant)]);
      const failing = both.flatMap(({ outcomes }) =>
        [...outcomes.values()].filter(({ status }) => status !== 'pass' && status !== 'not-applicable'),
      );
      expect(failing.map(({ id, status, findings }) => ({ id, state: status, findings }))).toEqual([]);
      expect(both.flatMap(({ leftovers }) => leftovers)).toEqual([]);
      expect(tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-/i.test(name))).toEqual([]);
    } finally {
      await tenant.close();
    }
  });
});
