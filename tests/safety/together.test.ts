import { describe, expect, test } from 'vitest';
import { groupName } from '../../kit/check/definition.ts';
import { operationsIn } from '../../schemas/bulk.ts';
import type { Defect } from '../../tenant/index.ts';
import { runInProcess, type Wishes } from '../kit/inProcess.ts';
import { tenantWith } from './tenants.ts';

/** An account of the population, on its first page. */
const PERSON = '0000000a-0000-4000-8000-000000000003';

const isOurs = (name: unknown): boolean => /conf-(?!0{8})[a-z0-9]{8}-/i.test(String(name));

interface Operation {
  method?: string;
  path?: string;
}

const readJob = (body: unknown): Operation[] => (body as { Operations?: Operation[] })?.Operations ?? [];
const removes = (body: unknown): boolean => readJob(body).some(({ method }) => method === 'DELETE');

/** A run that makes some dozens of users, and what clean-up sent for them. */
async function cleanedUp(defects: (string | Defect)[] = [], wishes: Wishes = {}) {
  const tenant = await tenantWith({ population: 300, defects });
  const before = tenant.resources().length;
  const run = await runInProcess(tenant, { selected: (id) => groupName(id) === 'patch', ...wishes });
  const sent = run.exchanges.filter(({ purpose }) => purpose === 'clean-up');
  const of = (method: string) => sent.filter((exchange) => exchange.method === method);
  const own = tenant.resources().filter(({ name }) => isOurs(name));
  return { ...run, own, jobs: of('POST'), deletes: of('DELETE'), lost: before - tenant.resources().length };
}

describe('what a run made is removed together where bulk requests were seen to remove it', () => {
  test('many resources by few requests, and nothing is left', async () => {
    const { own, jobs, deletes, lost, leftovers, run } = await cleanedUp();
    expect([own, leftovers, lost]).toEqual([[], [], 0]);
    expect(run.ledger.made).toBeGreaterThan(30);
    expect(jobs.length + deletes.length).toBeLessThan(run.ledger.made / 6);
    // The first one removes two, and nothing further was sent before these were seen to be gone.
    expect(operationsIn(jobs[0]?.request.body ?? undefined)).toHaveLength(2);
  });

  test('and so it is where the run is told to stop before anything was removed', async () => {
    const { own, jobs, deletes, leftovers, run } = await cleanedUp([], { stopAfter: 12 });
    expect([own, leftovers]).toEqual([[], []]);
    expect(run.ledger.made).toBeGreaterThan(20);
    expect(jobs.length + deletes.length).toBeLessThan(run.ledger.made / 3);
  });

  test.each([
    'bulk.delete-is-forgotten',
    'bulk.deletes-without-result',
    'bulk.loses-methods',
    'bulk.limit-is-one-lower',
  ])('with %s, too, nothing is left', async (defect) => {
    const { own, leftovers, lost } = await cleanedUp([defect]);
    expect([own, leftovers, lost]).toEqual([[], [], 0]);
  });

  test('what was not removed is deleted by itself: nothing is believed after the first that was not done', async () => {
    const { own, leftovers, jobs, deletes, run } = await cleanedUp(['bulk.delete-is-forgotten']);
    expect([own, leftovers]).toEqual([[], []]);
    expect(jobs).toHaveLength(1);
    expect(deletes.length).toBeGreaterThan(run.ledger.made / 2);
  });

  test('one that does two and forgets more is found out at the end', async () => {
    const forgets: Defect = {
      id: 'x.forgets-long-jobs',
      says: 'DELETE is acknowledged and not done where a job has more than two',
      breaks: [],
      kills: [],
      before(request) {
        if (request.path !== '/Bulk' || readJob(request.body).length <= 2) return;
        for (const operation of readJob(request.body))
          if (operation.method === 'DELETE')
            Object.assign(operation, { path: '/Users/of-nobody', bulkId: operation.path });
      },
    };
    const { own, leftovers } = await cleanedUp([forgets]);
    expect([own, leftovers]).toEqual([[], []]);
  });

  test.each(['somebody else', 'the run'])(
    'no further one goes out once one took accounts of %s along',
    async (whose) => {
      const takes: Defect = {
        id: 'x.takes-along',
        says: 'a DELETE in a job takes other accounts along',
        breaks: [],
        kills: [],
        before({ path, body }, { store }) {
          if (path !== '/Bulk' || !removes(body)) return;
          const named = new Set(readJob(body).map((operation) => operation.path?.split('/')[2] ?? ''));
          const ours = store.own('User').filter(({ id, data }) => isOurs(data.userName) && !named.has(id));
          const person = store.find(PERSON);
          for (const one of whose === 'the run' ? ours : person ? [person] : []) store.remove(one);
        },
      };
      const { own, jobs } = await cleanedUp([takes]);
      expect(own).toEqual([]);
      expect(jobs).toHaveLength(1);
    },
  );
});
