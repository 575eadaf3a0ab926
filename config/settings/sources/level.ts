import type { Given } from '../given.ts';
import type { SettingName } from '../table.ts';

/** What one source of settings holds; flags outrank the environment, that `.env`, that the config file. */
export type Level = Map<SettingName, Given>;
