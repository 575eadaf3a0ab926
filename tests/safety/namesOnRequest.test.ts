import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

test('what shows its name on request alone is proved by asking for it, and is taken away', {
  timeout: 60_000,
}, async () => {
  const tenant = await startTenant({
    variations: [
      {
        id: 'x.user-name-on-request',
        says: 'userName is returned when it is asked for',
        basis: ['7643:7'],
        schemas: (all) =>
          all.map((one) => ({
            ...one,
            attributes: one.attributes.map((usual) =>
              usual.name === 'userName' ? { ...usual, returned: 'request' } : usual,
            ),
          })),
      },
    ],
  });
  try {
    const before = [...tenant.resources()].length;
    const selected = (id: string) =>
      /^practice\.first-|^hard-delete\.(?:first-account|absent-by-id)|^users\.deleted/.test(id);
    const { outcomes, leftovers } = await runInProcess(tenant, { selected });
    const states = [...outcomes.values()].map(({ id, status }) => `${id}: ${status}`).sort();
    expect(states).toEqual([
      'hard-delete.absent-by-id-in-part: pass',
      'hard-delete.absent-by-id: pass',
      'hard-delete.first-account-is-taken-away: pass',
      'practice.first-changes-reach-what-they-name: pass',
      'practice.first-create-makes-an-account: pass',
      'practice.first-delete-reaches-what-it-names: pass',
    ]);
    expect(leftovers).toEqual([]);
    expect([...tenant.resources()].length).toBe(before);
  } finally {
    await tenant.close();
  }
});
