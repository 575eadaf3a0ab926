import { randomBytes } from 'node:crypto';
import { present } from '../../schemas/present.ts';
import { isOrdinaryWord } from '../vocabulary.ts';
import type { Known } from './agreement.ts';
import { requireConsent, requireFiles, requireKnownNames, requireWords, weigh } from './agreement.ts';
import type { Command } from './commands.ts';
import { type Merged, readMerged } from './merged.ts';
import { type Settings, SettingsError } from './settings.ts';
import { settingsFrom } from './table.ts';
import { readTarget } from './target.ts';
import { readOldToken, readToken } from './token.ts';

export interface SettingsInput {
  /** Arguments after the command's name, without `--help` and `--version`. */
  argv: readonly string[];
  env: Record<string, string | undefined>;
  /** Folder of `.env`, of the config file, and of relative paths. */
  cwd: string;
  /** Read only with `--token-stdin`. */
  stdin: AsyncIterable<string | Uint8Array>;
  command: Command;
  /** Settings that code hands over; they outrank all others. */
  values?: object;
  /** Names that exist; a list that is absent is not enforced. Asked for once the settings it rests on are read. */
  known?: Known | ((settings: Settings) => Promise<Known>);
}

/**
 * The settings of a command: flags before the environment, `.env`, the config file and defaults. Touches no network.
 * A setting comes whole from the highest source that has it; lists are not merged.
 * @throws SettingsError for the first setting that cannot be used
 */
export async function readSettings(input: SettingsInput): Promise<Settings> {
  const merged = await readMerged(input);
  try {
    return await settingsOfAll(input, merged);
  } catch (error) {
    // What is missing may be there under a misspelt name.
    if (error instanceof SettingsError)
      error.notes.push(...merged.warnings.filter((line) => line.includes('did you mean')));
    throw error;
  }
}

async function settingsOfAll(input: SettingsInput, merged: Merged): Promise<Settings> {
  const { command } = input;
  const { get, given, warnings } = merged;
  const told = settingsFrom(get);
  const oldToken = readOldToken(merged);
  const settings: Settings = {
    ...told,
    target: readTarget(merged, command),
    seed: told.seed ?? randomBytes(6).toString('hex'),
    roomGiven: given('maxResources') !== undefined,
    clean: { ...told.clean, ...present({ oldToken }) },
    args: merged.args,
    warnings,
  };
  requireFiles(settings, given);
  requireWords(settings, given);
  const { known = {} } = input;
  requireKnownNames(settings, given, typeof known === 'function' ? await known(settings) : known);
  requireConsent(settings, given, command);
  const token = await readToken(merged, settings.target, input.stdin);
  if (token !== undefined && !token.includes(':') && isOrdinaryWord(token))
    merged.warnings.push('the token is itself a word of SCIM: it is hidden only after the word Bearer');
  weigh(settings);
  return token === undefined ? settings : { ...settings, token };
}
