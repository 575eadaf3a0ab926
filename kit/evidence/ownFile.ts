import { fchmodSync, openSync } from 'node:fs';

/** Mode of a folder that holds ids of resources: nobody but its owner looks into it. */
export const OWN_FOLDER = 0o700;
const OWN_FILE = 0o600;

/**
 * Opens a file to append to that nobody but its owner reads, whatever the umask says and whoever made it before.
 * @returns its descriptor
 */
export function openOwnFile(path: string): number {
  const file = openSync(path, 'a', OWN_FILE);
  // A file system without owners, as those of some containers are, has nothing to set.
  try {
    fchmodSync(file, OWN_FILE);
  } catch {
    return file;
  }
  return file;
}
