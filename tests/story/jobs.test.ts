import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../reporters/decide/compare.ts';
import type { Waiver } from '../../reporters/decide/waivers.ts';
import { command, newFolder } from '../cli/command.ts';
import { byTurns } from '../drawn.ts';

// The story of a release, told with the commands that a vendor uses, against the embedded tenant.

const cwd = newFolder();
const here = (name: string) => join(cwd, name);
const run = (...argv: string[]) => command([...argv, '--quiet'], { cwd });
const users = ['--embedded', '--group', 'users', '--seed', 'story'];
const DEFECT = 'create.without-location';
const KILLED = 'users.create-names-location';

describe('a certification', { timeout: 240_000 }, () => {
  const product = [
    '--product',
    'Files',
    '--product-version',
    '7.1',
    '--vendor',
    'Ann',
    '--contact',
    'ann@example.test',
  ];

  test('names the product, or says which flag is missing', async () => {
    const { code, stderr } = await command(['certify', '--embedded', ...product.slice(0, 6)], { cwd });
    expect([code, stderr]).toEqual([3, expect.stringContaining('--contact')]);
  });

  test.each([
    ['--group', 'users'],
    ['--suites', '.'],
    ['--read-only'],
    ['--insecure'],
    ['--waivers', 'w.json'],
  ])('cannot be narrowed by %s', async (...flag) => {
    const { code, stderr } = await command(['certify', '--embedded', ...product, ...flag], { cwd });
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${flag[0]} does not apply to certify`)]);
  });

  byTurns(2)()('of the sound tenant is conformant, signed, and every changed byte is noticed', async () => {
    expect((await command(['keygen', here('key')], { cwd })).code).toBe(0);
    expect(statSync(here('key')).mode & 0o077).toBe(0);
    const done = await run(
      'certify',
      '--embedded',
      ...product,
      '--sign',
      here('key'),
      '--out',
      here('certified'),
    );
    expect(done.stdout).toContain('Certification report: Files 7.1 by Ann');
    expect(done.code).toBe(0);
    const pack = here('certified/pack');
    expect(readdirSync(pack).sort()).toEqual([
      'evidence.har',
      'junit.xml',
      'manifest.json',
      'readme.txt',
      'report.html',
      'report.json',
      'report.md',
      'settings.json',
      'sha256sums.txt',
      'signature.dsse.json',
      'signer.pub',
      'summary.html',
    ]);
    const sums = readFileSync(join(pack, 'sha256sums.txt'), 'utf8').trim().split('\n');
    expect(sums).toHaveLength(9);
    for (const line of sums) {
      const [digest, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(pack, name)))
          .digest('hex'),
        name,
      ).toBe(digest);
    }
    for (const path of [pack, here('certified/certification.zip')]) {
      const { code, stdout } = await command(['verify', path, '--key', here('key.pub')], { cwd });
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^INTACT/)]);
    }
    const html = readFileSync(join(pack, 'report.html'));
    html[html.length >> 1] = (html[html.length >> 1] ?? 0) ^ 1;
    writeFileSync(join(pack, 'report.html'), html);
    const { code, stdout } = await command(['verify', pack], { cwd });
    expect([code, stdout]).toEqual([1, expect.stringContaining('report.html was altered')]);

    const folder = await command(['verify', here('certified')], { cwd });
    expect([folder.code, folder.stderr]).toEqual([3, expect.stringContaining('certified is no pack')]);
  });

  test('verification of something else ends with a message', async () => {
    writeFileSync(here('no.zip'), 'not an archive');
    for (const path of ['no.zip', 'nowhere']) {
      const { code, stderr } = await command(['verify', path], { cwd });
      expect([code, stderr]).toEqual([3, expect.stringContaining(path)]);
    }
  });
});

describe('a gate', { timeout: 120_000 }, () => {
  test('is red for what got worse, green once it is waived, red again when the waiver is stale', async () => {
    expect((await run('run', ...users, '--out', here('base'))).code).toBe(0);
    const baseline = ['--baseline', here('base/report.json')];
    const closed = await run('gate', ...users, '--defect', DEFECT, ...baseline, '--out', here('worse'));
    expect([closed.code, closed.stdout]).toEqual([1, expect.stringContaining(KILLED)]);
    expect(closed.stdout.trim().split('\n').length).toBeLessThanOrEqual(10);
    expect(readFileSync(here('worse/gate.md'), 'utf8')).toContain('## SCIM gate: closed');

    const report = ['--report', here('worse/report.json')];
    const waivers = ['--waivers', here('waivers.json')];
    expect((await run('gate', ...report, ...waivers, '--update-waivers')).code).toBe(0);
    const file = JSON.parse(readFileSync(here('waivers.json'), 'utf8')) as { waivers: Waiver[] };
    expect(file.waivers.map(({ check }) => check)).toContain(KILLED);
    expect((await run('gate', ...report, ...waivers)).stdout).toContain('waiver not filled in');

    for (const waiver of file.waivers) Object.assign(waiver, { reason: 'known', owner: 'ann' });
    writeFileSync(here('waivers.json'), JSON.stringify(file));
    const narrowed = await run('gate', ...report, ...waivers);
    expect([narrowed.code, narrowed.stdout]).toEqual([
      2,
      expect.stringContaining('a partial run by itself says nothing about a release'),
    ]);
    expect((await run('gate', ...report, ...waivers, ...baseline)).code).toBe(0);
    const stale = await run('gate', '--report', here('base/report.json'), ...waivers);
    expect([stale.code, stale.stdout]).toEqual([1, expect.stringContaining('waiver stale')]);
  });

  test('refuses a baseline of another scope or profile before it decides', async () => {
    const baseline = ['--baseline', here('base/report.json')];
    const other = await run('gate', '--embedded', '--group', 'groups', ...baseline, '--out', here('other'));
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('--group users')]);
    const broken = here('broken.json');
    writeFileSync(broken, '{"schemaVersion":"1.0"}');
    const unread = await run('gate', '--report', broken);
    expect([unread.code, unread.stderr]).toEqual([3, expect.stringContaining('broken.json')]);
  });
});

describe('a comparison', { timeout: 120_000 }, () => {
  test('of a run with itself finds nothing', async () => {
    const { code, stdout } = await run('compare', here('base'), here('base/report.json'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('A and B behave alike')]);
  });

  test('of two versions names the seeded difference and nothing else', async () => {
    const again = await run('run', ...users, '--out', here('again'));
    expect(again.code).toBe(0);
    const same = await run('compare', here('base'), here('again'), '--json');
    const alike = JSON.parse(same.stdout) as Comparison;
    expect([alike.checks, alike.observations, alike.claims, alike.behaviour]).toEqual([[], [], [], []]);

    const { code, stdout } = await run(
      'compare',
      here('base'),
      here('worse'),
      '--json',
      '--out',
      here('compared'),
    );
    const comparison = JSON.parse(stdout) as Comparison;
    expect(code).toBe(1);
    expect(comparison.checks.map(({ kind, check }) => `${kind} ${check}`)).toEqual([`regressed ${KILLED}`]);
    expect([...new Set(comparison.behaviour.map(({ what }) => what))]).toEqual(['location']);
    expect([comparison.observations, comparison.claims]).toEqual([[], []]);
    for (const name of ['comparison.json', 'comparison.md', 'comparison.html'])
      expect(existsSync(here(`compared/${name}`))).toBe(true);
  });
});
