import { openSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { command, ended, newFolder, reportIn, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { type Twisted, twisted } from './twisted.ts';

let endpoint: Twisted;
afterEach(() => endpoint?.close());

const ours = () => endpoint.tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-/i.test(name));
const env = () => ({ SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token });
const few = ['--check', 'hard-delete.*', '--patience', '0s', '--skip-auth-probes'];

/** Every command that makes something, with what keeps it short. */
const commands: Record<string, string[]> = {
  run: ['run', ...few],
  'run --json': ['run', '--json', ...few],
  'run --trace': ['run', '--trace', ...few],
  'run --pilot': ['run', '--pilot'],
  gate: ['gate', ...few],
  provision: ['provision', '--users', '5', '--groups', '1'],
};

/** Runs a command whose output is closed by its reader after the first piece. */
async function cutShort(argv: string[], closed: readonly ('stdout' | 'stderr')[]) {
  const child = start(argv, { cwd: newFolder(), env: env() });
  const end = ended(child);
  for (const name of closed) child[name]?.once('data', () => child[name]?.destroy());
  return end;
}

describe('an output that closes early changes nothing', { timeout: 120_000 }, () => {
  test.each(drawn('outputs', Object.entries(commands), 1))('%s', async (_name, argv) => {
    endpoint = await twisted((answer) => answer, { population: 20 });
    const { code } = await command(argv, { cwd: newFolder(), env: env() });
    for (const closed of [['stderr'], ['stdout', 'stderr']] as const) {
      const cut = await cutShort(argv, closed);
      expect(cut.code, closed.join()).toBe(code);
      expect(ours()).toEqual([]);
    }
  });

  test('and what cannot be printed because the disk is full is said, with exit code 2', async () => {
    endpoint = await twisted((answer) => answer);
    const folder = newFolder();
    const full = openSync('/dev/full', 'w');
    const child = start(['run', '--out', 'out', ...few], {
      cwd: folder,
      env: env(),
      stdout: full,
    });
    const { code, stderr } = await ended(child);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The result cannot be printed: ENOSPC/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(reportIn(join(folder, 'out')).verdict).toBeDefined();
    expect(ours()).toEqual([]);
  });
});
