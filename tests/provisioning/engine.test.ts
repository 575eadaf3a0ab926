import { describe, expect, it } from 'vitest';
import {
  noChange,
  proveConvergence,
  readDirectory,
  readScope,
  syntheticDirectory,
} from '../../clients/entra/engine/index.ts';
import { jobFor, runFor, tenantFor } from './job.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    objectId: `p${at}`,
    userPrincipalName: `p${at}@corp.example.test`,
    mail: `p${at}@corp.example.test`,
    mailNickname: `p${at}`,
    displayName: `Person ${at}`,
    department: at % 2 === 0 ? 'Sales' : 'Support',
  }));

describe('a provisioning job', () => {
  it('converges over cycles in either dialect, and a second cycle sends reads only', async () => {
    for (const dialect of ['default', 'flag'] as const) {
      const { run } = runFor(await tenantFor());
      const contents = syntheticDirectory({
        marker: run.marker,
        domain: 'example.test',
        users: 12,
        groups: 2,
        cycles: 2,
      });
      const { engine, directory, log } = jobFor(run, contents, { dialect });
      const first = await engine.cycle('initial');
      expect(first.actions).toMatchObject({ create: 14, update: 2 });
      const [change] = contents.changes;
      const second = await engine.cycle('incremental', change ? directory.apply(change) : []);
      expect(second.actions).toMatchObject({ create: 0, update: 4, delete: 1 });
      expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
      expect(log.filter(({ status }) => status === 'failure')).toEqual([]);
      expect(await run.cleanUp()).toEqual([]);
    }
  });

  it('leaves accounts alone that were there before, whatever their name', async () => {
    const tenant = await tenantFor();
    const other = runFor(tenant);
    const owner = jobFor(other.run, readDirectory({ users: people(1) }, 'd.json'));
    await owner.engine.cycle('initial');

    const { run, exchanges } = runFor(tenant);
    const { engine, log } = jobFor(run, readDirectory({ users: people(2) }, 'd.json'));
    const { foreign, actions } = await engine.cycle('initial');
    expect([foreign, actions.create]).toEqual([1, 1]);
    expect(log.find(({ source }) => source === 'p0')?.says).toMatch(
      /^wouldUpdate \(not created by this job, not touched\)/,
    );
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    expect(await run.cleanUp()).toEqual([]);
    const theirs = engine.foreign.get('p0');
    expect(exchanges.filter(({ method, path }) => method !== 'GET' && path === theirs)).toEqual([]);
    expect(tenant.resources().map(({ name }) => name)).toContain('p0@corp.example.test');
  });

  it('provisions what is assigned and in scope, and takes away what leaves', async () => {
    const tenant = await tenantFor();
    const names = () =>
      tenant
        .resources()
        .flatMap(({ name }) => /^p\d/.exec(name)?.[0] ?? [])
        .sort();
    const { run } = runFor(tenant);
    const users = people(6).map((one) => (one.objectId === 'p4' ? { ...one, accountEnabled: false } : one));
    const contents = readDirectory(
      {
        users,
        groups: [{ objectId: 'g', displayName: 'g', members: ['p0', 'p1'] }],
        assignments: ['g', 'p2', 'p4'],
      },
      'd.json',
    );
    const sales = [[{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }]];
    const { engine, directory, log } = jobFor(run, contents, { scope: readScope({ User: sales }, 's.json') });
    await engine.cycle('initial');
    // p1 is in no sales department, p3 and p5 are not assigned, p4 is disabled.
    expect(names()).toEqual(['p0', 'p2']);
    expect(
      log
        .filter(({ step }) => step === 'scoping')
        .map(({ source }) => source)
        .sort(),
    ).toEqual(['p1', 'p3', 'p4', 'p5']);

    const set = [{ objectId: 'p1', attributes: { department: 'Sales' } }];
    await engine.cycle(
      'incremental',
      directory.apply({ ...noChange(), set, unassign: [{ objectId: 'p2' }] }),
    );
    expect(names()).toEqual(['p0', 'p1']);
    // Who enters the scope later is a member only after a restart.
    expect(engine.awaitingRestart).toBe(1);
    await engine.cycle('restart');
    expect(engine.awaitingRestart).toBe(0);
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });

  it('disables leavers where the connector can, deletes them when purged, and enables who returns', async () => {
    const tenant = await tenantFor();
    const { run } = runFor(tenant);
    const { engine, directory } = jobFor(run, readDirectory({ users: people(2) }, 'd.json'), {
      hardOnly: false,
    });
    await engine.cycle('initial');
    const gone = await engine.cycle('incremental', directory.apply({ ...noChange(), delete: ['p0', 'p1'] }));
    expect(gone.actions).toMatchObject({ disable: 2, delete: 0 });
    expect((await proveConvergence(engine))[3]?.ok).toBe(true);
    const back = directory.apply({ ...noChange(), restore: ['p0'], purge: ['p1'] });
    await engine.cycle('restart', back);
    expect(tenant.resources().filter(({ name }) => /^p\d/.test(name))).toHaveLength(2);
    await run.cleanUp();
  });

  it('converges after cycles in which every third request fails', async () => {
    let count = 0;
    const flaky = {
      id: 'test.flaky',
      says: '',
      breaks: [],
      kills: [],
      before: () => {
        count += 1;
        if (count % 3 !== 0 || count > 60) return undefined;
        return { status: count % 2 === 0 ? 500 : 429, headers: {} };
      },
    };
    const { run } = runFor(await tenantFor({ defects: [flaky] }));
    const contents = syntheticDirectory({
      marker: run.marker,
      domain: 'example.test',
      users: 8,
      groups: 2,
      cycles: 1,
    });
    const { engine, log } = jobFor(run, contents);
    count = 1;
    await engine.cycle('initial');
    for (let more = 0; more < 6 && engine.escrow.size > 0; more += 1) await engine.cycle('incremental');
    // Whom a group could not hold when it was looked at waits for a restart.
    expect(engine.awaitingRestart).toBeGreaterThan(0);
    await engine.cycle('restart');
    for (let more = 0; more < 6 && engine.escrow.size > 0; more += 1) await engine.cycle('incremental');
    const codes = log.flatMap(({ code }) => code ?? []);
    expect(codes).toEqual(expect.arrayContaining(['InternalServerError', 'TooManyRequests']));
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });

  it('quarantines the job where the credentials are refused, and says what Entra would do', async () => {
    const tenant = await tenantFor();
    const { run } = runFor(tenant, 'wrong:token');
    const { engine } = jobFor(run, readDirectory({ users: people(1) }, 'd.json'));
    const { quarantined, writes } = await engine.cycle('initial');
    expect([quarantined?.code, writes]).toEqual(['Unauthorized', 0]);
    expect(quarantined?.next).toMatch(/quarantines the job/);
  });

  it('drops the link of an account that vanished, and makes it again in the next cycle', async () => {
    const { run } = runFor(await tenantFor());
    const { engine, log } = jobFor(run, readDirectory({ users: people(1) }, 'd.json'));
    await engine.cycle('initial');
    await run.cleanUp();
    await engine.cycle('incremental', ['p0']);
    expect(log.at(-1)?.code).toBe('InvalidAnchor');
    expect((await engine.cycle('incremental')).actions.create).toBe(1);
    await run.cleanUp();
  });

  it('provisions a group on demand with at most five members', async () => {
    const { run, exchanges } = runFor(await tenantFor());
    const users = people(8);
    const members = users.map(({ objectId }) => objectId);
    const groups = [{ objectId: 'g', displayName: 'g', members }];
    const { engine } = jobFor(run, readDirectory({ users, groups }, 'd.json'));
    await engine.cycle('initial', []);
    await engine.client.send({ method: 'DELETE', path: engine.links.get('g')?.path ?? '', headers: {} });
    engine.links.delete('g');
    await engine.cycle('on-demand', ['g']);
    const patched = exchanges.filter(
      ({ method, path }) => method === 'PATCH' && path === engine.links.get('g')?.path,
    );
    expect(patched.map(({ request }) => JSON.parse(request.body ?? '').Operations[0].value.length)).toEqual([
      5,
    ]);
    await run.cleanUp();
  });
});
