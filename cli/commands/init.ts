import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { profileNames } from '../../config/profiles.ts';
import { type Merged, readMerged } from '../../config/settings/merged.ts';
import { requireKnown } from '../../config/settings/parse.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { isLoopback, parseTenantUrl } from '../../config/settings/tenantUrl.ts';
import { readToken, requireToken } from '../../config/settings/token.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { readInput } from '../open/start.ts';
import { nextCommand } from '../show/next.ts';
import { doctor } from './doctor.ts';
import { startRun } from './run.ts';

const CONFIG = 'scim-conformance.config.json';

/** What `init` has to know, from flags and variables or from whoever answers. */
interface Answers {
  url: string;
  token: string | undefined;
  profile: string;
}

/**
 * `init`: writes `.env` and the configuration file for an endpoint, asks the doctor whether they work, and offers the
 * pilot. What flags and variables say is not asked.
 * @returns the exit code: that of the doctor, or of the pilot
 * @throws SettingsError where a file is there already, or an answer is missing and nobody can be asked
 */
export async function init(argv: string[]): Promise<number> {
  const input = readInput('init', argv);
  const { cwd } = input;
  for (const file of ['.env', CONFIG])
    if (existsSync(join(cwd, file)))
      throw new SettingsError(
        'init',
        `${file} already exists in this folder, and nothing is overwritten`,
        `Edit it, or start in another folder; scim-conformance doctor checks whether it works.`,
      );
  const merged = await readMerged(input);
  const answers = await askQuestions(merged, input.stdin);
  write(cwd, answers);
  process.stdout.write(`Wrote .env, which only you can read, and ${CONFIG}.\n`);
  if (existsSync(join(cwd, '.git')) && !isIgnored(cwd))
    process.stdout.write(
      'Note: .gitignore does not list .env; add it, so that the credential is not shared.\n',
    );
  process.stdout.write('\n');
  const fit = await doctor([], { goesOn: true });
  if (fit !== 0) return fit;
  if (
    merged.get('pilot') ||
    (await agreed('Create one user and one group now, as Entra would, and delete them?'))
  )
    return startRun(['--pilot', '--allow-writes']);
  process.stdout.write(nextCommand('run --allow-writes', 'runs every check'));
  return fit;
}

async function askQuestions(merged: Merged, stdin: NodeJS.ReadStream): Promise<Answers> {
  const given = merged.given('url');
  const url =
    given === undefined
      ? await asked('url', 'Tenant URL, as entered in Entra', (text) => parseTenantUrl('it', text))
      : String(given.value);
  const { url: address } = parseTenantUrl(given?.setting ?? '--url', url);
  const profile = merged.get('profile');
  if (!/[/\\]|\.json$/.test(profile)) requireKnown('--profile', [profile], profileNames);
  const told = ['tokenEnv', 'tokenStdin', 'token', 'productKey', 'productPassword'] as const;
  const token = told.some((name) => merged.given(name) !== undefined)
    ? await readToken(merged, { url: address, entraFlags: [] }, stdin)
    : await askedToken(isLoopback(address));
  return { url: url.trim(), token, profile };
}

/** Whether somebody sits at this command who can be asked. */
function isAttended(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

async function asked(flag: string, message: string, judge: (text: string) => unknown): Promise<string> {
  if (!isAttended())
    throw new SettingsError(
      `--${flag}`,
      `--${flag} is missing, and there is no terminal to ask for it`,
      `Pass --${flag}.`,
    );
  const { text } = await import('@clack/prompts');
  return answer(
    await text({ message, output: process.stderr, validate: (given) => wrongWith(given, judge) }),
  );
}

async function askedToken(optional: boolean): Promise<string | undefined> {
  if (!isAttended()) {
    if (optional) return undefined;
    throw new SettingsError(
      '--token-env',
      'no credential was given, and there is no terminal to ask for one',
      'Set SCIM_TOKEN, or pass --token-env NAME or --token-stdin.',
    );
  }
  const { password } = await import('@clack/prompts');
  const message = `Credential; for SmartFile ProductKey:ProductPassword${optional ? ' (may be empty here)' : ''}`;
  const validate = (given: string | undefined) =>
    optional && !given ? undefined : wrongWith(given, (text) => requireToken('it', text));
  return answer(await password({ message, output: process.stderr, validate })) || undefined;
}

async function agreed(message: string): Promise<boolean> {
  if (!isAttended()) return false;
  const { confirm } = await import('@clack/prompts');
  return answer(await confirm({ message, output: process.stderr, initialValue: false }));
}

function wrongWith(given: string | undefined, judge: (text: string) => unknown): string | undefined {
  try {
    judge((given ?? '').trim());
    return undefined;
  } catch (error) {
    return error instanceof SettingsError ? `${error.message}. ${error.hint}` : String(error);
  }
}

/** @throws SettingsError where the question was broken off */
function answer<T>(given: T): Exclude<T, symbol> {
  if (typeof given !== 'symbol') return given as Exclude<T, symbol>;
  throw new SettingsError('init', 'the questions were cancelled', 'Nothing was written; start again.');
}

function write(cwd: string, { url, token, profile }: Answers): void {
  const lines = [
    '# Settings of scim-conformance for this folder. Keep this file out of version control.',
    `SCIM_TENANT_URL=${inQuotes(url)}`,
    ...(token === undefined ? [] : [`SCIM_TOKEN=${inQuotes(token)}`]),
  ];
  writeFileSync(join(cwd, '.env'), `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  const config = { $schema: schemaFrom(cwd), profile };
  writeFileSync(join(cwd, CONFIG), `${JSON.stringify(config, null, 2)}\n`, { flag: 'wx' });
}

/** A value as dotenv reads it back: it knows no escapes, but three kinds of quotes. */
function inQuotes(value: string): string {
  const quote = ["'", '"', '`'].find((one) => !value.includes(one));
  if (quote !== undefined) return `${quote}${value}${quote}`;
  throw new SettingsError(
    'SCIM_TOKEN',
    'the credential contains all three kinds of quotes and cannot be written to .env',
    'Keep it in the environment, and write .env by hand.',
  );
}

/** Where an editor finds the schema of the configuration file, seen from the folder. */
function schemaFrom(cwd: string): string {
  const file = new URL('schemas/files/config.schema.json', packageRoot);
  const below = relative(cwd, fileURLToPath(file)).replaceAll('\\', '/');
  return below.startsWith('..') ? file.href : `./${below}`;
}

function isIgnored(cwd: string): boolean {
  try {
    return /^\/?(\.env|\.env\*|\*\.env)\s*$/m.test(readFileSync(join(cwd, '.gitignore'), 'utf8'));
  } catch {
    return false;
  }
}
