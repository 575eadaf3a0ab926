import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FailureGroups, type LogEntry, noChange, readDirectory } from '../../clients/entra/engine/index.ts';
import { command, newFolder } from '../cli/command.ts';
import { jobFor, runFor, tenantFor } from './job.ts';

const entry = (more: Partial<LogEntry>): LogEntry => ({
  cycle: 1,
  at: '2026-11-28T09:00:00Z',
  kind: 'User',
  source: 'a',
  name: 'a@corp.example.test',
  action: 'create',
  status: 'failure',
  step: 'export',
  says: 'status 400 (invalidValue): userName "a" of 17 is wrong',
  code: 'X',
  answered: 400,
  ...more,
});

describe('failures by cause', () => {
  it('are one group however the values within differ, with the first three objects and exchanges', () => {
    const groups = new FailureGroups();
    for (let at = 0; at < 50; at += 1)
      groups.add(
        entry({
          source: `u${at}`,
          name: `u${at}`,
          exchange: at,
          says: `status 400 (x): userName "u${at}" of ${at} is wrong`,
        }),
      );
    groups.add(entry({ action: 'update', modified: ['title'], says: 'status 400 (x): no', name: 'b' }));
    groups.add(entry({ action: 'update', modified: ['nickName'], says: 'status 400 (x): no', name: 'b' }));
    groups.add(entry({ status: 'success', action: 'delete' }));
    const [first, ...others] = groups.all();
    expect(first).toMatchObject({
      operation: 'create User',
      status: 400,
      count: 50,
      objects: ['u0', 'u1', 'u2'],
      exchanges: [0, 1, 2],
      diagnosis: { id: 'create.refused' },
    });
    expect(others.map(({ attributes }) => attributes)).toEqual([['title'], ['nickName']]);
  });

  it('are bounded however many causes there are', () => {
    const groups = new FailureGroups();
    for (let at = 0; at < 1_000; at += 1)
      groups.add(entry({ source: `u${at}`, says: `reason ${'x'.repeat(at)}` }));
    expect(groups.all().length).toBeLessThanOrEqual(201);
    expect(groups.all().reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  });

  it.each<[Partial<LogEntry>, string | undefined]>([
    [{ action: 'delete', answered: 405 }, 'delete.refused'],
    [{ action: 'update', answered: 400 }, 'patch.refused'],
    [{ step: 'matching', answered: 404 }, 'filters.no-match-is-an-error'],
    [{ step: 'matching', answered: 400 }, 'filters.refused'],
    [{ answered: 500 }, 'errors.server-error'],
    [{ code: 'TooManyRequests', answered: 429 }, 'answers.too-many-requests'],
    [{ code: 'Unauthorized', answered: 401 }, 'access.token-refused'],
    [{ code: 'EntryConflict', answered: 409 }, undefined],
    [{ code: 'ExpressionFailed', answered: undefined as never }, undefined],
  ])('are said in the words of the diagnosis: %j', (more, id) => {
    const groups = new FailureGroups();
    groups.add(entry(more));
    expect(groups.all()[0]?.diagnosis?.id).toBe(id);
  });

  it('tell a refused form from creates that are all refused', () => {
    const groups = new FailureGroups();
    groups.add(entry({ status: 'success' }));
    groups.add(entry({}));
    expect(groups.all()[0]?.diagnosis?.id).toBe('create.sound-body-refused');
  });

  it('of an update name the attributes that it was to write', async () => {
    const refusing = {
      id: 'test.refusing',
      says: '',
      breaks: [],
      kills: [],
      before: ({ method }: { method: string }) =>
        method === 'PATCH' ? { status: 400, headers: {} } : undefined,
    };
    const { run } = runFor(await tenantFor({ defects: [refusing] }));
    const users = [
      { objectId: 'p', userPrincipalName: 'p@corp.example.test', mailNickname: 'p', displayName: 'P' },
    ];
    const { engine, directory, log } = jobFor(run, readDirectory({ users }, 'd.json'));
    await engine.cycle('initial');
    const set = [{ objectId: 'p', attributes: { userPrincipalName: 'q@corp.example.test' } }];
    await engine.cycle('incremental', directory.apply({ ...noChange(), set }));
    expect(log.at(-1)).toMatchObject({ status: 'failure', answered: 400, modified: ['userName'] });
    await run.cleanUp();
  });
});

describe('the folder of a job', () => {
  it('has a page and a result, which `report` shows again, of `latest`, too', {
    timeout: 120_000,
  }, async () => {
    const cwd = newFolder();
    const size = ['--users', '5', '--groups', '1', '--quiet'];
    const job = await command(['provision', '--embedded', '--defect', 'provisioning.leavers-stay', ...size], {
      cwd,
    });
    expect(job.code).toBe(1);
    const folder = join(cwd, 'results/latest');
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('Not converged');
    expect(page).toMatch(/<th scope="col">Cycle 2<\/th>/);
    expect(page).toMatch(/<th scope="row">conf-[a-z0-9]+-u1@/);
    const again = await command(['report'], { cwd });
    expect([again.code, again.stdout]).toEqual([
      1,
      expect.stringContaining('FAILED nothing that is out of scope'),
    ]);
    const json = await command(['report', 'results/latest', '--json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: '1.0',
      state: 'not-converged',
      exitCode: 1,
    });
    const html = await command(['report', 'results/latest', '--format', 'html'], { cwd });
    expect([html.code, existsSync(html.stdout.trim())]).toEqual([1, true]);
    const other = await command(['report', 'results/latest', '--format', 'junit'], { cwd });
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('Use text, json or html')]);
  });
});
