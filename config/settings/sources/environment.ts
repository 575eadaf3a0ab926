import { join } from 'node:path';
import dotenv from 'dotenv';
import { readUserText, UnreadableFile } from '../../userFile.ts';
import { SettingsError } from '../settings.ts';
import { nearest } from '../suggest.ts';
import { settingsTable } from '../table.ts';
import type { Level } from './level.ts';

export type Variables = Record<string, string | undefined>;

/** Variables of `.env` in a folder; none where there is no such file. Changes nothing in the process. */
export function readDotenv(cwd: string): { variables: Variables; text: string } {
  let text: string;
  try {
    // A comment may be in any encoding; a token is judged where it is read.
    text = readUserText(join(cwd, '.env'), false);
  } catch (error) {
    if (error instanceof UnreadableFile && error.missing) return { variables: {}, text: '' };
    throw new SettingsError('.env', (error as Error).message, 'Make it a readable file.');
  }
  return { variables: dotenv.parse(text), text };
}

/**
 * Refuses a secret whose line in `.env` has a # outside quotes: the rest would be taken for a comment, and the
 * endpoint would answer 401 to half a token.
 * @throws SettingsError that names the variable and does not repeat its value
 */
export function refuseCutSecrets(text: string, names: readonly string[]): void {
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*|:\s+)(.*)$/.exec(line) ?? [];
    const quoted = /^(['"`])(?:\\.|(?!\1).)*\1\s*(#.*)?$/.test(value.trim());
    if (!names.includes(name) || quoted || !value.includes('#')) continue;
    throw new SettingsError(
      `${name} in .env`,
      `${name} in .env has a # outside quotes, where the value would be cut`,
      `Quote it: ${name}='...'`,
    );
  }
}

/**
 * The settings that variables hold. An empty variable counts as not set and leaves a warning, and so does a name
 * that looks like a misspelt one of ours.
 * @param file `.env`, or undefined for the environment
 */
export function readVariables(variables: Variables, file: '.env' | undefined, warnings: string[]): Level {
  const level: Level = new Map();
  const own = settingsTable.flatMap(({ env }) => (env ? [env] : []));
  for (const { name, env } of settingsTable) {
    const value = env === undefined ? undefined : variables[env];
    if (env === undefined || value === undefined) continue;
    const setting = file ? `${env} in ${file}` : env;
    if (value.trim() === '') warnings.push(`${setting} is empty and counts as not set`);
    else level.set(name, { value, setting, from: file ?? 'environment' });
  }
  for (const variable of Object.keys(variables)) {
    if (!/^(SCIM|SMARTFILE)_/.test(variable) || own.includes(variable)) continue;
    const near = nearestVariable(variable, own);
    if (near)
      warnings.push(`${variable}${file ? ` in ${file}` : ''} is not a setting; did you mean ${near}?`);
  }
  return level;
}

/** The variable that was meant: what all have in common says nothing of which. */
function nearestVariable(written: string, own: readonly string[]): string | undefined {
  const bare = (name: string) => name.replace(/^[A-Z]+_/, '');
  const near = nearest(bare(written), own.map(bare));
  return near === undefined ? undefined : own.find((name) => bare(name) === near);
}
