import { describe, expect, it } from 'vitest';
import { engine } from '../../suites/entra/engine.ts';
import { engineLeavers } from '../../suites/entra/engineLeavers.ts';
import { engineDefects } from '../../tenant/defects/entra/engine.ts';
import { engineLeaverDefects } from '../../tenant/defects/entra/engineLeavers.ts';
import { startTenant } from '../../tenant/index.ts';
import { examine } from '../detection/detect.ts';
import { runInProcess } from '../kit/inProcess.ts';

const checks = [...engine, ...engineLeavers];
const ofEntraAlone = [
  'entra.manager-arrives-in-the-reference-pass',
  'entra.unassigned-user-is-disabled-and-returns',
];
const defects = [...engineDefects, ...engineLeaverDefects];
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

  it.each(defects.map((defect) => [defect.id, defect] as const))('%s', async (id, defect) => {
    const { outcomes } = await examine('full', { defect: id, selected });
    const failed = [...outcomes.values()].filter(({ status }) => status === 'fail');
    expect(failed.map((one) => one.id)).toEqual(expect.arrayContaining(defect.kills.filter(selected)));
    const rows = failed.flatMap(({ findings }) => findings.map(({ row }) => row));
    expect(rows).toEqual(expect.arrayContaining(defect.breaks));
    expect([...outcomes.values()].filter(({ status }) => status === 'error')).toEqual([]);
  });
});
