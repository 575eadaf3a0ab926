import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { findHolding } from '../../config/holdings.ts';
import { loadProfile } from '../../config/profiles.ts';
import { readSettings } from '../../config/settings/readSettings.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import type { Run } from '../../kit/run/run.ts';
import { estimate } from '../../runner/estimate.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant } from '../../tenant/index.ts';
import { newFolder } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { type InProcess, runInProcess } from '../kit/inProcess.ts';
import { measureCosts } from './costs.ts';

async function runWith(concurrency: number, maxResources: number, optIn: string[] = []): Promise<InProcess> {
  const tenant = await startTenant();
  try {
    return await runInProcess(tenant, { concurrency, maxResources, optIn, timeoutMs: 60_000 });
  } finally {
    await tenant.close();
  }
}

/** What checks share and how large it is; what takes no room is left out. */
function sharedIn({ ledger, commons }: Run): Map<string, number> {
  const sized = [...commons.asked.keys()].map(
    (key) => [key, ledger.mostOf.get(`shared:${key}`) ?? 0] as const,
  );
  return new Map(sized.filter(([, size]) => size > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The keys that a check asked for, and those that the makers of these asked for. */
function listKeys(user: string, { commons }: Run): Set<string> {
  const keys = new Set<string>();
  const add = (who: string) => {
    for (const [key, users] of commons.asked) {
      if (!users.has(who) || keys.has(key)) continue;
      keys.add(key);
      add(`shared:${key}`);
    }
  };
  add(user);
  return keys;
}

function measured(run: Run, ids: string[]) {
  const shared = sharedIn(run);
  const checks = ids.map((id) => {
    const keys = [...listKeys(id, run)].filter((key) => shared.has(key)).sort();
    return [
      id,
      { own: run.ledger.mostOf.get(id) ?? 0, ...(keys.length > 0 ? { shared: keys } : {}) },
    ] as const;
  });
  const stock = Object.fromEntries([...run.stock.asked].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { shared: Object.fromEntries(shared), checks: Object.fromEntries(checks), stock };
}

/** Requests in flight, and resources at one time. */
const LIMITS: [number, number][] = [
  [1, 40],
  [128, 40],
  [16, 60],
  [64, 250],
];
/** By how much the requests of a run may then differ. */
const APART = 0.03;
const limits = drawn('limits', LIMITS, 1);
/** What a run sends for each check that it runs, at most: docs/development.md has what was measured. */
const PER_CHECK = 3.6;
const NO_OWN = { checks: [], rows: [], files: [] };
const OPT_IN = ['destructive', 'load', 'slow'];

const listIds = (entries: CatalogueEntry[]) =>
  entries.filter(({ kind }) => kind === 'check').map(({ id }) => id);

function write(name: string, what: unknown): void {
  writeFileSync(new URL(`config/${name}.json`, packageRoot), `${JSON.stringify(what, null, 2)}\n`);
}

test('requests do not depend on concurrency or --max-resources, and checks hold what is set aside', {
  timeout: 400_000,
}, async () => {
  const usual = await runWith(16, 250);
  const began = [...usual.outcomes.values()].filter(({ attempts }) => attempts > 0).map(({ id }) => id);
  const ids = began.filter((id) => catalogue.some((one) => one.id === id && one.kind === 'check')).sort();
  const found = measured(usual.run, ids);
  if (process.env.UPDATE_HOLDINGS !== undefined) {
    write('holdings', found);
    write('costs', measureCosts(await runWith(16, 1_000, OPT_IN), listIds(catalogue), usual.run.ledger.peak));
    return;
  }
  for (const [id, { own, shared = [] }] of Object.entries(found.checks)) {
    const known = findHolding(id);
    const as = `${id}: measure it anew, as docs/development.md says`;
    expect(known?.own, as).toBeGreaterThanOrEqual(own);
    expect([...(known?.shared.keys() ?? [])], as).toEqual(expect.arrayContaining(shared));
  }

  const requests = usual.exchanges.length;
  const ran = [...usual.outcomes.values()].filter(({ status }) => status !== 'not-run').length;
  expect(requests / ran, `${requests} for ${ran} checks`).toBeLessThan(PER_CHECK);
  const settings = await readSettings({
    argv: ['--embedded'],
    env: {},
    cwd: newFolder(),
    stdin: Readable.from([]),
    command: 'run',
  });
  const planned = estimate({ settings, profile: loadProfile('smartfile'), own: NO_OWN });
  expect(Math.abs(planned.requests - requests) / requests, `${planned.requests} are planned`).toBeLessThan(
    0.05,
  );
  for (const [concurrency, maxResources] of limits) {
    const { exchanges, outcomes, run } = await runWith(concurrency, maxResources);
    const apart = Math.abs(exchanges.length - requests) / requests;
    expect(apart, `${exchanges.length} at ${concurrency}/${maxResources}, not ${requests}`).toBeLessThan(
      APART,
    );
    expect(run.ledger.peak).toBeLessThanOrEqual(maxResources);
    // Two ask for a group of more members than fit into a small room.
    const large = maxResources < 250 ? ['groups.grow-past-a-hundred', 'groups.have-room-for-a-hundred'] : [];
    const idle = [...outcomes.values()].filter(({ status }) => status === 'not-run').map(({ id }) => id);
    expect(idle.sort()).toEqual(large);
  }
});
