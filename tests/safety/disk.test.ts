import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { ended, newFolder, reportIn, stack } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { around, one, some } from './leaving.ts';

const mounted: string[] = [];
afterEach(() => {
  for (const folder of mounted.splice(0)) spawnSync('umount', ['-l', folder]);
});

/** A small file system of its own, where this process may mount one. */
function mount(options: string): string | undefined {
  const folder = join(newFolder(), 'disk');
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (status !== 0) return undefined;
  mounted.push(folder);
  return folder;
}

const mayMount = process.getuid?.() === 0 && mount('size=1m') !== undefined;
const jobs: Record<string, string[]> = {
  run: ['run', ...some],
  gate: ['gate', ...some],
  provision: ['provision', '--users', '40', '--groups', '4'],
};

describe('a folder that cannot be written ends a command with 3, before anything is sent', {
  timeout: 60_000,
}, () => {
  const places = [
    '/etc/passwd/x',
    '/proc/nope',
    '/proc/self/nope/deeper',
    '/dev/null',
    '/sys/nope',
    '/dev/full/x',
  ];
  test.each(drawn('places', places, 1))('%s', async (out) => {
    const place = await around();
    let asked = 0;
    const counting = await around((answer) => {
      asked += 1;
      return answer;
    });
    for (const argv of [['run', ...one], ['run', '--pilot'], ['gate', ...one], ['provision']]) {
      const { code, stdout, stderr } = await counting.run([...argv, '--out', out], newFolder());
      expect(code, argv[0]).toBe(3);
      expect(stderr).toContain(out);
      expect(stdout + stderr).not.toMatch(stack);
    }
    expect(asked).toBe(0);
    expect(place.ours()).toEqual([]);
  });

  test('a name that is too long, a file in the way, a folder without leave', async () => {
    const place = await around();
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0o500);
    const outs = ['n'.repeat(300), 'file', 'file/below', ...(process.getuid?.() === 0 ? [] : ['locked'])];
    for (const out of outs) {
      const { code, stdout, stderr } = await place.run(['run', '--out', out, ...one], folder);
      expect(code, out).toBe(3);
      expect(stdout + stderr).not.toMatch(stack);
    }
    expect(place.endpoint.tenant.writes()).toEqual([]);
  });

  test.runIf(mayMount)('a file system that is read-only, one that is full already', async () => {
    const place = await around();
    const full = mount('size=8k') ?? '';
    expect(() => writeFileSync(join(full, 'much'), Buffer.alloc(100_000))).toThrow();
    for (const out of [mount('size=1m,ro') ?? '', full]) {
      const { code, stdout, stderr } = await place.run(['run', '--out', join(out), ...one], newFolder());
      expect(code).toBe(3);
      expect(stdout + stderr).not.toMatch(stack);
    }
    expect(place.endpoint.tenant.writes()).toEqual([]);
  });

  test.runIf(process.platform === 'linux').each(drawn('open files', [24, 32, 40, 64, 96, 128], 2))(
    'too few open files (%i) are named, and nothing is left',
    async (most) => {
      const place = await around();
      const folder = newFolder();
      const bin = fileURLToPath(new URL('bin/scim-conformance.js', packageRoot));
      const child = spawn(
        'sh',
        ['-c', `ulimit -n ${most}; exec "$@"`, 'sh', process.execPath, bin, 'run', '--out', 'out', ...some],
        {
          cwd: folder,
          env: {
            PATH: process.env.PATH,
            SCIM_TENANT_URL: place.endpoint.url,
            SCIM_TOKEN: place.endpoint.token,
          },
        },
      );
      const { code, stdout, stderr } = await ended(child);
      expect(stdout + stderr, String(most)).not.toMatch(stack);
      expect([0, 2, 3], String(most)).toContain(code);
      if (code !== 0) expect(stdout + stderr, String(most)).toMatch(/EMFILE|open files/);
      if (code === 3) expect(stdout).not.toMatch(/^CONFORMANT/);
      expect(place.ours(), String(most)).toEqual([]);
    },
    120_000,
  );
});

describe('evidence that is lost on the way ends it with 2, and what was made is removed', {
  timeout: 90_000,
}, () => {
  test.each(drawn('removed folders', Object.entries(jobs), 1))(
    '%s, where the folder is removed',
    async (_name, argv) => {
      const place = await around();
      const folder = newFolder();
      const end = place.run([...argv, '--out', 'out', '--quiet'], folder);
      while (place.ours().length < 3) await sleep(10);
      rmSync(join(folder, 'out'), { recursive: true });
      const { code, stdout, stderr } = await end;
      expect(code).toBe(2);
      expect(stdout + stderr).not.toMatch(stack);
      expect(stdout).not.toMatch(/^CONFORMANT/m);
      if (existsSync(join(folder, 'out', 'report.json')))
        expect(reportIn(join(folder, 'out'))).toMatchObject({
          verdict: expect.stringMatching(/incomplete|partial/),
          run: { ended: { why: 'evidence' } },
        });
      expect(place.ours()).toEqual([]);
    },
  );

  const full = Object.entries(jobs).flatMap(([name, argv]) =>
    ['60k', '200k', '600k'].map((size) => [name, size, argv] as const),
  );
  test.runIf(mayMount).each(drawn('full disks', full, 3))(
    '%s, where the disk is full: %s',
    async (_name, size, argv) => {
      const place = await around();
      const out = mount(`size=${size}`) ?? '';
      const { code, stdout, stderr } = await place.run([...argv, '--out', out, '--quiet'], newFolder());
      expect(code, size).toBe(2);
      expect(stdout + stderr).toMatch(/ENOSPC/);
      expect(stdout + stderr).not.toMatch(stack);
      expect(stdout).not.toMatch(/^CONFORMANT/m);
      if (existsSync(join(out, 'report.json'))) expect(reportIn(out).verdict).not.toBe('conformant');
      expect(place.ours()).toEqual([]);
    },
  );
});
