import { describe, expect, it } from 'vitest';
import { noChange, proveConvergence, readDirectory } from '../../clients/entra/engine/index.ts';
import { QUARANTINE_LIMITS, quarantineFor, retryAfter } from '../../clients/entra/engine/quarantine.ts';
import { jobFor, runFor, tenantFor } from './job.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    objectId: `p${at}`,
    userPrincipalName: `p${at}@corp.example.test`,
    mailNickname: `p${at}`,
    displayName: `Person ${at}`,
  }));
const makeDirectory = (count: number, more: object = {}) =>
  readDirectory({ users: people(count), ...more }, 'd.json');
const named = (tenant: Awaited<ReturnType<typeof tenantFor>>) =>
  tenant
    .resources()
    .flatMap(({ name }) => /^p\d+/.exec(name)?.[0] ?? [])
    .sort();

describe('accidental deletions', () => {
  it('are held back beyond the threshold, with the job in quarantine, until they are allowed', async () => {
    const tenant = await tenantFor();
    const { run, exchanges } = runFor(tenant);
    const { engine, directory, log } = jobFor(run, makeDirectory(5), { deletionThreshold: 2 });
    await engine.cycle('initial');
    const few = await engine.cycle('incremental', directory.apply({ ...noChange(), delete: ['p0', 'p1'] }));
    expect([few.heldBack, few.actions.delete, few.quarantined]).toEqual([0, 2, undefined]);

    const many = directory.apply({ ...noChange(), delete: ['p2', 'p3'], purge: ['p4'] });
    const deletes = () => exchanges.filter(({ method }) => method === 'DELETE').length;
    const before = deletes();
    const held = await engine.cycle('incremental', many);
    expect(held).toMatchObject({
      heldBack: 3,
      quarantined: { code: 'StagedDelete' },
      actions: { delete: 0 },
    });
    expect([deletes() - before, named(tenant)]).toEqual([0, ['p2', 'p3', 'p4']]);
    expect(log.filter(({ code }) => code === 'StagedDelete')).toHaveLength(3);

    const allowed = await engine.cycle('incremental', [], true);
    expect([allowed.actions.delete, named(tenant)]).toEqual([3, []]);
  });

  it('count who would be disabled, too', async () => {
    const { run } = runFor(await tenantFor());
    const { engine, directory } = jobFor(run, makeDirectory(3), { deletionThreshold: 1, hardOnly: false });
    await engine.cycle('initial');
    const held = await engine.cycle('incremental', directory.apply({ ...noChange(), delete: ['p0', 'p1'] }));
    expect([held.heldBack, held.actions.disable]).toEqual([2, 0]);
    await run.cleanUp();
  });
});

describe('quarantine by proportion', () => {
  it.each([
    [4_999, 5_000, false],
    [5_000, 12_500, false],
    [5_001, 12_500, true],
    [40_000, 200_000, false],
    [40_001, 200_000, true],
  ])('%d failures of %d objects: %s', (failed, objects, expected) => {
    expect(quarantineFor(failed, objects, QUARANTINE_LIMITS) !== undefined).toBe(expected);
  });

  it('ends the cycle of a job, and failures of references do not count', async () => {
    const refusing = {
      id: 'test.refusing',
      says: '',
      breaks: [],
      kills: [],
      before: ({ method }: { method: string }) =>
        method === 'POST' ? { status: 400, headers: {} } : undefined,
    };
    const { run } = runFor(await tenantFor({ defects: [refusing] }));
    const { engine, log } = jobFor(run, makeDirectory(4), { quarantine: { from: 3, share: 0.4, most: 100 } });
    const { quarantined } = await engine.cycle('initial');
    expect(quarantined).toMatchObject({
      code: 'EncounteredEscrowProportionThreshold',
      says: '4 of 4 objects failed (100 %)',
    });
    const second = await engine.cycle('incremental');
    expect(second.failures).toBe(4);
    expect(log.at(-1)?.next).toMatch(/^Attempt 2 failed: .* after 12 hours; first after 6, 12 and 24/);
  });

  it('and the schedule of retries is said', () => {
    expect(
      [1, 2, 3, 4, 9].map((attempt) => /(after \d+ hours|a day later);/.exec(retryAfter(attempt))?.[1]),
    ).toEqual(['after 6 hours', 'after 12 hours', 'after 24 hours', 'a day later', 'a day later']);
  });
});

describe('watermarks', () => {
  it('an incremental cycle goes on from the one before', async () => {
    const { run } = runFor(await tenantFor());
    const { engine } = jobFor(run, makeDirectory(1));
    const first = await engine.cycle('initial');
    const second = await engine.cycle('incremental');
    expect([first.since, second.since]).toEqual([undefined, first.watermark]);
    await run.cleanUp();
  });
});

describe('matching', () => {
  it('asks for one attribute at a time by precedence, and never for an empty value', async () => {
    const { run, exchanges } = runFor(await tenantFor());
    const users = [{ objectId: 'p0', userPrincipalName: 'p0@corp.example.test', mailNickname: '' }];
    const { engine } = jobFor(run, readDirectory({ users }, 'd.json'));
    await engine.cycle('initial');
    const lookups = exchanges.filter(({ path }) => path.includes('filter=')).map(({ path }) => path);
    expect(lookups.filter((path) => /%22%22/.test(path))).toEqual([]);
    await run.cleanUp();
  });

  it('does not take an account with another name for its own, as where a filter is ignored', async () => {
    const tenant = await tenantFor();
    const { run } = runFor(tenant);
    const first = jobFor(run, makeDirectory(1));
    await first.engine.cycle('initial');
    const { engine, log } = jobFor(run, readDirectory({ users: people(2).slice(1) }, 'd.json'), {
      made: first.engine.made,
    });
    engine.lookupRequest = () => ({ method: 'GET', path: '/Users?filter=userName+sw+%22p0%22', headers: {} });
    await engine.cycle('incremental', ['p1']);
    expect(log.at(-1)).toMatchObject({ status: 'failure', code: 'NotProvedOurs', step: 'matching' });
    expect(log.at(-1)?.next).toMatch(/Entra would link the object to that account/);
    expect(named(tenant)).toEqual(['p0']);
    await run.cleanUp();
  });
});

describe('soft deletion', () => {
  it('is followed by a purge after 30 days, and is taken back by a restore before', async () => {
    const tenant = await tenantFor();
    const { run } = runFor(tenant);
    const { engine, directory } = jobFor(run, makeDirectory(2), { hardOnly: false });
    await engine.cycle('initial');
    const gone = directory.apply({ ...noChange(), delete: ['p0', 'p1'] });
    expect((await engine.cycle('incremental', gone)).actions).toMatchObject({ disable: 2, delete: 0 });
    const back = directory.apply({ ...noChange(), days: 20, restore: ['p1'] });
    expect((await engine.cycle('incremental', back)).actions).toMatchObject({ update: 1, delete: 0 });
    const later = directory.apply({ ...noChange(), days: 10 });
    expect([...later]).toEqual(['p0']);
    expect((await engine.cycle('incremental', later)).actions).toMatchObject({ delete: 1 });
    expect(named(tenant)).toEqual(['p1']);
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });

  it('of somebody who left the scope before sends nothing: the service does not manage them', async () => {
    const tenant = await tenantFor();
    const { run } = runFor(tenant);
    const { engine, directory, log } = jobFor(run, makeDirectory(2, { assignments: ['p0', 'p1'] }), {
      hardOnly: false,
    });
    await engine.cycle('initial');
    await engine.cycle('incremental', directory.apply({ ...noChange(), unassign: [{ objectId: 'p0' }] }));
    const purged = await engine.cycle('incremental', directory.apply({ ...noChange(), purge: ['p0'] }));
    expect([purged.actions.delete, named(tenant)]).toEqual([0, ['p0', 'p1']]);
    expect(log.at(-1)?.says).toMatch(/does not manage it/);
    await run.cleanUp();
  });
});
