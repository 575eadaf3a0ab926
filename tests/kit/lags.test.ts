import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from './inProcess.ts';

/** What first contact learns of how late an endpoint shows what was written. */
async function lagsOn(variations: string[]): Promise<string[]> {
  const tenant = await startTenant({ variations, population: 3 });
  try {
    const { run } = await runInProcess(tenant, {
      selected: (id) => /^(?:users|groups)\.(?:create|add|remove)/.test(id),
      patienceMs: 4_000,
    });
    return (['lists', 'reads', 'members'] as const).filter((one) => run.patience.isBehind(one));
  } finally {
    await tenant.close();
  }
}

test('nothing is waited for where everything is shown at once', async () => {
  expect(await lagsOn([])).toEqual([]);
});

test('members that a group shows late are waited for, and nothing else', async () => {
  expect(await lagsOn(['groups.members-late'])).toEqual(['members']);
});
