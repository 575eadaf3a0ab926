import { expect, test } from 'vitest';
import { blueprint } from '../../kit/check/blueprint.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant, variations } from '../../tenant/index.ts';
import { type InProcess, runInProcess, type Wishes } from './inProcess.ts';

/** Checks that ask for users like any other, more than enough to be worth a bulk request. */
const GROUP = 'practice.';
const isTried = ({ id, phase }: { id: string; phase?: string }) =>
  phase === 'first' || (id.startsWith(GROUP) && phase === undefined);
const entries: CatalogueEntry[] = catalogue.filter((entry) => entry.kind === 'check' && isTried(entry));

async function runOn(defects: string[], wishes: Wishes = {}): Promise<InProcess> {
  const tenant = await startTenant({ defects, population: 5 });
  try {
    const done = await runInProcess(tenant, { entries, seed: 'stock', ...wishes });
    expect(done.leftovers).toEqual([]);
    expect(tenant.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
    return done;
  } finally {
    await tenant.close();
  }
}

const ahead = ({ exchanges }: InProcess): Exchange[] =>
  exchanges.filter(({ check }) => check === 'shared:stock');

/** Names that were sent for what is made ahead, without the id of the run. */
function namesIn(done: InProcess): string[] {
  const bodies = ahead(done).map(({ request }) => String(request.body ?? ''));
  return bodies.flatMap((body) => body.match(/ahead[a-z0-9]{10}/g) ?? []).sort();
}

test('users and groups like any other are made together, each for one that asks for it, by names of the seed', {
  timeout: 60_000,
}, async () => {
  const one = await runOn([], { concurrency: 1 });
  const [job, ...others] = ahead(one);
  expect(job).toMatchObject({ method: 'POST', path: '/Bulk' });
  expect(others.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(namesIn(one).length).toBeGreaterThan(8);
  expect(namesIn(await runOn([], { concurrency: 64 }))).toEqual(namesIn(one));

  // Before a change there was a GET of exactly that resource.
  const made = new Set<string>();
  for (const { method, path, response } of one.exchanges) {
    if (method === 'GET' && response?.status === 200) made.add(path);
    // An id that the run invented is nobody's.
    if (['PUT', 'PATCH'].includes(method) && !path.includes('/conf-'))
      expect(made.has(path), `${method} ${path}`).toBe(true);
  }
});

test.each(['bulk.without-location', 'bulk.location-of-the-endpoint', 'bulk.results-carry-another-account'])(
  'where a bulk request does not say what it made, each is made by itself, and no check suffers: %s',
  { timeout: 60_000 },
  async (defect) => {
    const done = await runOn([defect]);
    const jobs = ahead(done).filter(({ method }) => method === 'POST');
    expect(jobs).toHaveLength(1);
    const failed = [...done.outcomes.values()].filter(
      ({ status }) => !['pass', 'not-applicable'].includes(status),
    );
    expect(failed.map(({ id }) => id)).toEqual([]);
  },
);

test('two blueprints of one key are one too many: the stock would hold either', () => {
  blueprint('User', 'User of a test', () => ({}));

  expect(() => blueprint('Group', 'User of a test', () => ({}))).toThrow('two blueprints "User of a test"');
});

test('what a job makes without an attribute is removed, so that it can be made again under its name', {
  timeout: 60_000,
}, async () => {
  const firsts = entries.filter(({ id }) => !id.startsWith(GROUP));
  const chosen = catalogue.filter(({ id }) => id.startsWith('matching.'));
  const tenant = await startTenant({
    variations: variations.filter(({ id }) => id === 'schema.names-alone'),
  });
  try {
    const { outcomes } = await runInProcess(tenant, { entries: [...firsts, ...chosen], seed: 'stock' });
    expect([...outcomes.values()].filter(({ status }) => status === 'blocked')).toEqual([]);
  } finally {
    await tenant.close();
  }
});
