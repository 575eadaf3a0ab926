import { spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { ended, newFolder, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { filesIn } from './secrets.ts';
import { type Twisted, twisted } from './twisted.ts';

let endpoint: Twisted;
afterEach(() => endpoint.close());

describe('files of a run are their owner’s alone, whatever the umask', { timeout: 120_000 }, () => {
  const few = ['--group', 'hard-delete', '--patience', '0s', '--allure', '--trace', '--quiet'];
  const product = [
    '--product',
    'P',
    '--product-version',
    '1',
    '--vendor',
    'V',
    '--contact',
    'c@example.test',
  ];
  const commands: Record<string, string[]> = {
    run: ['run', ...few],
    pilot: ['run', '--pilot'],
    provision: ['provision', '--users', '4', '--groups', '1'],
    gate: ['gate', ...few],
    certify: ['certify', '--skip-auth-probes', ...product],
    compare: ['compare', 'A', 'A'],
  };

  test.each(drawn('commands of an owner', Object.entries(commands), 2))('of %s', async (name, argv) => {
    endpoint = await twisted((answer) => answer);
    const cwd = newFolder();
    const targets = { A: { url: endpoint.url, tokenEnv: 'SCIM_TOKEN' } };
    writeFileSync(
      join(cwd, 'scim-conformance.config.json'),
      JSON.stringify({ targets, groups: name === 'certify' ? undefined : ['hard-delete'] }),
    );
    const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
    await ended(start([...argv, '--out', 'out'], { cwd, env, umask: '000' }));
    const folders = ['out', 'results'].map((one) => join(cwd, one)).filter((one) => existsSync(one));
    const all = folders.flatMap((folder) => filesIn(folder));
    expect(all.length).toBeGreaterThan(2);
    const readMode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    expect(
      all.filter((file) => readMode(file) !== '600').map((file) => `${file}: ${readMode(file)}`),
    ).toEqual([]);
    const journals = all
      .filter((file) => /^(?!.*\/latest\/).*journal\.ndjson$/.test(file))
      .map((file) => dirname(file));
    expect(journals.length).toBe(name === 'compare' ? 2 : 1);
    expect(journals.filter((folder) => readMode(folder) !== '700')).toEqual([]);
  });
});

test('files of a run that code starts are their owner’s alone, too', { timeout: 60_000 }, async () => {
  endpoint = await twisted((answer) => answer);
  const cwd = newFolder();
  const api = fileURLToPath(new URL('dist/index.js', packageRoot));
  const settings = {
    url: endpoint.url,
    token: endpoint.token,
    out: 'out',
    allure: true,
    checks: ['hard-delete.*'],
  };
  const code = `import { run } from ${JSON.stringify(api)}; await run(${JSON.stringify(settings)});`;
  writeFileSync(join(cwd, 'run.mjs'), code);
  const words = ['sh', '-c', 'umask 000 && exec "$0" "$@"', process.execPath, 'run.mjs'];
  const [file = '', ...rest] = words;
  const { code: end, stderr } = await ended(spawn(file, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }));
  expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
  const all = filesIn(join(cwd, 'out'));
  expect(all.length).toBeGreaterThan(5);
  const modes = all.map((one) => `${one} ${(statSync(one).mode & 0o777).toString(8)}`);
  expect(modes.filter((one) => !one.endsWith(' 600'))).toEqual([]);
});
