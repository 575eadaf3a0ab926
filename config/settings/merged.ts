import type { Command } from './commands.ts';
import type { Given } from './given.ts';
import { parseValue } from './parse.ts';
import { readArguments } from './sources/arguments.ts';
import { readConfigFile } from './sources/configFile.ts';
import type { Variables } from './sources/environment.ts';
import { readDotenv, readVariables, refuseCutSecrets } from './sources/environment.ts';
import type { Level } from './sources/level.ts';
import { readValues } from './sources/values.ts';
import type { NamedSetting, SettingName, SettingValue } from './table.ts';
import { listSettings, settingsByName } from './table.ts';

/** All sources of settings laid over each other. */
export interface Merged {
  /** The highest value of a setting, parsed; its default where none was written. */
  get<N extends SettingName>(name: N): SettingValue<N>;
  /** The highest value as written, and where; undefined where only a default is left. */
  given(name: SettingName): Given | undefined;
  /** A variable of the environment, else of `.env`, that is not empty. */
  variable(name: string): Given | undefined;
  args: string[];
  warnings: string[];
}

/**
 * Reads command line, environment, `.env` and config file.
 * @throws SettingsError
 */
export async function readMerged(input: {
  argv: readonly string[];
  env: Variables;
  cwd: string;
  command: Command;
  /** Settings that code hands over; they outrank all others. */
  values?: object;
}): Promise<Merged> {
  const { command, cwd, env } = input;
  const warnings: string[] = [];
  const line = readArguments(input.argv, command);
  const file = readDotenv(cwd);
  refuseCutSecrets(file.text, secretNames(command, line.level));
  const levels: Level[] = [
    readValues(input.values ?? {}),
    line.level,
    readVariables(env, undefined, warnings),
    readVariables(file.variables, '.env', warnings),
    await readConfigFile(cwd, warnings),
  ];

  const given = (name: SettingName): Given | undefined => {
    if (!settingsByName[name].commands.includes(command)) return undefined;
    return levels.find((level) => level.has(name))?.get(name);
  };
  return {
    given,
    get: <N extends SettingName>(name: N) => {
      const setting = settingsByName[name];
      const value = given(name) ?? fallback(name);
      const read = value === undefined ? emptyValue(setting) : parseValue(setting, value, cwd);
      return read as SettingValue<N>;
    },
    variable: (name) => {
      if (env[name]?.trim()) return { value: env[name], setting: name, from: 'environment' };
      if (!file.variables[name]?.trim()) return undefined;
      return { value: file.variables[name], setting: `${name} in .env`, from: '.env' };
    },
    args: line.args,
    warnings,
  };
}

/** What a setting is that nobody gave: none of what there may be several of. */
function emptyValue({ type }: NamedSetting): [] | object | undefined {
  if (type === 'list') return [];
  return type === 'headers' ? {} : undefined;
}

function fallback(name: SettingName): Given | undefined {
  const value = settingsByName[name].default;
  return value === undefined ? undefined : { value, setting: `the default of ${name}`, from: 'default' };
}

function secretNames(command: Command, flags: Level): string[] {
  const names = listSettings(command).flatMap(({ secret, env }) => (secret && env ? [env] : []));
  const chosen = [flags.get('tokenEnv')?.value, flags.get('oldTokenEnv')?.value];
  return [...names, ...chosen.flatMap((name) => (name === undefined ? [] : [String(name)]))];
}
