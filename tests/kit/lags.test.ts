import { expect, test } from 'vitest';
import { isObject } from '../../schemas/attributes.ts';
import { type Defect, startTenant } from '../../tenant/index.ts';
import { runInProcess } from './inProcess.ts';

/** An endpoint that never lists what is created. */
const HIDES_OURS: Defect = {
  id: 'x.lists-nothing',
  says: 'lists of users are empty',
  breaks: [],
  kills: [],
  after(request, { body }) {
    if (request.method !== 'GET' || !/^\/Users\/?$/.test(request.path) || !isObject(body)) return;
    Object.assign(body, { totalResults: 0, itemsPerPage: 0, Resources: [] });
  },
};

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

test('lists that never show what was created are waited for once, however they are asked', async () => {
  const tenant = await startTenant({ defects: [HIDES_OURS] });
  try {
    const { exchanges } = await runInProcess(tenant, {
      selected: (id) => /^queries\.(?:count|start-index)/.test(id),
      patienceMs: 2_000,
    });
    const looksOf = (who: string) =>
      exchanges
        .filter(({ check, path }) => check === who && path.startsWith('/Users?'))
        .map(({ path }) => path);
    expect(looksOf('shared:user').length).toBeGreaterThan(3);
    const looks = looksOf('shared:queries.crowd');
    expect(looks.length).toBeGreaterThan(0);
    expect(looks).toEqual([...new Set(looks)]);
  } finally {
    await tenant.close();
  }
});
