import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTenant, type Tenant } from '../../tenant/index.ts';

const allure = fileURLToPath(import.meta.resolve('allure-vitest/reporter'));
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'under-vitest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  testResults: {
    assertionResults: {
      ancestorTitles: string[];
      title: string;
      status: string;
      failureMessages: string[];
    }[];
  }[];
}

/** vitest's own command with the suite's configuration, in a folder of its own. */
function vitest(args: string[], env: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const { VITEST: _, NODE_OPTIONS: __, ...rest } = process.env;
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '-c',
      join(root, 'suites/vitest.config.ts'),
      ...args,
    ],
    { cwd: folder, env: { ...rest, NO_COLOR: '1', ...env } },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })));
}

describe('vitest used directly', () => {
  let tenant: Tenant;
  let ran: { code: number | null; text: string };
  beforeAll(async () => {
    tenant = await startTenant({ defects: ['delete.answers-200'], population: 5 });
    const json = `--outputFile.json=${join(folder, 'vitest.json')}`;
    const junit = `--outputFile.junit=${join(folder, 'vitest.xml')}`;
    const reporters = ['default', 'json', 'junit', allure].map((one) => `--reporter=${one}`);
    ran = await vitest([...reporters, json, junit, '-t', 'hard-delete.(absent-by-id|answers-204):'], {
      SCIM_TENANT_URL: tenant.url,
      SCIM_TOKEN: tenant.token,
      SCIM_OUT: join(folder, 'run'),
      SCIM_PATIENCE: '1s',
    });
  }, 90_000);
  afterAll(() => tenant.close());

  test('runs groups as suites and checks as tests, only those asked for, and fails where the endpoint does', () => {
    const { testResults } = JSON.parse(readFileSync(join(folder, 'vitest.json'), 'utf8')) as Result;
    const all = testResults.flatMap(({ assertionResults }) => assertionResults);
    const asked = all.filter(({ status }) => status === 'failed' || status === 'passed');
    expect(
      asked.map(({ ancestorTitles, title, status }) => [ancestorTitles.at(-1), title.split(':')[0], status]),
    ).toEqual([
      ['hard-delete', 'hard-delete.absent-by-id', 'passed'],
      ['hard-delete', 'hard-delete.answers-204', 'failed'],
    ]);
    expect(all.length).toBeGreaterThan(600);
    expect(asked.find(({ status }) => status === 'failed')?.failureMessages[0]).toMatch(
      /expected .*, observed .*7644:3\.6/,
    );
    expect(ran.code).toBe(1);
  });

  test('shows the exchanges of a check as annotations', () => {
    const xml = readFileSync(join(folder, 'vitest.xml'), 'utf8');
    expect(xml).toMatch(/\d+ POST \/Users 201/);
    expect(xml).toMatch(/\d+ DELETE \/Users\/\{id\} 200/);
  });

  test('gives its results to the reporter of Allure', () => {
    const results = readdirSync(join(folder, 'allure-results'))
      .filter((name) => name.endsWith('-result.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, 'allure-results', name), 'utf8')));
    const broken = results.find(({ name }) => name.startsWith('hard-delete.answers-204:'));
    expect(broken).toMatchObject({ status: 'failed' });
  });

  test('writes to nobody else, removes what it made, and keeps its journal', () => {
    expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
    expect(readdirSync(join(folder, 'run'))).toEqual(
      expect.arrayContaining(['exchanges.ndjson', 'journal.ndjson']),
    );
  });

  test('says what is missing where no endpoint is named, and sends nothing', async () => {
    const { code, text } = await vitest([], { SCIM_TENANT_URL: '', SCIM_TOKEN: '' });
    expect(code).toBe(1);
    expect(text).toMatch(/Set SCIM_TENANT_URL and SCIM_TOKEN/);
    expect(text).not.toMatch(/^\s+(at|❯) /m);
  }, 30_000);
});
