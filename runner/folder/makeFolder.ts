import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OWN_FOLDER } from '../../kit/evidence/ownFile.ts';

/**
 * Makes a folder and those above it that are missing, one at a time. Node's own `recursive` never ends where the
 * system makes no folders, as below /proc.
 * @throws Error where a part of the path is no folder or may not be made
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let folder = path; !isFolder(folder); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode: OWN_FOLDER });
    } catch (error) {
      // Another run may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** @throws Error where there is something else, or it cannot be looked at */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.isDirectory()) return true;
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}
