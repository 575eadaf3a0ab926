import type { Profile } from '../config/profile.ts';
import { loadProfile } from '../config/profiles.ts';
import { SettingsError } from '../config/settings/settings.ts';

/**
 * The profile of a command.
 * @throws SettingsError where it cannot be read or is none
 */
export function profileOf(name: string): Profile {
  try {
    return loadProfile(name);
  } catch (error) {
    throw new SettingsError(
      '--profile',
      (error as Error).message,
      'scim-conformance list --profiles names those that travel with the suite.',
    );
  }
}
