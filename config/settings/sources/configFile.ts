import { join } from 'node:path';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { compileSchema } from '../../../schemas/ajv.ts';
import { readUserText, UnreadableFile } from '../../userFile.ts';
import { parseUserJson } from '../../userJson.ts';
import { SettingsError } from '../settings.ts';
import { suggestion } from '../suggest.ts';
import { settingsTable } from '../table.ts';
import { configSchema } from './configSchema.ts';
import type { Level } from './level.ts';

const configFileName = 'scim-conformance.config.json';

/** Where the form of the file stands, for editors and people. */
const FORM = 'The full format: schemas/files/config.schema.json.';

type Json = Record<string, unknown>;

/**
 * The settings of the config file in a folder; none where there is no such file.
 * @throws SettingsError that names the JSON path and the file
 */
export async function readConfigFile(cwd: string, warnings: string[]): Promise<Level> {
  const level: Level = new Map();
  const document = readJson(join(cwd, configFileName));
  if (document === undefined) return level;
  validate(document);
  for (const { name, key } of settingsTable) {
    const value = key
      ?.split('.')
      .reduce<unknown>((node, part) => (node as Json | undefined)?.[part], document);
    if (value === undefined) continue;
    const setting = `${key} in ${configFileName}`;
    if (value === '') warnings.push(`${setting} is empty and counts as not set`);
    else level.set(name, { value, setting, from: 'config' });
  }
  return level;
}

function readJson(path: string): unknown {
  try {
    return parseUserJson(readUserText(path), configFileName);
  } catch (error) {
    if (error instanceof UnreadableFile && error.missing) return undefined;
    throw new SettingsError(
      configFileName,
      (error as Error).message,
      error instanceof UnreadableFile
        ? 'Make it a readable file.'
        : 'Correct it there. JSON has no comments, and no comma after the last member.',
    );
  }
}

function validate(document: unknown): void {
  const { validate: fits } = compileSchema(configSchema(), { verbose: true });
  if (fits(document)) return;
  const [error] = fits.errors ?? [];
  if (error) throw explain(error);
}

function explain(error: ErrorObject): SettingsError {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const keys = Object.keys((error.parentSchema as { properties?: Json } | undefined)?.properties ?? {});
  if (error.keyword !== 'additionalProperties') {
    const setting = path === '' ? configFileName : `${path} in ${configFileName}`;
    const wanted = [error.params.type].flat().join(' or ');
    return new SettingsError(
      setting,
      `${setting} is not of type ${wanted}`,
      `Write a JSON ${wanted}. ${FORM}`,
    );
  }
  const key = String(error.params.additionalProperty);
  const setting = `${path ? `${path}.` : ''}${key} in ${configFileName}`;
  if (/token|password|secret|productkey|authorization/i.test(key)) {
    return new SettingsError(
      setting,
      `${setting} would put a secret into a file that is meant to be shared`,
      'Set SCIM_TOKEN in the environment or in .env, and keep .env out of version control.',
    );
  }
  const hint = suggestion(key, keys, `Known keys: ${keys.join(', ')}.`);
  return new SettingsError(setting, `${setting} is not a key`, `${hint} ${FORM}`);
}
