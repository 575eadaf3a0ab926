// That a sound endpoint has nothing in the list: tests/detection/sound.test.ts.
import { expect, test } from 'vitest';
import type { Entry } from '../../diagnosis/entry.ts';
import { startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** What the list says of a tenant with these defects, after a run of the whole catalogue. */
async function entriesWith(defects: string[]): Promise<Entry[]> {
  const tenant = await startTenant({ defects, seed: 'diagnosis', population: 20 });
  try {
    return entriesOfRun(await runInProcess(tenant, { optIn: ['destructive'] }));
  } finally {
    await tenant.close();
  }
}

const single: [string, string][] = [
  ['patch.changes-nothing', 'patch.not-stored'],
  ['filter.ignored', 'filters.ignored'],
  ['error.html', 'errors.are-html'],
  ['list.bare-array', 'lists.not-a-list-response'],
];
test.each(drawn('single causes', single, 1))(
  '%s is said once, as %s',
  { timeout: 60_000 },
  async (defect, diagnosis) => {
    const entries = await entriesWith([defect]);
    const top = entries.filter(({ within }) => within === undefined);

    expect(top[0]?.id).toBe(diagnosis);
    expect(top.length).toBeLessThanOrEqual(3);
    expect(top[0]?.exchanges.length).toBeGreaterThan(0);
    expect(entries.every(({ within }) => within === undefined || top.some(({ id }) => id === within))).toBe(
      true,
    );
  },
);
