import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../config/settings/settings.ts';
import { checkJournal, reckonJournal } from '../../kit/safety/journal/file.ts';
import { JOURNAL_FILE, type Reckoning } from '../../kit/safety/journal/journal.ts';
import { finish, unfinished, unseen } from '../finish.ts';
import { readState } from '../jobState.ts';
import type { RunOrder } from '../order.ts';
import { shownUrl } from '../setup.ts';
import { cleanCommand, type Reach } from './cleanCommand.ts';
import { NotCleaned } from './notCleaned.ts';
import { requireIdle } from './occupy.ts';

/**
 * Refuses a folder in which a run is under way, or did not come to the end of its clean-up.
 * @param setting what named the folder
 * @throws SettingsError with the command that removes what is left
 */
export function requireFinished(folder: string, setting: string, reach: Reach = {}): void {
  requireIdle(folder, setting);
  const reckoning = reckonJournal(folder);
  const left = unfinished(reckoning).length + unseen(reckoning).length;
  if (left > 0) throw refusal(folder, setting, reckoning, left, reach);
}

/**
 * Makes a folder free for a new run: what an earlier one left on the endpoint is removed first, where this run may
 * write to that endpoint with that credential. Its journal is kept, under the name of its run.
 * @param tell told that it does
 * @param stop ends it at once
 * @throws SettingsError where it may not, with the command that does; nothing was sent then. NotCleaned where
 *   something is left; the folder is as it was then, but for what the journal notes as removed.
 */
export async function settleFormer(
  order: Omit<RunOrder, 'own'>,
  tell: (line: string) => void,
  stop: AbortSignal,
): Promise<void> {
  const { folder, settings, endpoint } = order;
  requireIdle(folder, '--out');
  const reckoning = reckonJournal(folder);
  const { start } = reckoning;
  if (start === undefined) {
    dropUnbegun(folder);
    return;
  }
  const left = unfinished(reckoning).length + unseen(reckoning).length;
  const shown = shownUrl(endpoint.url, endpoint.token);
  if (left > 0) {
    const mayClean =
      !settings.readOnly && start.url === shown && checkJournal(folder, endpoint.token) === undefined;
    if (!mayClean || readState(folder).kept) throw refusal(folder, '--out', reckoning, left, settings);
    const what = hasLeft(reckoning)
      ? 'was cut short: removing what it left'
      : 'may have left something: looking for it';
    tell(`The previous run in ${folder} ${what} (${left}).`);
    const finished = await finish(order, stop);
    const [first] = finished.left;
    if (first !== undefined)
      throw new NotCleaned(
        `${finished.left.length} ${finished.left.length === 1 ? 'resource' : 'resources'} of the previous run in ${folder} could not be removed; ${first.path}: ${first.why}`,
        `Nothing else was done. Remove them by hand or with: ${cleanCommand(folder, shown === endpoint.url ? shown : undefined, settings)}`,
      );
  }
  renameSync(join(folder, JOURNAL_FILE), join(folder, `journal-${start.run}.ndjson`));
}

/** A run that was killed before the first line of its journal was whole sent nothing. */
function dropUnbegun(folder: string): void {
  const journal = join(folder, JOURNAL_FILE);
  if (!existsSync(journal)) return;
  if (!readFileSync(journal, 'utf8').includes('\n')) {
    rmSync(journal);
    return;
  }
  throw new SettingsError(
    '--out',
    `${journal} does not begin like the journal of a run`,
    'It may say what is left on an endpoint: move it, or name another folder.',
  );
}

/** Whether the run is known to have left something: what it was told is not there, it may have left all the same. */
const hasLeft = (reckoning: Reckoning): boolean =>
  unfinished(reckoning).some(({ path }) => path !== undefined);

function refusal(
  folder: string,
  setting: string,
  reckoning: Reckoning,
  left: number,
  reach: Reach,
): SettingsError {
  const url = reckoning.start?.url ?? '';
  return new SettingsError(
    setting,
    hasLeft(reckoning)
      ? `the run in ${folder} was cut short: up to ${left} of its resources are still on ${url}`
      : `the run in ${folder} may have left up to ${left} ${left === 1 ? 'resource' : 'resources'} on ${url}`,
    `Remove them first, or name another folder: ${cleanCommand(folder, url, reach)}`,
  );
}
