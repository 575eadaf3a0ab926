import { afterEach, describe, expect, test } from 'vitest';
import { type Defect, defects, startTenant, type Tenant } from '../../tenant/index.ts';
import { runInProcess, type Wishes } from '../kit/inProcess.ts';

/** Accounts of others, named as the accounts of another run would be. */
const FOREIGN = 1_000;

/**
 * Defects that damage other accounts by themselves: what the suite sends is right, and the tenant applies it to more
 * than was asked for.
 */
const collateral: Record<string, string> = {};

let tenant: Tenant;
afterEach(() => tenant.close());

/** Every resource as a client reads it. */
async function foreignNow(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const endpoint of ['/Users', '/Groups'])
    for (let start = 1; ; ) {
      const answer = await fetch(`${tenant.url}${endpoint}?startIndex=${start}&count=200`, {
        headers: { authorization: `Bearer ${tenant.token}` },
      });
      const { totalResults, Resources = [] } = (await answer.json()) as {
        totalResults: number;
        Resources?: { id: string }[];
      };
      for (const resource of Resources) found.set(resource.id, JSON.stringify(resource));
      start += Resources.length;
      if (Resources.length === 0 || start > totalResults) break;
    }
  return found;
}

async function makeLookalikes(): Promise<void> {
  for (const name of ['conf-00000000-user1', 'conf-', 'conf-abcdefgh-x'])
    await fetch(`${tenant.url}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `${name}@example.test`,
      }),
    });
}

/** Runs on a tenant full of others' accounts; none of them may be written to, vanish or, on a sound tenant, change. */
async function expectUntouched(chosen: (string | Defect)[], wishes: Wishes = {}): Promise<void> {
  tenant = await startTenant({ population: FOREIGN, defects: chosen, seed: 'foreign' });
  await makeLookalikes();
  const before = new Set(tenant.resources().map(({ id }) => id));
  expect(before.size).toBeGreaterThan(FOREIGN);
  const written = tenant.writes().length;
  const content = chosen.length === 0 ? await foreignNow() : new Map<string, string>();
  await runInProcess(tenant, wishes);
  const targets = tenant
    .writes()
    .slice(written)
    .map(({ method, path }) => ({ method, id: decodeURIComponent(path.split('?')[0]?.split('/')[2] ?? '') }));
  expect(targets.filter(({ id }) => before.has(id))).toEqual([]);
  const after = new Set(tenant.resources().map(({ id }) => id));
  expect([...before].filter((id) => !after.has(id))).toEqual([]);
  if (content.size === 0) return;
  const now = await foreignNow();
  expect([...content].filter(([id, text]) => now.get(id) !== text)).toEqual([]);
}

describe('no account or group of others is written to', { timeout: 120_000 }, () => {
  test('in a full run', () => expectUntouched([]));
  test('in a run with opt-in checks', () => expectUntouched([], { optIn: ['slow'] }));
  test('in a filtered run', () => expectUntouched([], { selected: (id) => id.startsWith('hard-delete.') }));

  const scripted: Defect[] = [
    {
      id: 'foreign.create-answers-with-another',
      says: 'a create answers with an account of somebody else',
      breaks: [],
      kills: [],
      after(request, response, tenancy) {
        if (request.method !== 'POST' || request.path !== '/Users' || response.status !== 201)
          return undefined;
        const id = '0000000a-0000-4000-8000-000000000007';
        return {
          ...response,
          headers: { ...response.headers, location: `${tenancy.url}/Users/${id}` },
          body: { ...(response.body as object), id },
        };
      },
    },
    {
      id: 'foreign.location-of-another',
      says: 'Location names an account of somebody else, and the body is empty',
      breaks: [],
      kills: [],
      after(request, response, tenancy) {
        if (request.method !== 'POST' || request.path !== '/Users' || response.status !== 201)
          return undefined;
        const location = `${tenancy.url}/Users/0000000a-0000-4000-8000-000000000009`;
        return { status: 201, headers: { ...response.headers, location }, body: {} };
      },
    },
    {
      id: 'foreign.reads-answer-the-wrong-resource',
      says: 'a read of any account answers with the newest one of the run, whatever id was asked for',
      breaks: [],
      kills: [],
      after(request, response, { store }) {
        if (request.method !== 'GET' || !/^\/Users\/[^/]+$/.test(request.path)) return undefined;
        const own = [...store.walk('User')].filter(({ data }) => /conf-/.test(String(data.userName))).at(-1);
        return own === undefined
          ? undefined
          : { ...response, status: 200, body: { ...own.data, id: own.id } };
      },
    },
    {
      id: 'foreign.filters-find-everybody',
      says: 'every filter finds all accounts',
      breaks: [],
      kills: [],
      before(request) {
        request.query.delete('filter');
        return undefined;
      },
    },
  ];
  test.each(scripted.map((defect) => [defect.says, defect] as const))(
    'although %s',
    async (_says, defect) => {
      await expectUntouched([defect], {
        selected: (id) => /^(users\.(create|replace|read)|hard-delete\.(absent|answers|put|patch))/.test(id),
      });
    },
  );

  // All of them in `npm run soak`.
  const every = Number(process.env.SOAK_DEFECTS ?? '0') || 12;
  const sample = defects
    .filter(({ face, id }) => (face ?? 'full') === 'full' && !(id in collateral))
    .filter((_, index, all) => index % Math.max(1, Math.floor(all.length / every)) === 0);
  test.each(sample.map(({ id }) => id))('under the defect %s', async (id) => {
    await expectUntouched([id], { selected: (check) => /^(users|groups|hard-delete)\./.test(check) });
  });
});
