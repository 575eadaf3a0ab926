import { expect, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Checks that are asked for by `load` and work on groups of more than a hundred members. */
const large = catalogue.filter(({ id, optIn }) => optIn === 'load' && /^(groups|practice)\./.test(id));

test('groups of more than a hundred members are asked for by load, and a sound tenant keeps them', {
  timeout: 120_000,
}, async () => {
  const tenant = await startTenant({ seed: 'load' });
  try {
    const { outcomes } = await runInProcess(tenant, { entries: large, optIn: ['load'], disposable: true });

    expect(large.length).toBeGreaterThan(1);
    expect([...outcomes.values()].map(({ id, status }) => `${id}: ${status}`)).toEqual(
      [...outcomes.keys()].map((id) => `${id}: pass`),
    );
  } finally {
    await tenant.close();
  }
});
