import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Ids of runs that spell words which checks put into names, or take out of them. */
const IDS = ['00jose00', 'username'];

test.each(drawn('run ids', IDS, 1))(
  'the run id %s changes nothing in what checks come to',
  { timeout: 120_000 },
  async (runId) => {
    const tenant = await startTenant({ seed: 'run ids' });
    try {
      const { outcomes, leftovers } = await runInProcess(tenant, { runId });
      const odd = [...outcomes.values()].filter(({ status }) =>
        ['error', 'fail', 'blocked'].includes(status),
      );
      expect(odd.map(({ id, status, error }) => `${id}: ${status} ${error ?? ''}`)).toEqual([]);
      expect(leftovers).toEqual([]);
    } finally {
      await tenant.close();
    }
  },
);
