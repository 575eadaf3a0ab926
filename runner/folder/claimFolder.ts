import { SettingsError } from '../../config/settings/settings.ts';
import { requireFinished } from './former.ts';
import { makeFolder } from './makeFolder.ts';
import { noteFiles, refuseForeign } from './ownFiles.ts';

/**
 * Makes sure that a command which sends nothing itself may write files into a folder, and notes them as made by it.
 * @param setting what named the folder
 * @throws SettingsError where a file there was not made by a run, where a run there did not come to its end, or where
 *   the folder cannot be written
 */
export function claimFolder(folder: string, names: readonly string[], setting: string): void {
  try {
    makeFolder(folder);
    refuseForeign(folder, names, setting);
    requireFinished(folder, setting);
    noteFiles(folder, names, false);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const says = `${folder} cannot be written${code === undefined ? '' : ` (${code})`}: ${message}`;
    throw new SettingsError(setting, says, 'Name a folder that you can write to, on a disk with room.');
  }
}
