import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { newFolder, stack } from '../cli/command.ts';
import { byTurns } from '../drawn.ts';
import { linesOn, pages, renderText, root } from './pages.ts';

// Every command of every page is typed in the order of the page, in a folder of its own, with a tenant of this machine for
// the endpoint of the reader. Runs ask one group of checks, so that a page takes seconds; certify asks everything.

const tenant = await startTenant({ token: 'key-of-the-pages:password-of-the-pages' });
afterAll(() => tenant.close());
const bin = newFolder();
symlinkSync(join(root, 'bin/scim-conformance.js'), join(bin, 'scim-conformance'));

/** Lines that are not run here, with what runs them. */
const ELSEWHERE: readonly [RegExp, string][] = [
  [/^npm (ci|start|test)$/, '.ci/run'],
  [/--resume|clean results/, 'tests/provisioning and tests/walks, which interrupt a job and a run first'],
  [/^docker /, 'tests/package/image.test.ts, as far as it goes without a daemon'],
  [/^npx allure@3 /, 'nobody: it fetches a tool of others, which is not ours to test'],
];
/** Lines that may find something wrong, and end with 1. */
const FINDS = /--defect/;

/** What a page takes for granted before a line of it, as commands. */
const BEFORE: readonly [RegExp, string][] = [
  [/compare results\/monday/, 'for day in monday friday; do cp -r results/latest/ results/$day; done'],
  [/monday friday sunday/, 'cp -r friday sunday'],
  [
    /^scim-conformance history /,
    'scim-conformance run --out results/one && scim-conformance run --out results/two',
  ],
];

/** Files that a page speaks of and that are the reader's own. */
const OWN_FILES: Readonly<Record<string, object>> = {
  'directory.json': {
    users: [
      {
        objectId: '5f1c',
        userPrincipalName: 'adele@corp.example.test',
        givenName: 'Adele',
        surname: 'Vance',
      },
    ],
  },
  'scim-conformance.config.json': {
    targets: Object.fromEntries(
      ['staging', 'production'].map((name) => [
        name,
        { url: tenant.url, tokenEnv: `${name.toUpperCase()}_TOKEN` },
      ]),
    ),
  },
};
const ENV = {
  PATH: [bin, dirname(process.execPath), process.env.PATH ?? ''].join(':'),
  SCIM_TENANT_URL: tenant.url,
  SCIM_TOKEN: tenant.token,
  STAGING_TOKEN: tenant.token,
  PRODUCTION_TOKEN: tenant.token,
};

/** What a reader fills in. */
const filled = (line: string) =>
  line
    .replaceAll('https://yoursite.smartfile.com/ftp/scim', tenant.url)
    .replaceAll('<id>', 'create.without-location')
    .replaceAll('/reports', 'results');

function typed(line: string, cwd: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const narrowed = /certify | --check | --group /.test(line) ? {} : { SCIM_GROUP: 'discovery' };
  return new Promise((resolve) => {
    const options = { cwd, env: { ...ENV, HOME: cwd, ...narrowed }, maxBuffer: 1 << 26, timeout: 280_000 };
    execFile('sh', ['-c', filled(line)], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    ).stdin?.end();
  });
}

const turn = byTurns(3);
for (const page of pages.filter((one) => linesOn(one).length > 0))
  turn()(`the commands of ${page} run one after another`, { timeout: 400_000 }, async () => {
    const cwd = newFolder();
    for (const [name, content] of Object.entries(OWN_FILES))
      if (page !== 'README.md' && !(page.endsWith('getting-started.md') && name.includes('config')))
        writeFileSync(join(cwd, name), JSON.stringify(content));
    if (page === 'README.md') {
      mkdirSync(join(cwd, 'my-suites'));
      const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(renderText(page)) ?? [];
      writeFileSync(join(cwd, 'my-suites/mine.checks.ts'), code);
    }
    let run = 0;
    for (const line of linesOn(page)) {
      if (ELSEWHERE.some(([pattern]) => pattern.test(line))) continue;
      for (const [pattern, prepare] of BEFORE) if (pattern.test(line)) await typed(prepare, cwd);
      const { code, stdout, stderr } = await typed(line, cwd);
      const said = `${page}: ${line}\n${stdout.slice(-1500)}${stderr.slice(-1500)}`;
      expect(FINDS.test(line) ? [0, 1] : [0], said).toContain(code);
      expect(stdout.length, said).toBeGreaterThan(10);
      expect(stdout + stderr, said).not.toMatch(stack);
      run += 1;
    }
    expect(run).toBeGreaterThan(page === 'CONTRIBUTING.md' ? -1 : 0);
  });
