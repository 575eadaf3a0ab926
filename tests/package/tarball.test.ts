import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawn } from '../drawn.ts';
import { call, folder, install, reportIn, root, SLOW, suite, suites, uninstall } from './installed.ts';

beforeAll(install, SLOW);
afterAll(uninstall);

test('holds what it needs, and neither tests nor sources', () => {
  const inside = join(folder, 'node_modules', '@smartfile/scim-conformance');
  for (const file of [
    ...['README.md', 'CHANGELOG.md', 'LICENSE', '.env.example', 'docs/settings.md', 'dist/index.d.ts'],
    ...['schemas/files/config.schema.json', 'examples/gitlab-ci.yml'],
  ])
    expect(existsSync(join(inside, file)), file).toBe(true);
  const files = readdirSync(inside, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /^tests\b|^(?!examples\/).*(?<!\.d)\.ts$|\.env$/.test(file))).toEqual([]);
});

// The whole catalogue runs from the tarball in tests/walks.
test(
  'run --embedded works in a folder with nothing else',
  async () => {
    const { code, stdout, stderr } = await suite('run', '--embedded', '--group', 'users', '--out', 'plain');
    const { verdict, exitCode, checks, run } = reportIn('plain');
    expect(run).not.toHaveProperty('ended');
    expect(stdout).toContain(verdict.toUpperCase());
    expect(code).toBe(exitCode);
    expect(checks.filter(({ status }) => status === 'error')).toEqual([]);
    expect(stderr).not.toMatch(/\n\s+at /);
    const left = readdirSync(folder).filter(
      (name) => !/^(node_modules|package(-lock)?\.json|.*\.tgz)$/.test(name),
    );
    expect(left).toEqual(['plain']);
  },
  SLOW,
);

describe('suites of one’s own', () => {
  test(
    'the check of the README runs',
    async () => {
      const [, example = ''] =
        /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
      suites('my-suites', { 'readme.checks.ts': example });
      const { code } = await suite(
        'run',
        '--embedded',
        '--suites',
        './my-suites',
        '--group',
        'x-mine',
        '--out',
        'mine',
      );
      const passed = reportIn('mine').checks.filter(({ status }) => status === 'pass');
      expect(passed.map(({ id }) => id)).toEqual(['x-mine.new-user-has-its-own-address']);
      expect(code).toBe(0);
    },
    SLOW,
  );

  test(
    'a mistake in a check is named with its line',
    async () => {
      const name = suites('mistaken', {
        'mistaken.checks.ts': `import { check } from '@smartfile/scim-conformance';

interface Found {
  deep?: { name: string };
}

export const mistaken = [
  check('x-mistaken.throws', ['7644:3.4.1/get-200'], 'reads what is not there', async ({ scim, given, must }) => {
    const user: Found = await given.user();
    must.hold(user.deep!.name !== '', { key: 'k', expected: 'e', observed: 'o' });
  }),
  check('x-mistaken.path', ['7644:3.4.1/get-200'], 'asks at no path', async ({ scim, given, must }) => {
    const { url } = (await given.user()) as { url?: string };
    must.haveStatus(await scim.get(url as string), 200);
  }),
];
`,
      });
      const { stdout, stderr, code } = await suite(
        'run',
        '--embedded',
        '--suites',
        name,
        '--group',
        'x-mistaken',
        '--out',
        'mistakes',
      );
      const errors = Object.fromEntries(reportIn('mistakes').checks.map(({ id, error }) => [id, error]));
      expect(errors['x-mistaken.throws']).toMatch(
        /^mistaken\.checks\.ts:10: Cannot read properties of undefined/,
      );
      expect(errors['x-mistaken.path']).toMatch(/^mistaken\.checks\.ts:14: the path of a GET is undefined/);
      for (const line of ['mistaken.checks.ts:10', 'mistaken.checks.ts:14']) expect(stdout).toContain(line);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(2);
    },
    SLOW,
  );

  test(
    'a helper in TypeScript with an enum, and a row of its own',
    async () => {
      const name = suites('enums', {
        'status.ts': 'export enum Status {\n  Fine = 200,\n}\n',
        'company.checks.ts': `import { check, type Row } from '@smartfile/scim-conformance';
import { Status } from './status';

export const rows: Row[] = [
  {
    id: 'x-company:R1',
    source: 'x-company',
    area: 'users',
    section: '1',
    link: 'https://example.test/rules',
    level: 'MUST',
    severity: 'violation',
    statement: 'A user is found at its own address.',
    conditions: [],
  },
];

export const company = [
  check(
    { id: 'x-company.user-is-found', verifies: ['x-company:R1'], title: 'a user is found at its own address' },
    async ({ scim, given, must }) => {
      const user = await given.user();
      must.haveStatus(await scim.get(user.path), Status.Fine);
    },
  ),
];
`,
      });
      const { stderr } = await suite(
        'run',
        '--embedded',
        '--suites',
        name,
        '--group',
        'x-company',
        '--out',
        'enum',
      );
      expect(stderr).not.toMatch(/\n\s+at /);
      const { checks } = reportIn('enum');
      expect(checks.find(({ id }) => id === 'x-company.user-is-found')?.status).toBe('pass');
    },
    SLOW,
  );

  const one = (id: string, row: string) =>
    `import { check } from '@smartfile/scim-conformance';
export const all = [check({ id: '${id}', verifies: ['${row}'], title: 'a fact' }, async () => {})];
`;

  const refused: [string, Record<string, string>, RegExp][] = [
    [
      'an id twice',
      {
        'a.checks.ts': one('x-a.b', '7644:3.4.1/get-200'),
        'b.checks.ts': one('x-a.b', '7644:3.4.1/get-200'),
      },
      /b\.checks\.ts: the id "x-a\.b" is already used in .*a\.checks\.ts\n/,
    ],
    [
      'an id of ours',
      { 'a.checks.ts': one('users.mine', '7644:3.4.1/get-200') },
      /a\.checks\.ts: .* does not begin with x-/,
    ],
    [
      'an unknown row',
      { 'a.checks.ts': one('x-a.b', '7644:9.9/none') },
      /a\.checks\.ts: x-a\.b verifies the row "7644:9\.9\/none"/,
    ],
    [
      'a file without a check',
      { 'a.checks.ts': 'export const nothing = 1;\n' },
      /a\.checks\.ts: exports no check\n/,
    ],
    [
      'a file that does not load',
      { 'a.checks.ts': "import './none.ts';\n" },
      /a\.checks\.ts: does not load: /,
    ],
    [
      'a file that is no program',
      { 'a.checks.ts': 'export const all = [{' },
      /a\.checks\.ts: does not load: Expected .* \(line 1, column \d+\)\n/,
    ],
    ['no file', { 'a.ts': '' }, /has no \*\.checks\.ts file\n/],
  ];
  test.each(drawn('refused suites', refused, 2))(
    '%s ends with 3 and names the file',
    async (name, files, says) => {
      const folderName = suites(name.replaceAll(' ', '-'), files);
      const { code, stdout, stderr } = await suite(
        'run',
        '--embedded',
        '--suites',
        folderName,
        '--out',
        'refused',
      );
      expect(stderr).toMatch(says);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(existsSync(join(folder, 'refused', 'report.json'))).toBe(false);
    },
    SLOW,
  );
});

test(
  'the library runs from code, with types that a strict project accepts',
  async () => {
    writeFileSync(
      join(folder, 'use.mjs'),
      `import { run, startTenant, SettingsError } from '@smartfile/scim-conformance';
const tenant = await startTenant();
const report = await run({ url: tenant.url, token: tenant.token, groups: ['hard-delete'], out: 'code' });
await tenant.close();
const error = await run({ url: 'ftp://a.test' }).catch((reason) => reason);
console.log(JSON.stringify({ verdict: report.verdict, refused: error instanceof SettingsError }));
`,
    );
    const { code, stdout, stderr } = await call(process.execPath, ['use.mjs'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ verdict: reportIn('code').verdict, refused: true });

    writeFileSync(
      join(folder, 'use.ts'),
      `import { type Report, run } from '@smartfile/scim-conformance';
export const verdict = async (): Promise<Report['verdict']> => (await run({ embedded: { face: 'full' } })).verdict;
`,
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', ...types];
    const checked = await call(process.execPath, [tsc, ...flags, 'use.ts'], folder);
    expect(checked.stdout).toBe('');
  },
  SLOW,
);
