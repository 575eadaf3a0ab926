import { existsSync } from 'node:fs';
import { readPackageJson } from '../schemas/packageRoot.ts';
import { validateData } from './dataFile.ts';
import type { Profile } from './profile.ts';
import { rowById } from './requirements/catalogue.ts';
import type { Row, Severity, Source } from './row.ts';
import { readUserJson } from './userJson.ts';

/** Names of the profiles that travel with the package; the first is the default. */
export const profileNames = ['smartfile', 'rfc', 'entra', 'okta'] as const;

/**
 * A profile of the package by its name, or a user's own by the path of its file.
 * @throws Error naming the file and the JSON path of each defect; for an unknown name, the names there are
 */
export function loadProfile(nameOrPath: string): Profile {
  const own = (profileNames as readonly string[]).includes(nameOrPath);
  if (!own && !existsSync(nameOrPath)) {
    throw new Error(
      `profile "${nameOrPath}": no such file, and not one of ${profileNames.join(', ')}; give a name or a path`,
    );
  }
  if (own) return withShown(readPackageJson<Profile>(`config/profiles/${nameOrPath}.json`));
  return validateProfile(readUserJson(nameOrPath), nameOrPath);
}

/**
 * Checks a profile: its shape, that no source both decides and is shown, that the rows it regrades exist.
 * @throws Error naming the file and the JSON path of each defect
 */
export function validateProfile(data: unknown, file: string): Profile {
  const profile = withShown(validateData<Profile>('profile.schema.json', data, file));
  const twice = profile.shows.findIndex((source) => profile.decides.includes(source));
  if (twice >= 0) {
    throw new Error(`${file}: /shows/${twice} is "${profile.shows[twice]}", which is already in /decides`);
  }
  profile.severity.forEach(({ row }, at) => {
    // Rows of a user's own suites are read later, so only rows of our sources can be looked up here.
    if (!row.startsWith('x-') && !rowById(row)) {
      throw new Error(`${file}: /severity/${at}/row is "${row}", which is not a row of the catalogue`);
    }
  });
  return profile;
}

/** What breaking the row means under this profile: the row's own severity unless the profile regrades it. */
export function severityOf(row: Pick<Row, 'id' | 'severity'>, profile: Profile): Severity {
  return profile.severity.find((one) => one.row === row.id)?.to ?? row.severity;
}

/** Why a row is not graded as its level suggests: the profile's reason, else the row's own. */
export function findReason(row: Pick<Row, 'id' | 'reason'>, profile: Profile): string | undefined {
  return profile.severity.find((one) => one.row === row.id)?.reason ?? row.reason;
}

/** Sources that stand beside the verdict in every profile that does not let them decide. */
const beside: readonly Source[] = ['rfc', 'practice'];

function withShown(profile: Omit<Profile, 'shows'> & { shows?: Source[] }): Profile {
  return { ...profile, shows: profile.shows ?? beside.filter((source) => !profile.decides.includes(source)) };
}
