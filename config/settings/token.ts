import type { Given } from './given.ts';
import type { Merged } from './merged.ts';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings.ts';
import { isLoopback } from './tenantUrl.ts';

const limitBytes = 65_536;

/**
 * The token of a command: from standard input, from a named variable, else from the variables of the table. None for
 * the embedded tenant, which has its own, and none where an endpoint of this machine has none.
 * @throws SettingsError that never repeats the token
 */
export async function readToken(
  { get, given, variable, warnings }: Merged,
  target: Settings['target'],
  stdin: AsyncIterable<string | Uint8Array>,
): Promise<string | undefined> {
  if ('embedded' in target) return undefined;
  const named = given('tokenEnv');
  if (get('tokenStdin')) {
    if (named?.from === 'flag') {
      throw new SettingsError(
        '--token-stdin',
        '--token-stdin and --token-env contradict each other',
        'Keep one.',
      );
    }
    return requireToken('--token-stdin', await readTokenFromStdin(stdin));
  }
  if (named) return tokenOfVariable(named, variable);
  if (!isLoopback(target.url))
    for (const name of ['token', 'productKey', 'productPassword'] as const) refusePlaceholder(given(name));
  const token = joinToken(given('token'), given('productKey'), given('productPassword'));
  // A plan contacts nobody.
  if (
    token !== undefined ||
    isLoopback(target.url) ||
    get('plan') ||
    get('dryRun') ||
    get('explain') !== undefined
  )
    return token;
  const empty = warnings.find((line) => /^(SCIM_TOKEN|SMARTFILE_)/.test(line));
  throw new SettingsError(
    'SCIM_TOKEN',
    `no token is set for ${new URL(target.url).host}${empty ? `: ${empty}` : ''}`,
    'Set SCIM_TOKEN, or SMARTFILE_PRODUCT_KEY and SMARTFILE_PRODUCT_PASSWORD, in the environment or in .env.',
  );
}

/**
 * The credential that a run had before it was replaced, from the variable that is named for it.
 * @throws SettingsError that never repeats the token
 */
export function readOldToken({ given, variable }: Merged): string | undefined {
  const named = given('oldTokenEnv');
  return named && tokenOfVariable(named, variable);
}

function tokenOfVariable(named: Given, variable: Merged['variable']): string {
  const name = String(named.value).trim();
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    // Whoever pastes the token here must not read it again in a build log.
    throw new SettingsError(
      named.setting,
      `${named.setting} is not the name of a variable`,
      'Write a name such as SCIM_TOKEN. If it was the token itself, replace it: it is now in your shell history.',
    );
  }
  const found = variable(name);
  if (found) return requireToken(found.setting, String(found.value));
  throw new SettingsError(
    named.setting,
    `${named.setting} names ${name}, which is not set or empty`,
    `Set ${name} in the environment or in .env.`,
  );
}

/**
 * Standard input as a token, without the one line break that `echo` adds, and the byte order mark of some shells.
 * @throws SettingsError when nothing, or more than a token, arrives
 */
async function readTokenFromStdin(stdin: AsyncIterable<string | Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as string);
    size += bytes.length;
    if (size > limitBytes) {
      throw new SettingsError(
        '--token-stdin',
        '--token-stdin got more than 64 KiB',
        'Pipe in only the token.',
      );
    }
    chunks.push(bytes);
  }
  const token = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r?\n$/, '');
  if (token === '') {
    throw new SettingsError(
      '--token-stdin',
      '--token-stdin got nothing from standard input',
      "Pipe the token in, such as: printf %s 'key:password' | scim-conformance run --token-stdin",
    );
  }
  return token;
}

/**
 * A token that can be sent in a header as it is.
 * @throws SettingsError that never repeats the token
 */
export function requireToken(setting: string, token: string): string {
  const refuse = (says: string, hint: string) => new SettingsError(setting, `${setting} ${says}`, hint);
  if (/^bearer\s/i.test(token)) throw refuse('begins with "Bearer"', 'Remove the word: the suite adds it.');
  if (/[\r\n]/.test(token)) {
    throw refuse(
      'contains a line break',
      String.raw`Give one line; in .env use single quotes where the token has a \n in it.`,
    );
  }
  if (/\s/.test(token)) throw refuse('contains white space', 'Remove spaces and tabs; a token has none.');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw refuse(
      'contains a character outside printable ASCII',
      'Copy the token again; its quotes may have been turned into curly ones.',
    );
  }
  if (/^['"].*['"]$/.test(token)) {
    throw refuse('still has its quotes around it', 'Remove the quotes.');
  }
  return token;
}

/** What `.env.example` and the documents write where a credential belongs. */
const PLACEHOLDERS = new Set(['ProductKey:ProductPassword', 'ProductKey', 'ProductPassword', '...']);

/** @throws SettingsError where a credential was never filled in */
function refusePlaceholder(found: Given | undefined): void {
  if (found === undefined || !PLACEHOLDERS.has(String(found.value).trim())) return;
  throw new SettingsError(
    found.setting,
    `${found.setting} is still the placeholder of .env.example`,
    'Put in the credential: for SmartFile the product key, a colon and the product password, as entered in Entra.',
  );
}

/**
 * The token of SCIM_TOKEN, or of product key and password joined by a colon.
 * @throws SettingsError for a half pair, and where both are set and differ
 */
function joinToken(
  token: Given | undefined,
  key: Given | undefined,
  password: Given | undefined,
): string | undefined {
  const whole = token && requireToken(token.setting, String(token.value));
  if (!key && !password) return whole;
  if (!key || !password) {
    const there = (key ?? password)?.setting ?? '';
    const missing = key ? 'SMARTFILE_PRODUCT_PASSWORD' : 'SMARTFILE_PRODUCT_KEY';
    throw new SettingsError(
      missing,
      `${there} is set, but ${missing} is not`,
      `Set ${missing} too, or use SCIM_TOKEN.`,
    );
  }
  if (String(key.value).includes(':')) {
    throw new SettingsError(
      key.setting,
      `${key.setting} contains a colon, so it may be the whole token`,
      'Set it to only the product key, or put the whole token into SCIM_TOKEN.',
    );
  }
  const joined = `${requireToken(key.setting, String(key.value))}:${requireToken(password.setting, String(password.value))}`;
  if (token && whole !== joined) {
    throw new SettingsError(
      token.setting,
      `${token.setting} differs from ${key.setting} and ${password.setting}`,
      'Set one of the two, so that it is clear which token is sent.',
    );
  }
  return joined;
}
