import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/packageRoot.ts';
import type { Report } from '../../reporters/model.ts';
import { exitCode } from '../../reporters/verdict.ts';

const root = fileURLToPath(packageRoot);
const SLOW = 180_000;
let folder: string;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function call(program: string, argv: string[], cwd: string): Promise<Ended> {
  // npm hands settings of the outer run down; a user's shell has none of them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS|SCIM_|SMARTFILE_)/.test(name),
    ),
  );
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 64 * 1024 * 1024, timeout: SLOW };
    execFile(program, argv, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const suite = (...argv: string[]) => call('npx', ['--no-install', 'scim-conformance', ...argv], folder);

/** Writes a folder of suites; gives its name. */
function suites(name: string, files: Record<string, string>): string {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return name;
}

const reportIn = (out: string) =>
  JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  // The command compiles what is stale. `npm pack` would build anew, under the feet of tests that use dist.
  await call(process.execPath, [join(root, 'bin', 'scim-conformance.js'), '--version'], folder);
  const packed = await call('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack made no tarball: ${packed.stderr}`);
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}');
  const installed = await call(
    'npm',
    ['install', `./${tarball}`, '--prefer-offline', '--no-audit', '--no-fund'],
    folder,
  );
  if (installed.code !== 0) throw new Error(`npm install failed: ${installed.stderr}`);
}, SLOW);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('holds what it needs, and neither tests nor sources', () => {
  const inside = join(folder, 'node_modules', 'smartfile-scim-conformance');
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'dist/index.d.ts'])
    expect(existsSync(join(inside, file)), file).toBe(true);
  const files = readdirSync(inside, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /^(tests|docs)\b|(?<!\.d)\.ts$|\.env$/.test(file))).toEqual([]);
});

test(
  'run --embedded works in a folder with nothing else',
  async () => {
    const { code, stdout, stderr } = await suite('run', '--embedded', '--out', 'plain');
    const { verdict, checks, run } = reportIn('plain');
    expect(run).not.toHaveProperty('ended');
    expect(stdout).toContain(verdict.toUpperCase());
    expect(code).toBe(exitCode(verdict));
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
    'a helper in TypeScript with an enum, and a row of its own',
    async () => {
      const name = suites('enums', {
        'status.ts': 'export enum Status {\n  Fine = 200,\n}\n',
        'company.checks.ts': `import { check, type Row } from 'smartfile-scim-conformance';
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
    gates: [],
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
    `import { check } from 'smartfile-scim-conformance';
export const all = [check({ id: '${id}', verifies: ['${row}'], title: 'a fact' }, async () => {})];
`;

  test.each<[string, Record<string, string>, RegExp]>([
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
    ['no file', { 'a.ts': '' }, /has no \*\.checks\.ts file\n/],
  ])(
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
      `import { run, startTenant, SettingsError } from 'smartfile-scim-conformance';
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
      `import { type Report, run } from 'smartfile-scim-conformance';
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
