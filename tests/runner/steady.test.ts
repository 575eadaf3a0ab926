import { afterEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { type InProcess, runInProcess } from '../kit/inProcess.ts';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
let tenant: Tenant;
afterEach(() => tenant.close());

function states({ outcomes }: InProcess): string[] {
  return [...outcomes.values()].map(({ id, status }) => `${id}: ${status}`).sort();
}

/** A fixed permutation, so that a failure can be repeated. */
function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value, index) => ({ value, place: (index * 7919) % 1009 }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

const ways: Record<string, () => Promise<void>> = {
  'one check at a time, in shuffled order and many at once': async () => {
    tenant = await startTenant();
    const together = states(await runInProcess(tenant, { concurrency: 16 }));
    expect(states(await runInProcess(tenant, { concurrency: 1 }))).toEqual(together);
    expect(states(await runInProcess(tenant, { entries: shuffled(catalogue), concurrency: 16 }))).toEqual(
      together,
    );
    expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
  },
  'in two runs at once against one tenant, which leave nothing behind': async () => {
    tenant = await startTenant({ population: 20 });
    const alone = states(await runInProcess(tenant));
    const both = await Promise.all([runInProcess(tenant), runInProcess(tenant, { seed: 'the other' })]);
    expect(both.map(states)).toEqual([alone, alone]);
    expect(both.flatMap(({ leftovers }) => leftovers)).toEqual([]);
    expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
  },
};

describe('the same verdicts', { timeout: 120_000 }, () => {
  test.each(drawn('ways to run', Object.entries(ways), 1))('%s', (_name, tried) => tried());
});

test('one seed gives the same requests apart from the run’s own name', async () => {
  tenant = await startTenant();
  const sent = async () => {
    const runs = await runInProcess(tenant, {
      seed: 'repeat',
      concurrency: 1,
      selected: (id) => id.startsWith('users.'),
    });
    return (
      runs.exchanges
        .filter(({ method }) => method === 'POST')
        // Telephone numbers, which an endpoint may keep unique, are made from names.
        .map(({ request }) =>
          request.body
            ?.replace(/conf-[a-z0-9]{8}-/gi, 'conf-RUN-')
            .replace(/tel:[+\d-]+/g, 'tel:NUMBER')
            .replace(UUID, 'ID'),
        )
    );
  };
  expect(await sent()).toEqual(await sent());
});
