import { SettingsError } from '../config/settings/settings.ts';
import { checkJournal, type JournalFault, reckonJournal } from '../kit/safety/journal/file.ts';
import { JOURNAL_FILE, type JournalEntry, type Reckoning } from '../kit/safety/journal/journal.ts';
import { shownUrl } from './setup.ts';

/** A journal that may be gone by. */
export interface Trusted {
  start: JournalEntry & { event: 'run' };
  reckoning: Reckoning;
  /** Why its lines prove nothing by themselves, where it is gone by all the same. */
  fault?: JournalFault;
}

/**
 * The journal of a run, where each of its lines is one that the run wrote with this credential.
 * @param oldToken the credential that the run had, where it was replaced since
 * @param acceptFault goes by the journal although its chain does not fit
 * @throws SettingsError where there is none, where it is of another endpoint or credential, or was changed
 */
export function openJournal(
  folder: string,
  { url, token }: { url: string; token?: string },
  { oldToken, acceptFault = false }: { oldToken?: string; acceptFault?: boolean } = {},
): Trusted {
  const reckoning = reckonJournal(folder);
  const { start } = reckoning;
  if (start === undefined)
    throw new SettingsError(
      'clean',
      `${folder} has no ${JOURNAL_FILE} of a run`,
      'Name the folder of a run: the one given with --out, or one under results/.',
    );
  const shown = shownUrl(url, oldToken ?? token);
  if (start.url !== shown && start.url !== url)
    throw new SettingsError(
      'SCIM_TENANT_URL',
      `the run in ${folder} was against ${start.url}, not against ${shown}`,
      'Set the tenant URL of that run: nothing is removed anywhere else.',
    );
  const fault = checkJournal(folder, oldToken ?? token);
  if (fault === undefined) return { start, reckoning };
  if (acceptFault) return { start, reckoning, fault };
  throw refusal(folder, fault);
}

const ACCEPT = "with --accept-edited, clean removes only resources whose own name contains the run's marker";

function refusal(folder: string, fault: JournalFault): SettingsError {
  const file = `${folder}/${JOURNAL_FILE}`;
  if (fault.why === 'other-credential')
    return new SettingsError(
      'SCIM_TOKEN',
      `the run in ${folder} used another credential`,
      `Set the token of that run, or name it with --old-token-env if it has been replaced since. If it is the same token, every line of ${file} was changed: ${ACCEPT}.`,
    );
  if (fault.why === 'unchained')
    return new SettingsError(
      'clean',
      `${file} has no chain, like all journals of earlier versions, so a change to it would not show`,
      `Nothing was removed; ${ACCEPT}.`,
    );
  return new SettingsError(
    'clean',
    `${file} was changed: line ${fault.line} is not what the run wrote there`,
    `Nothing was removed. Find out who changed it; ${ACCEPT}.`,
  );
}
