import type { Command } from './commands.ts';
import { conductSettings } from './table/conduct.ts';
import { endpointSettings } from './table/endpoint.ts';
import { jobSettings } from './table/jobs.ts';
import { provisioningSettings } from './table/provisioning.ts';
import { selectionSettings } from './table/selection.ts';
import type { Setting, ValueOf } from './table/setting.ts';
import { singleSettings } from './table/single.ts';

const rows = {
  ...endpointSettings,
  ...selectionSettings,
  ...conductSettings,
  ...jobSettings,
  ...provisioningSettings,
  ...singleSettings,
};

export type SettingName = keyof typeof rows;

export type NamedSetting = Setting & { name: SettingName };

/** Every setting by name, as precise as the table states it. */
export const settingsByName: { [N in SettingName]: NamedSetting & { type: (typeof rows)[N]['type'] } } =
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, name }])) as never;

/** Every setting in the order of help: what flags, variables, config keys, documents and `.env.example` rest on. */
export const settingsTable: readonly NamedSetting[] = Object.values(settingsByName);

type RowOf<N extends SettingName> = (typeof rows)[N];

type Told<R extends Setting> = R extends { choices: readonly (infer C)[] }
  ? R['type'] extends 'list'
    ? C[]
    : C
  : ValueOf[R['type']];

/** What reading a setting gives: always a value where the table has a default, and where there may be several. */
export type SettingValue<N extends SettingName> =
  | Told<RowOf<N>>
  | (RowOf<N> extends { default: string } | { type: 'list' | 'headers' } ? never : undefined);

/** The path under which a setting stands among those of a command. */
type MemberOf<N extends SettingName> = RowOf<N> extends { member: infer M } ? M : N;

type Flat = { [N in SettingName as Exclude<MemberOf<N>, false> & string]: SettingValue<N> };

type Head<P> = P extends `${infer H}.${string}` ? H : never;

/** Members that may be missing, in place of those that may be undefined. */
type Optional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** All that the table says of what a command is told, by paths. */
export type FromTable = Optional<{
  [K in keyof Flat as K extends `${string}.${string}` ? never : K]: Flat[K];
}> & {
  [H in Head<keyof Flat>]: Optional<{
    [K in keyof Flat as K extends `${H}.${infer R}` ? R : never]: Flat[K];
  }>;
};

/** Lays what each setting of the table comes to under its path. */
export function settingsFrom(get: <N extends SettingName>(name: N) => SettingValue<N>): FromTable {
  const settings = new Map<string, unknown>();
  const groups = new Map<string, object>();
  for (const { name, member = name } of settingsTable) {
    if (member === false) continue;
    const [head = '', inner] = member.split('.');
    const value: unknown = get(name);
    const told = value !== undefined;
    if (inner === undefined) {
      if (told) settings.set(head, value);
    } else groups.set(head, { ...groups.get(head), ...(told && { [inner]: value }) });
  }
  return Object.fromEntries([...settings, ...groups]) as never;
}

/** The settings that mean something to a command, in table order. */
export function listSettings(command: Command): NamedSetting[] {
  return settingsTable.filter((setting) => setting.commands.includes(command));
}
