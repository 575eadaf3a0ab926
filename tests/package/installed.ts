import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../reporters/model.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

export const root = fileURLToPath(packageRoot);
export const SLOW = 180_000;
/** Where the package is installed, with nothing else. */
export const folder = mkdtempSync(join(tmpdir(), 'package-'));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export function call(program: string, argv: string[], cwd: string): Promise<Ended> {
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

/** Runs the installed command in the folder. */
export const suite = (...argv: string[]) =>
  call('npx', ['--no-install', 'scim-conformance', ...argv], folder);

/** Writes a folder of suites; gives its name. */
export function suites(name: string, files: Record<string, string>): string {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return name;
}

export const reportIn = (out: string) =>
  JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as Report;

/** Packs the package; gives the name of the tarball in the folder. */
export async function packed(): Promise<string> {
  // The command compiles what is stale. `npm pack` would build anew, under the feet of tests that use dist.
  await call(process.execPath, [join(root, 'bin', 'scim-conformance.js'), '--version'], folder);
  const made = await call('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack made no tarball: ${made.stderr}`);
  return tarball;
}

/** Packs the package and installs the tarball. */
export async function install(): Promise<void> {
  const tarball = await packed();
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}');
  const installed = await call(
    'npm',
    ['install', `./${tarball}`, '--prefer-offline', '--no-audit', '--no-fund'],
    folder,
  );
  if (installed.code !== 0) throw new Error(`npm install failed: ${installed.stderr}`);
}

export const uninstall = (): void => rmSync(folder, { recursive: true, force: true });
