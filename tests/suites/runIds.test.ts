import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Ids of runs that spell words which checks put into names, or take out of them. */
const IDS = ['00jose00', 'username'];

test.each(IDS)(
  'the run id %s changes nothing in what checks come to',
  { timeout: 120_000 },
  async (runId) => {
    const tenant = await startTenant({ seed: 'run ids' });
    try {
      const { outcomes, leftovers } = await runInProcess(tenant, { runId });
      const odd = [...outcomes.values()].filter(({ state }) => ['error', 'fail', 'blocked'].includes(state));
      expect(odd.map(({ id, state, error }) => `${id}: ${state} ${error ?? ''}`)).toEqual([]);
      expect(leftovers).toEqual([]);
    } finally {
      await tenant.close();
    }
  },
);
