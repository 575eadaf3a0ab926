import { describe, expect, it } from 'vitest';
import { engine } from '../../suites/entra/engine.ts';
import { engineLeavers } from '../../suites/entra/engineLeavers.ts';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

const checks = [...engine, ...engineLeavers];
const ofEntraAlone = [
  'entra.manager-arrives-in-the-reference-pass',
  'entra.unassigned-user-is-disabled-and-returns',
];
const selected = (id: string) => checks.some((one) => one.id === id);

describe('checks that run whole cycles', () => {
  it('all pass on a sound tenant, with at most 95 requests, and leave nothing', async () => {
    const tenant = await startTenant();
    try {
      const { outcomes, exchanges, leftovers } = await runInProcess(tenant, { selected });
      const states = [...outcomes.values()]
        .map(({ id, status, findings, error }) => [id, status, findings, error])
        .sort();
      // SmartFile maps no manager and disables nobody; Entra does both.
      const ofSmartFile = (id: string) => (ofEntraAlone.includes(id) ? 'not-applicable' : 'pass');
      expect(states).toEqual(checks.map(({ id }) => [id, ofSmartFile(id), [], undefined]).sort());
      const only = (id: string) => ofEntraAlone.includes(id);
      const ofEntra = await runInProcess(tenant, { selected: only, profileName: 'entra' });
      for (const id of ofEntraAlone) expect(ofEntra.outcomes.get(id)?.status, id).toBe('pass');
      const ofEveryRun = ['discovery', 'shared:first-contact', 'shared:user'];
      const own = exchanges.filter(({ check }) => !ofEveryRun.includes(check));
      expect(own.length).toBeLessThanOrEqual(95);
      expect(leftovers).toEqual([]);
      expect(tenant.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
    } finally {
      await tenant.close();
    }
  });
});
