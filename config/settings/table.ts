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

/** What reading a setting gives: always a value where the table has a default. */
export type SettingValue<N extends SettingName> =
  | ValueOf[(typeof rows)[N]['type']]
  | ((typeof rows)[N] extends { default: string } ? never : undefined);

/** The settings that mean something to a command, in table order. */
export function settingsOf(command: Command): NamedSetting[] {
  return settingsTable.filter((setting) => setting.commands.includes(command));
}
