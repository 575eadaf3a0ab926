import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { command, newFolder, reportIn } from '../cli/command.ts';
import { linesOn } from './pages.ts';

const root = fileURLToPath(packageRoot);
const text = (file: string) => readFileSync(join(root, file), 'utf8');

test('an older Node gets one line that says which is needed', () => {
  const older = 'Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.4"}})';
  const words = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...words, join(root, 'bin/scim-conformance.js'), 'version'],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([3, 'scim-conformance needs Node 20.19 or newer, and this is 18.20.4.\n']);
});

test('new-suite makes a folder whose check runs, and writes over nothing', async () => {
  const cwd = newFolder();
  const made = await command(['new-suite', 'our checks'], { cwd });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const [, group = ''] = /--group (\S+)/.exec(made.stdout) ?? [];
  const argv = ['run', '--embedded', '--suites', 'our checks', '--group', group, '--quiet', '--out', 'out'];
  expect((await command(argv, { cwd })).code).toBe(0);
  expect(reportIn(join(cwd, 'out')).checks.filter(({ status }) => status === 'pass')).toHaveLength(1);
  const again = await command(['new-suite', 'our checks'], { cwd });
  expect([again.code, again.stderr]).toEqual([
    3,
    expect.stringMatching(/not empty, and nothing is overwritten/),
  ]);
});

// Two runs, each a process of its own.
test('the example of own checks, rows and profile decides as its page says', async () => {
  const [line = ''] = linesOn('examples/own-suite/README.md');
  const argv = line
    .split(' ')
    .slice(1)
    .map((word) => (word.startsWith('examples/') ? join(root, word) : word));
  const cwd = newFolder();
  const sound = await command([...argv, '--quiet', '--out', 'sound'], { cwd });
  expect([sound.code, sound.stderr]).toEqual([0, '']);
  const faulty = [...argv, '--defect', 'delete.leaves-a-tombstone', '--quiet', '--out', 'faulty'];
  expect((await command(faulty, { cwd })).code).toBe(1);
  const { profile, checks } = reportIn(join(cwd, 'faulty'));
  expect(profile.name).toBe('company');
  expect(checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
    'x-company.user-name-is-free-again',
  ]);
}, 60_000);

test('image, compose file and examples name what is there', () => {
  for (const [, from = ''] of text('Dockerfile').matchAll(/COPY --from=build \/app\/(\S+)/g))
    expect(from === 'dist' || existsSync(join(root, from)), from).toBe(true);
  expect(text('Dockerfile')).toMatch(/^USER node$/m);
  const job = text('examples/fleet/job.yaml');
  const tenants = JSON.parse(text('examples/fleet/tenants.json')) as object[];
  expect(job).toMatch(new RegExp(`completionMode: Indexed\\n {2}completions: ${tenants.length}\\n`));
  for (const [, file = ''] of job.matchAll(/\/app\/(\S+\.mjs)/g))
    expect(existsSync(join(root, file))).toBe(true);
  expect(readdirSync(join(root, 'examples/fleet'))).toContain('github-workflow.yml');
});

test('a tenant of the fleet is run by its index, and what a job on GitHub shows is escaped', () => {
  const cwd = newFolder();
  const fleet = join(root, 'examples/fleet');
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(fleet, 'run-one.mjs'), join(fleet, 'tenants.json')],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, SCIM_CONFORMANCE: 'echo', JOB_COMPLETION_INDEX: '1' },
    },
  );
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^run --url https:\/\/south\S+ --token-env TOKEN_SOUTH .* --out reports\/south\//),
  ]);
  const none = spawnSync(process.execPath, [join(root, 'examples/annotate.mjs'), 'a\n::error::b'], {
    encoding: 'utf8',
  });
  expect(none.stdout).toBe(
    '::warning title=SCIM::there is no a%0A::error::b: the run did not come to a report\n',
  );
});
