import { parseArgs } from 'node:util';
import type { Command } from '../commands.ts';
import { commands } from '../commands.ts';
import type { Given } from '../given.ts';
import { SettingsError } from '../settings.ts';
import { suggestion } from '../suggest.ts';
import type { NamedSetting } from '../table.ts';
import { listSettings, settingsTable } from '../table.ts';
import type { Level } from './level.ts';

interface Option {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

/**
 * Flags and other words of a command line.
 * @throws SettingsError for a token on the command line, an unknown flag, a missing or unwanted value, a flag given
 * twice that takes one value, a flag of another command, too few or too many words
 */
export function readArguments(argv: readonly string[], command: Command): { level: Level; args: string[] } {
  refuseTokens(argv, command);
  const flags = new Map<string, NamedSetting>();
  for (const setting of settingsTable) {
    for (const flag of [setting.flag, setting.alias]) if (flag) flags.set(flag.slice(2), setting);
  }
  // Not strict: node's own messages neither suggest a flag nor say what to do.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...flags].map(([flag, { type }]) => [
        flag,
        { type: type === 'switch' ? 'boolean' : 'string', multiple: true },
      ]),
    ),
    strict: false,
    tokens: true,
    allowNegative: true,
  });

  const level: Level = new Map();
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind === 'option') addOption(level, token, flags.get(token.name), command);
  }
  requireCount(command, args);
  return { level, args };
}

/** A command line is readable by every process of the machine and stays in the shell's history. */
function refuseTokens(argv: readonly string[], command: Command): void {
  const words = argv.map((word) => /^(--?(?:token|password|secret|bearer))(?:=|$)/.exec(word)?.[1]);
  // The token of a tenant that lives as long as the command opens nothing else.
  const own = listSettings(command).map(({ flag }) => flag as string | undefined);
  const token = words.find((word) => word !== undefined && !own.includes(word));
  if (!token) return;
  throw new SettingsError(
    token,
    `${token} would show the token to other users of this machine and leave it in the shell's history`,
    'Set SCIM_TOKEN, or use --token-env NAME or --token-stdin. If it was a real token, replace it.',
  );
}

function addOption(level: Level, option: Option, setting: NamedSetting | undefined, command: Command): void {
  const { rawName: flag, value, inlineValue } = option;
  if (!setting) {
    const mine = listSettings(command).flatMap(({ flag, alias }) =>
      [flag, alias].filter((name) => name !== undefined),
    );
    const help = `Run "scim-conformance ${command} --help" to see all flags.`;
    // Written as the variable is called: --signing-key for SCIM_SIGNING_KEY.
    const variable = flag.replace(/^--/, 'SCIM_').replaceAll('-', '_').toUpperCase();
    const same = listSettings(command).find(({ env }) => env === variable)?.flag;
    const hint = same === undefined ? suggestion(flag, mine, help) : `Did you mean ${same}?`;
    throw new SettingsError(flag, `${flag} is not a flag`, hint);
  }
  if (!setting.commands.includes(command)) {
    throw new SettingsError(
      flag,
      `${flag} does not apply to ${command}`,
      `Leave it out; it is a flag of ${setting.commands.join(', ')}.`,
    );
  }
  if (setting.type === 'switch') {
    if (inlineValue)
      throw new SettingsError(flag, `${flag} takes no value`, `Write ${flag} alone, or --no-${option.name}.`);
    level.set(setting.name, { value: !flag.startsWith('--no-'), setting: flag, from: 'flag' });
    return;
  }
  const example = `Write ${flag} ${setting.argument ?? '<value>'}`;
  if (value === undefined || value.trim() === '') {
    throw new SettingsError(
      flag,
      `${flag} has no value`,
      `${example}; a variable in its place may be empty.`,
    );
  }
  if (!inlineValue && value.startsWith('-')) {
    throw new SettingsError(
      flag,
      `${flag} is followed by another flag`,
      `${example}, or ${flag}=VALUE for a value with a hyphen.`,
    );
  }
  addValue(level, setting, { value, setting: flag, from: 'flag' });
}

function addValue(level: Level, setting: NamedSetting, given: Given): void {
  const before = level.get(setting.name);
  if (setting.type === 'list' || setting.type === 'headers') {
    const values = [...((before?.value as string[] | undefined) ?? []), given.value];
    level.set(setting.name, { ...given, value: values });
    return;
  }
  if (before) throw new SettingsError(given.setting, `${given.setting} is given twice`, 'Give it once.');
  level.set(setting.name, given);
}

function requireCount(command: Command, args: string[]): void {
  const { args: wanted, count } = commands[command];
  const usage = `Usage: scim-conformance ${command}${wanted ? ` ${wanted}` : ''} [flags]`;
  const surplus = args[count[1]];
  if (surplus !== undefined) {
    const isUrl = /^https?:/i.test(surplus);
    // A word with a colon may be a token.
    const word = surplus.includes(':') ? (isUrl ? ': the URL' : '') : `: "${surplus}"`;
    throw new SettingsError(command, `unexpected argument${word}`, isUrl ? 'Write --url before it.' : usage);
  }
  if (args.length < count[0]) throw new SettingsError(command, `${command} needs ${wanted}`, usage);
}
