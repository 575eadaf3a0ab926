import { profileNames } from '../../config/profiles.ts';
import type { Known } from '../../config/settings/agreement.ts';
import type { Command } from '../../config/settings/commands.ts';
import { readSettings, type SettingsInput } from '../../config/settings/readSettings.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { groupName } from '../../kit/check/definition.ts';
import { loadOwnSuites, type OwnSuites } from '../../runner/ownSuites.ts';
import { catalogue } from '../../suites/catalogue.ts';

/** What the settings of a command may name beside groups, checks and profiles. */
type Further = (settings: Settings) => Promise<Known>;

/** Faces, defects and variations, for a command that may use the embedded tenant: it is loaded only where it is used. */
export const embeddedKnown: Further = async ({ target }) =>
  'embedded' in target ? (await import('./embedded.ts')).embeddedNames : {};

/**
 * The settings of a command that knows the catalogue, and the user's own suites.
 * @param further names that the command accepts beside groups, checks and profiles
 * @throws SettingsError for the first that cannot be used; nothing was sent then
 */
export async function readCatalogueSettings(
  command: Command,
  argv: string[],
  further?: Further,
): Promise<{ settings: Settings; own: OwnSuites }> {
  return readKnowing(readInput(command, argv), further);
}

/**
 * Settings, judged by the names that the catalogue and the user's own suites have.
 * @throws SettingsError
 */
export async function readKnowing(
  input: SettingsInput,
  further?: Further,
): Promise<{ settings: Settings; own: OwnSuites }> {
  let own: OwnSuites = { checks: [], rows: [], files: [] };
  const settings = await readSettings({
    ...input,
    // Which groups and checks there are is known only when the user's own suites are loaded.
    known: async (given) => {
      own = await loadOwnSuites(given.suites);
      const entries = [...catalogue, ...own.checks];
      return {
        groups: [...new Set(entries.map((entry) => groupName(entry.id)))],
        checks: entries.map((entry) => entry.id),
        profiles: [...profileNames],
        ...(await further?.(given)),
      };
    },
  });
  return { settings, own };
}

/** Where the settings of a command of this process come from. */
export function readInput(command: Command, argv: string[]) {
  return { argv, env: process.env, cwd: process.cwd(), stdin: process.stdin, command };
}
