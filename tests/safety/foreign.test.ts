import { afterEach, describe, expect, test } from 'vitest';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess, type Wishes } from '../kit/inProcess.ts';

// Under every known defect: tests/detection, which looks after the accounts of others on each tenant.

/** Accounts of others; some more are named as the accounts of another run would be. */
const FOREIGN = 1_000;

let tenant: Tenant;
afterEach(() => tenant.close());

/** Runs on a tenant full of others' accounts; none of them may be written to, vanish or change. */
async function expectUntouched(chosen: Defect[], ...runs: Wishes[]): Promise<void> {
  tenant = await startTenant({ population: FOREIGN, defects: chosen, seed: 'foreign' });
  const bystanders = await bystandersOn(tenant);
  expect(bystanders.number).toBeGreaterThan(FOREIGN);
  await Promise.all(runs.map((wishes) => runInProcess(tenant, wishes)));
  expect(bystanders.harm()).toEqual([]);
}

describe('no account or group of others is written to', { timeout: 120_000 }, () => {
  const runs: [string, Wishes[]][] = [
    ['a full run', [{}]],
    ['a run with opt-in checks', [{ optIn: ['slow', 'load'] }]],
    ['two runs at once', [{ seed: 'one' }, { seed: 'other' }]],
    ['a filtered run', [{ selected: (id) => id.startsWith('hard-delete.') }]],
  ];
  test.each(drawn('runs', runs, 1))('in %s', (_name, wishes) => expectUntouched([], ...wishes));

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
  test.each(
    drawn(
      'ways to name others',
      scripted.map((defect) => [defect.says, defect] as const),
      1,
    ),
  )('although %s', async (_says, defect) => {
    await expectUntouched([defect], {
      selected: (id) => /^(users\.(create|replace|read)|hard-delete\.(absent|answers|put|patch))/.test(id),
    });
  });
});
