import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../../reporters/decide/compare.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { command, newFolder } from '../cli/command.ts';

// Two versions of an endpoint, named in the configuration file and run one after the other.

const TOKEN = 'key-of-the-test:password-of-the-test';
const cwd = newFolder();
const tenants: Tenant[] = [];
/** What tells the two versions apart, and traffic enough to show it. */
const groups = ['discovery', 'errors', 'traffic'];
const compareThem = (...argv: string[]) =>
  command(['compare', ...argv, '--quiet'], { cwd, env: { VENDOR_TOKEN: TOKEN } });

beforeAll(async () => {
  for (const defects of [[], ['error.detail-as-object', 'discovery.spc-without-sort']])
    tenants.push(await startTenant({ token: TOKEN, defects }));
  const [sound, broken] = tenants;
  const target = (url: string | undefined) => ({ url, tokenEnv: 'VENDOR_TOKEN' });
  const targets = {
    'v7.0': target(sound?.url),
    'v7.1': target(broken?.url),
    gone: target('http://127.0.0.1:1/scim'),
    unnamed: { tokenEnv: 'VENDOR_TOKEN' },
  };
  writeFileSync(join(cwd, 'scim-conformance.config.json'), JSON.stringify({ targets, groups }));
});
afterAll(async () => {
  for (const tenant of tenants) await tenant.close();
});

describe('comparing endpoints by their names', { timeout: 60_000 }, () => {
  test('of one version twice finds nothing', async () => {
    const { code, stdout } = await compareThem('v7.0', 'v7.0');
    expect([code, stdout]).toEqual([0, expect.stringContaining('A and B behave alike')]);
  });

  test('of two versions finds each seeded difference', async () => {
    const { code, stdout } = await compareThem('v7.0', 'v7.1', '--json');
    const comparison = JSON.parse(stdout) as Comparison;
    expect(code).toBe(1);
    expect(comparison.checks.map(({ kind, check }) => `${kind} ${check}`)).toEqual([
      'regressed discovery.config-says-what-is-supported',
      'regressed traffic.error-detail-is-text',
    ]);
    expect(comparison.claims.map(({ claim }) => claim)).toEqual(['sort.supported']);
    const bodies = comparison.behaviour.map(({ what, before, after }) => `${what}: ${before} → ${after}`);
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter((line) => !/^body: .*(detail|sort)/.test(line))).toEqual([]);
  });

  test.each([
    ['gone', 2, '127.0.0.1:1'],
    ['unnamed', 3, 'targets.unnamed needs "url"'],
    ['v8', 3, 'v8'],
  ])('with %s ends with %i and says why', async (name, expected, words) => {
    const written = tenants[0]?.writes().length;
    const { code, stderr } = await compareThem('v7.0', name);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(words)]);
    if (expected === 3) expect(tenants[0]?.writes().length).toBe(written);
  });
});
