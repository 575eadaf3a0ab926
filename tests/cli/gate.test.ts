import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, newFolder, serve } from './command.ts';

const cwd = newFolder();
const baseline = join(cwd, 'out', 'report.json');
const out = join(cwd, 'gated');
let asked = 0;
let url = '';

beforeAll(async () => {
  url = await serve((_request, response) => {
    asked += 1;
    response.writeHead(500).end();
  });
  const run = [
    'run',
    '--embedded',
    '--profile',
    'rfc',
    '--group',
    'me',
    '--quiet',
    '--out',
    join(cwd, 'out'),
  ];
  expect((await command(run, { cwd })).code).toBe(0);
}, 60_000);

describe('what decides nothing costs no run', () => {
  const gate = (...flags: string[]) =>
    command(['gate', '--url', url, '--allow-writes', '--out', out, ...flags], {
      cwd,
      env: { SCIM_TOKEN: 'key:word' },
    });

  test.each([
    ['of another profile', ['--baseline', baseline, '--group', 'me', '--skip-auth-probes']],
    ['of other filters', ['--baseline', baseline, '--profile', 'rfc', '--group', 'users']],
  ])('a baseline %s', async (_case, flags) => {
    const { code, stderr } = await gate(...flags);
    expect(stderr).toContain('gate cannot start; nothing was sent.');
    expect(stderr).toContain('does not fit: ');
    expect(code).toBe(3);
    expect(asked).toBe(0);
    expect(existsSync(out)).toBe(false);
  });

  test('new waivers without a file to go to', async () => {
    const { code, stderr } = await gate('--update-waivers');
    expect(stderr).toContain('--update-waivers needs a file');
    expect(code).toBe(3);
    expect(asked).toBe(0);
  });
});

test('a run is named by its folder as well as by its report.json', async () => {
  const gate = (named: string) =>
    command(['gate', '--report', named, '--baseline', named, '--out', join(cwd, 'decided')], {
      cwd,
    });
  const [byFile, byFolder] = [await gate(baseline), await gate('out')];
  expect(byFolder.stderr).toBe('');
  expect(byFolder).toEqual(byFile);
}, 60_000);

test('an endpoint that does not answer is named before what it left open, and nothing is to be accepted', async () => {
  // A port on which nothing listens: that of a server that was closed again.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const argv = ['gate', '--url', `http://127.0.0.1:${port}/scim`, '--quiet', '--out', join(cwd, 'nobody')];
  const { code, stdout } = await command(argv, { cwd, env: { SCIM_TOKEN: 'key:word' } });
  expect(code).toBe(2);
  const [, first] = stdout.split('\n');
  expect(first).toBe(`  not judged: 127.0.0.1:${port} refuses connections (ECONNREFUSED)`);
  expect(stdout.split('\n').filter((line) => line.includes('not judged'))).toHaveLength(1);
  expect(stdout).toMatch(/^Next: Check host and port of the tenant URL/m);
  expect(stdout).not.toContain('--update-waivers');
});
