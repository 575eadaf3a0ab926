import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';

const CHECK = 'protocol.other-types-live-and-go';

async function tried(options: Parameters<typeof startTenant>[0], optIn: string[]) {
  const tenant = await startTenant({ population: 30, ...options });
  try {
    const bystanders = await bystandersOn(tenant);
    const { outcomes, leftovers } = await runInProcess(tenant, { optIn, selected: (id) => id === CHECK });
    const left = tenant.resources().filter(({ type }) => type === 'Device');
    return {
      outcome: outcomes.get(CHECK),
      leftovers,
      left,
      harm: bystanders.harm(),
      writes: tenant.writes(),
    };
  } finally {
    await tenant.close();
  }
}

test('a further type is tried where it is asked for, and nothing of it stays', async () => {
  const { outcome, leftovers, left, harm, writes } = await tried({ variations: ['features.devices'] }, [
    'all-types',
  ]);

  expect(outcome?.status).toBe('pass');
  expect(writes.filter(({ type }) => type === 'Device').map(({ kind }) => kind)).toEqual([
    'create',
    'create',
    'patch',
    'delete',
    'delete',
  ]);
  expect([leftovers, left, harm]).toEqual([[], [], []]);
});

test('nobody writes to a further type who was not asked to', async () => {
  const { outcome, writes } = await tried({ variations: ['features.devices'] }, []);

  expect(outcome).toBeUndefined();
  expect(writes.filter(({ type }) => type === 'Device')).toEqual([]);
});

test.each([403, 501])('a type whose resources cost something may be closed with %s', async (status) => {
  const closed = {
    id: 'types.closed',
    says: 'devices are bought elsewhere',
    breaks: [],
    kills: [],
    before: ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path === '/Devices' ? { status, headers: {}, body: {} } : undefined,
  };
  const { outcome } = await tried({ variations: ['features.devices'], defects: [closed] }, ['all-types']);

  expect(outcome?.status).toBe('not-applicable');
});

test('without a further type there is nothing to try', async () => {
  const { outcome } = await tried({}, ['all-types']);

  expect(outcome).toMatchObject({ status: 'not-applicable', reason: 'declared' });
});

test('what a DELETE of a further type leaves is named', async () => {
  const { outcome, leftovers, left } = await tried(
    { defects: ['types.devices-stay'], variations: ['features.no-bulk'] },
    ['all-types'],
  );

  expect(outcome?.status).toBe('fail');
  expect(left).toHaveLength(2);
  expect(leftovers.map(({ path }) => path).filter((path) => path.startsWith('/Devices/'))).toHaveLength(2);
});
