import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { runInProcess } from '../kit/inProcess.ts';

let tenant: Tenant;
afterEach(() => tenant.close());

/** The most resources of runs that a tenant held while something went on, by the log of its writes. */
async function mostDuring<T>(work: () => Promise<T>): Promise<{ most: number; result: T }> {
  let most = 0;
  const own = () => tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-/i.test(name)).length;
  const watching = setInterval(() => {
    most = Math.max(most, own());
  }, 1);
  const result = await work();
  clearInterval(watching);
  expect(own()).toBe(0);
  return { most, result };
}

const left = (outcomes: Iterable<Outcome>): Outcome[] =>
  [...outcomes].filter(({ status }) => status !== 'pass' && status !== 'not-applicable');

describe('--max-resources is honoured, and nothing waits for ever', { timeout: 120_000 }, () => {
  test.each(drawn('limits of resources', [4, 30, 250], 1))('at %i', async (maxResources) => {
    tenant = await startTenant({ population: 30 });
    const { most, result } = await mostDuring(() => runInProcess(tenant, { maxResources }));
    expect(most).toBeLessThanOrEqual(maxResources);
    expect(most).toBeGreaterThan(1);
    // Whatever did not run says so, and which setting would let it.
    for (const outcome of left(result.outcomes.values()))
      expect(outcome, `${outcome.id}: ${JSON.stringify(outcome.findings)}`).toMatchObject({
        status: 'not-run',
        reason: 'needs-setting',
        explanation: expect.stringContaining('--max-resources'),
      });
    // Two ask for a group of more members than fit into a small room.
    const large = maxResources < 250 ? ['groups.grow-past-a-hundred', 'groups.have-room-for-a-hundred'] : [];
    const idle = left(result.outcomes.values()).map(({ id }) => id);
    if (maxResources > 4) expect(idle.sort()).toEqual(large);
    else expect(result.outcomes.get('hard-delete.absent-by-id')?.status).toBe('pass');
  });
});
