import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../config/settings/commands.ts';
import type { SettingsInput } from '../../config/settings/readSettings.ts';
import { readSettings } from '../../config/settings/readSettings.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { atEndOfFile } from '../atEnd.ts';

/** What a user has written where; every field may be left out. */
export interface Written {
  argv?: string[];
  env?: Record<string, string>;
  /** Content of `.env`. */
  dotenv?: string;
  /** Content of the config file: text as it is, anything else as JSON. */
  config?: unknown;
  stdin?: string;
  command?: Command;
  known?: NonNullable<SettingsInput['known']>;
  /** Further files of the folder, by name. */
  files?: Record<string, string>;
}

const folders: string[] = [];

/** Reads settings in a new folder that holds exactly what is written. */
export async function read(written: Written): Promise<Settings & { cwd: string }> {
  const { argv = [], env = {}, dotenv, config, stdin = '', command = 'run', known, files = {} } = written;
  const cwd = mkdtempSync(join(tmpdir(), 'settings-'));
  folders.push(cwd);
  atEndOfFile(() => rmSync(cwd, { recursive: true }));
  if (dotenv !== undefined) writeFileSync(join(cwd, '.env'), dotenv);
  if (config !== undefined) {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    writeFileSync(join(cwd, 'scim-conformance.config.json'), text);
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const chunks = (async function* () {
    yield stdin;
  })();
  const input: SettingsInput = { argv, env, cwd, stdin: chunks, command, ...(known && { known }) };
  return { ...(await readSettings(input)), cwd };
}

/** Message and hint of the error that reading ends with; the folder's own path shown as `~`. */
export async function refusal(written: Written): Promise<string> {
  const error = await read(written).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SettingsError)) throw new Error(`settings were not refused: ${String(error)}`);
  return [...error.notes, error.message, error.hint].join(' | ').replaceAll(folders.at(-1) ?? '', '~');
}

/** An endpoint on this machine, which needs neither token nor consent. */
export const local = { SCIM_TENANT_URL: 'http://127.0.0.1:8080/scim' };

/** An endpoint elsewhere with all that it needs. */
export const remote = {
  SCIM_TENANT_URL: 'https://site.smartfile.com/ftp/scim',
  SCIM_TOKEN: 'key1234:password1234',
  SCIM_ALLOW_WRITES: '1',
};
