import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../config/settings/settings.ts';
import { JOURNAL_FILE } from '../../kit/safety/journal/journal.ts';
import { findWriter, noteWriter } from './ownFiles.ts';
import { isAlive } from './processFacts.ts';

/**
 * Refuses a folder in which another process is at work: of two that go on with one journal, each would remove what the
 * other makes, and leave lines that fit no chain.
 * @param setting what named the folder
 * @throws SettingsError
 */
export function requireIdle(folder: string, setting: string): void {
  const writer = findWriter(folder);
  if (writer === undefined || !isAlive(writer)) return;
  const goesOn = setting === 'clean' || setting === '--resume';
  throw new SettingsError(
    setting,
    `another run is in progress in ${folder} (process ${writer.pid})`,
    `Wait for it to finish, or ${goesOn ? 'interrupt it first' : 'name another folder'}.`,
  );
}

/**
 * Takes a folder with a journal for this process, until what is given back is called: then its list of files is as it
 * was.
 * @throws SettingsError where another process is at work there
 */
export function occupy(folder: string, setting: string): () => void {
  requireIdle(folder, setting);
  const nothing = () => {};
  if (!existsSync(join(folder, JOURNAL_FILE))) return nothing;
  try {
    const leave = noteWriter(folder) ?? nothing;
    return () => quietly(leave);
  } catch {
    // What cannot be noted on a full disk can be removed from the endpoint all the same.
    return nothing;
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The process that is named there is gone soon.
  }
}
