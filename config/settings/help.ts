import type { Command } from './commands.ts';
import { commands } from './commands.ts';
import { usages } from './examples.ts';
import { folded } from './fold.ts';
import type { HelpGroup } from './table/setting.ts';
import type { NamedSetting } from './table.ts';
import { listSettings } from './table.ts';

const program = 'scim-conformance';

const groups: HelpGroup[] = [
  'Endpoint',
  'Token',
  'Embedded tenant',
  'Decision',
  'Product',
  'Certification',
  'Provisioning',
  'What to run',
  'What to show',
  'Pace',
  'Safety',
  'Output',
];

/**
 * What `scim-conformance --help` prints: every command in one line.
 * @param width columns of the terminal, at which it is folded; without one nothing is
 */
export function overviewText(width?: number): string {
  const names = Object.keys(commands) as Command[];
  const usages = names.map((name) => ({
    usage: `${name} ${commands[name].args}`,
    says: commands[name].says,
  }));
  return [
    `Usage: ${program} <command> [flags]`,
    '',
    ...columns(
      [
        ...usages.map(({ usage, says }): [string, string] => [usage.trimEnd(), says]),
        ['complete <shell>', 'Print the completion script for bash, zsh, fish or powershell'],
        ['version', 'Print the version'],
      ],
      width,
    ),
    '',
    `Flags of a command: ${program} <command> --help`,
    ...folded(
      `Next: ${program} run --embedded shows a whole run; ${program} init sets up your endpoint`,
      width,
    ),
    '',
  ].join('\n');
}

/**
 * What `--help` of a command prints: examples, its flags by group with variable and default, the next step; ends with a
 * line break.
 * @param width as of `overviewText`
 */
export function helpText(command: Command, width?: number): string {
  const { args, says } = commands[command];
  const { examples, next } = usages[command];
  const settings = listSettings(command);
  const sections = groups.flatMap((group) => {
    const lines = settings
      .filter((setting) => setting.group === group && (setting.flag || setting.env))
      .map(line);
    return lines.length === 0 ? [] : ['', group, ...columns(lines, width)];
  });
  const configurable = settings.some(({ env, key }) => env || key);
  return [
    `Usage: ${program} ${command}${args ? ` ${args}` : ''} [flags]`,
    '',
    ...folded(`${says}.`, width),
    '',
    'Examples',
    ...examples.flatMap(([typed, why]) => [
      `  ${program} ${typed}`,
      ...folded(why, width && width - 6).map((one) => `      ${one}`),
    ]),
    ...sections,
    ...(configurable ? ['', ...precedence.flatMap((one) => folded(one, width))] : []),
    '',
    ...folded(`Next: ${next}`, width),
    '',
  ].join('\n');
}

const precedence = [
  'Flags override variables [in brackets], which override .env, which overrides scim-conformance.config.json.',
  'For a list, use commas or repeat the flag; on/off flags have a --no- form.',
  'Durations are written 500ms, 30s, 10m or 1h; a bare number is in seconds.',
];

function line(setting: NamedSetting): [string, string] {
  const { flag, alias, env, argument, help } = setting;
  const names = [flag, alias].filter((name) => name !== undefined).join(', ');
  const left = flag ? `${names}${argument ? ` ${argument}` : ''}` : (env ?? '');
  const standard = describeDefault(setting);
  const notes = [standard && `(${standard})`, flag && env && `[${env}]`].filter(Boolean).join(' ');
  return [left, notes === '' ? help : `${help} ${notes}`];
}

/** The default as documents show it; empty for an on/off setting, which is off. */
export function describeDefault({ type, default: text, defaultText }: NamedSetting): string {
  return type === 'switch' ? '' : (text ?? defaultText ?? '');
}

/** Narrower than this, what stands beside a name is put below it. */
const READABLE = 32;

function columns(lines: [string, string][], width?: number): string[] {
  const names = Math.max(...lines.map(([left]) => left.length));
  const beside = width === undefined ? undefined : width - names - 4;
  if (width !== undefined && beside !== undefined && beside < READABLE)
    return lines.flatMap(([left, right]) => [
      `  ${left}`,
      ...folded(right, width - 6).map((one) => `      ${one}`),
    ]);
  return lines.flatMap(([left, right]) =>
    folded(right, beside).map((one, at) => `  ${(at === 0 ? left : '').padEnd(names)}  ${one}`),
  );
}
