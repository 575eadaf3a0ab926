import { describe, expect, it } from 'vitest';
import type { Variation } from '../../tenant/index.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { byTurns } from './byTurns.ts';
import { tenantFor } from './job.ts';
import { provisionAll } from './whole.ts';

const published = (name: string, returned: 'request' | 'never'): Variation => ({
  id: `x.${name}-${returned}`,
  says: `${name} is returned ${returned}`,
  basis: ['7643:7'],
  schemas: (all) =>
    all.map((one) => ({
      ...one,
      attributes: one.attributes.map((usual) => (usual.name === name ? { ...usual, returned } : usual)),
    })),
});

it.each([true, false])(
  'who left is matched to nothing after a reset, hard deletes only: %s',
  async (hardOnly) => {
    const { state, claims } = await provisionAll(await tenantFor(), 'synthetic', { hardOnly });
    expect([state, claims.flatMap((one) => one.against)]).toEqual(['converged', []]);
  },
);

it('waits for replicas that answer old and new in turn', { timeout: 60_000 }, async () => {
  const variations = [byTurns];
  for (const names of ['synthetic', 'own'] as const) {
    const result = await provisionAll(await tenantFor({ variations }), names, { patienceMs: 4_000 });
    expect([result.state, result.claims.flatMap((one) => one.against), result.leftovers]).toEqual([
      'converged',
      [],
      [],
    ]);
  }
});

describe('what a plain read does not show, as the schemas say', { timeout: 60_000 }, () => {
  it.each([
    ['members', 'request'],
    ['members', 'never'],
    ['userName', 'request'],
    ['emails', 'request'],
    ['name', 'never'],
    ['active', 'request'],
    ['active', 'never'],
    ['name', 'request'],
  ] as const)('is no difference: %s, returned %s', async (name, returned) => {
    const tenant = await tenantFor({ variations: [published(name, returned)], population: 5 });
    const bystanders = await bystandersOn(tenant);
    for (const directory of ['synthetic', 'own'] as const) {
      const { state, claims, leftovers, remarks } = await provisionAll(tenant, directory);
      const against = claims.flatMap((one) => one.against);
      expect({ directory, state, against, leftovers }).toEqual({
        directory,
        state: 'converged',
        against: [],
        leftovers: [],
      });
      const isSaid = remarks.some((says) => says.includes('returned only on request'));
      expect(isSaid).toBe(returned === 'request');
    }
    expect(bystanders.harm()).toEqual([]);
  });
});
