import { parseTarget } from '../../clients/entra/index.ts';
import { readMappingFile, withMapping } from '../../config/mapping/read.ts';
import type { ReadMapping } from '../../config/mapping/shape.ts';
import type { Profile } from '../../config/profile.ts';
import { loadProfile } from '../../config/profiles.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';

/**
 * The profile of a command.
 * @throws SettingsError where it cannot be read or is none
 */
export function requireProfile(name: string): Profile {
  try {
    return loadProfile(name);
  } catch (error) {
    throw new SettingsError(
      '--profile',
      (error as Error).message,
      'scim-conformance list --profiles lists the built-in ones; schemas/files/profile.schema.json defines the format.',
    );
  }
}

/**
 * The profile of a run: with the user's own mapping where there is one. What of it is not understood is named on
 * stderr.
 * @throws SettingsError where profile or mapping cannot be read
 */
export function profileFor({ profile: name, mapping }: Pick<Settings, 'profile' | 'mapping'>): Profile {
  const profile = requireProfile(name);
  if (mapping === undefined) return profile;
  let read: ReadMapping;
  try {
    read = readMappingFile(mapping);
  } catch (error) {
    throw new SettingsError(
      '--mapping',
      (error as Error).message,
      'Give a list of { resource, source, target } (schemas/files/mapping.schema.json), or the synchronizationSchema that Microsoft Graph exports.',
    );
  }
  const strange = read.mapping.filter(({ target }) => parseTarget(target) === undefined);
  const notes = [...read.leftOut, ...strange.map(({ target }) => `target "${target}" is not understood`)];
  for (const note of notes) process.stderr.write(`Left out of the mapping: ${note}\n`);
  for (const note of read.notes) process.stderr.write(`Note on the mapping: ${note}\n`);
  return withMapping(profile, read);
}
