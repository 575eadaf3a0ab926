import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { validateData } from '../../config/dataFile.ts';
import { command, ended, newFolder, start } from '../cli/command.ts';
import { tenantFor } from './job.ts';

const write = (folder: string, name: string, data: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(data));
  return name;
};

/** What a job in the folder `p` came to, seen to follow its schema. */
const keptIn = (cwd: string) => {
  const kept: unknown = JSON.parse(readFileSync(join(cwd, 'p/report.json'), 'utf8'));
  return validateData<Record<string, unknown>>('provisioning.schema.json', kept, 'report.json');
};

it('provisions a synthetic directory, proves convergence and removes it', { timeout: 60_000 }, async () => {
  const cwd = newFolder();
  const { code, stdout, stderr } = await command(
    ['provision', '--embedded', '--users', '8', '--groups', '2', '--out', 'p'],
    { cwd },
  );
  expect(stderr).toMatch(/Cycle 1 \(initial\): 10 created, 2 updated/);
  expect([code, stdout.match(/^ok /gm)?.length]).toEqual([0, 4]);
  const lines = readFileSync(join(cwd, 'p/provisioning.ndjson'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ cycle: 1, action: 'create', status: 'success' });
  expect(readFileSync(join(cwd, 'p/provisioning.csv'), 'utf8').split('\r\n').length).toBe(lines.length + 2);
  expect(keptIn(cwd)).toMatchObject({ kind: 'provisioning', exitCode: 0, state: 'converged' });
});

it('converges where lists are behind: between two cycles they catch up', { timeout: 90_000 }, async () => {
  const cwd = newFolder();
  const argv = ['provision', '--embedded', '--variation', 'lists.late', '--users', '6', '--groups', '1'];
  const { code, stdout } = await command([...argv, '--out', 'p'], { cwd });
  expect([code, stdout.match(/^ok /gm)?.length]).toEqual([0, 4]);
});

it('reads by the schemas what is returned on request', { timeout: 60_000 }, async () => {
  const variation = ['--variation', 'schema.members-on-demand'];
  const argv = ['provision', '--embedded', ...variation, '--users', '4', '--groups', '1', '--out', 'p'];
  const { code, stdout } = await command(argv, { cwd: newFolder() });
  expect([code, stdout]).toEqual([0, expect.stringContaining('members: returned only on request')]);
});

it('writes a report.json by its schema, and takes no other', { timeout: 60_000 }, async () => {
  const cwd = newFolder();
  const argv = [
    'provision',
    '--embedded',
    '--defect',
    'create.conflict-is-500',
    '--users',
    '4',
    '--groups',
    '1',
  ];
  expect((await command([...argv, '--out', 'p'], { cwd })).code).toBe(0);
  const kept = keptIn(cwd);
  for (const [spoilt, says] of [
    [{ ...kept, cycles: [{ cycle: 1 }] }, '/cycles/0/kind, '],
    [{ ...kept, claims: undefined }, '/claims is missing'],
    [{ ...kept, exitCode: 7 }, '/exitCode must be one of 0, 1, 2, not 7'],
  ] as const) {
    write(cwd, 'p/report.json', spoilt);
    const { code, stderr } = await command(['report', 'p'], { cwd });
    expect([code, stderr]).toEqual([3, expect.stringContaining(`report.json: ${says}`)]);
    expect(stderr).toContain('schemas/files/provisioning.schema.json');
  }
});

it('says that a tenant with a defect does not converge', { timeout: 60_000 }, async () => {
  const cwd = newFolder();
  const { code, stdout } = await command(
    [
      'provision',
      '--embedded',
      '--defect',
      'provisioning.first-members-lost',
      '--users',
      '4',
      '--groups',
      '1',
      '--json',
    ],
    { cwd },
  );
  const { state, claims } = JSON.parse(stdout) as { state: string; claims: { name: string; ok: boolean }[] };
  expect([code, state]).toEqual([1, 'not-converged']);
  expect(claims.find(({ name }) => name === 'equal')?.ok).toBe(false);
});

it.each([
  [['--directory', 'bad.json'], 'bad.json: /users/0/objectId must be a non-empty string'],
  [['--directory', 'none.json'], 'none.json: there is no such file'],
  [['--scope', 'bad.json'], 'bad.json: /users is not known'],
  [['--mapping', 'mapping.json'], 'User nickName: the function Soundex is not known'],
  [['--on-demand', 'u99'], '"u99" is not an objectId'],
  [['--resume', 'nothing'], 'the embedded tenant stops with the command'],
])('ends with exit 3 before anything is sent: %j', { timeout: 60_000 }, async (argv, message) => {
  const cwd = newFolder();
  write(cwd, 'bad.json', { users: [{}] });
  write(cwd, 'mapping.json', [
    { source: 'userPrincipalName', target: 'userName', matching: 1 },
    { source: 'Soundex([surname])', target: 'nickName' },
  ]);
  const { code, stderr } = await command(['provision', '--embedded', ...argv], { cwd });
  expect([code, stderr]).toEqual([3, expect.stringContaining(message)]);
  expect(existsSync(join(cwd, 'results'))).toBe(false);
});

it('goes on where it was interrupted, without duplicates', { timeout: 90_000 }, async () => {
  const cwd = newFolder();
  const tenant = await tenantFor({ latencyMs: 20 });
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: tenant.token };
  const size = ['--users', '40', '--groups', '2', '--concurrency', '2'];
  const child = start(['provision', ...size, '--out', 'p'], { cwd, env });
  const users = () => tenant.resources().filter(({ name }) => /-u\d+@/.test(name)).length;
  while (users() < 5) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const first = await ended(child);
  expect([first.code, first.stdout]).toEqual([2, expect.stringContaining('Continue with --resume')]);
  const before = users();
  expect(before).toBeGreaterThanOrEqual(5);
  expect(before).toBeLessThan(40);

  write(cwd, 'other.json', { users: [{ objectId: 'a', userPrincipalName: 'a@corp.example.test' }] });
  const other = await command(['provision', '--resume', 'p', '--directory', 'other.json'], { cwd, env });
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('the interrupted job had none')]);
  expect(users()).toBe(before);

  const second = await command(['provision', '--resume', 'p/journal.ndjson', '--keep'], { cwd, env });
  expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('Converged.')]);
  expect(second.stderr).toMatch(/Continuing in \S*p with the original settings: 40 users, 2 groups, /);
  const log = readFileSync(join(cwd, 'p/provisioning.csv'), 'utf8').trim().split('\n');
  const entries = readFileSync(join(cwd, 'p/provisioning.ndjson'), 'utf8').trim().split('\n');
  expect(log).toHaveLength(entries.length + 1);
  // One has left by the second cycle, one was renamed.
  const names = tenant.resources().filter(({ type, name }) => type === 'User' && name.startsWith('conf-'));
  expect(names).toHaveLength(39);
  // What was told to be left is left, whoever goes on with it.
  const left = users();
  const third = await command(['provision', '--resume', 'p/journal.ndjson', '--quiet'], { cwd, env });
  expect([third.code, users()]).toEqual([0, left]);
  const cleaned = await command(['clean', 'p'], { cwd, env });
  expect([cleaned.code, tenant.resources().filter(({ name }) => name.startsWith('conf-'))]).toEqual([0, []]);
});

it('says of a job whose folder was removed that it is over, and leaves nothing behind', {
  timeout: 60_000,
}, async () => {
  const cwd = newFolder();
  const tenant = await tenantFor({ latencyMs: 20 });
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: tenant.token };
  const child = start(['provision', '--users', '60', '--groups', '2', '--concurrency', '2', '--out', 'p'], {
    cwd,
    env,
  });
  const made = () => tenant.resources().filter(({ name }) => /^conf-\w+-u\d/.test(name)).length;
  while (made() < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  rmSync(join(cwd, 'p'), { recursive: true });
  const { code, stdout, stderr } = await ended(child);
  expect([code, stdout]).toEqual([
    2,
    expect.stringMatching(/^Ended early: journal\.ndjson .*it is gone\. Everything created was removed/m),
  ]);
  expect(stdout + stderr).not.toMatch(/--resume|clean p|refused/);
  expect([made(), existsSync(join(cwd, 'p'))]).toEqual([0, false]);
});
