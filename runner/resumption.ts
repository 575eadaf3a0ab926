import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SettingsError } from '../config/settings/settings.ts';
import { EXCHANGES_FILE } from '../kit/evidence/evidence.ts';
import { checkJournal, reckonJournal } from '../kit/safety/journal/file.ts';
import { JOURNAL_FILE, type Pending } from '../kit/safety/journal/journal.ts';
import { countLines } from '../kit/safety/journal/lines.ts';
import { present } from '../schemas/present.ts';
import { requireIdle } from './folder/occupy.ts';
import { type JobFiles, readState, type Size, writeState } from './jobState.ts';
import { shownUrl } from './setup.ts';

/** An interrupted job, as its folder tells of it. */
export interface Resumed {
  runId: string;
  /** What it made and did not remove, and what was said not to be there; see `Reckoning`. */
  pending: Pending[];
  doubtful: Pending[];
  /** Names with the run's marker that its changes carried. */
  carried: readonly string[];
  folder: string;
  /** Number of the last cycle that began. */
  cycle: number;
  exchanges: number;
  /** What it made was to be left. */
  kept: boolean;
  synthetic?: Size;
}

/** Notes what a job is made of, so that it can be resumed with the same. */
export function noteJob(folder: string, files: JobFiles, synthetic: Size | undefined): void {
  writeState(folder, { cycle: 0, files: digestFiles(files), ...present({ synthetic }) });
}

/** Notes that a cycle begins. */
export function noteCycle(folder: string, cycle: number): void {
  writeState(folder, { ...readState(folder), cycle });
}

/** Notes that what a job made is left on purpose. */
export function noteKept(folder: string): void {
  writeState(folder, { ...readState(folder), kept: true });
}

/**
 * An interrupted job by its journal.
 * @param files those that it is given now
 * @throws SettingsError where the file is no journal, or that of another endpoint, credential or directory, or where
 *   its job goes on; nothing was sent
 */
export function readResumed(
  file: string,
  endpoint: { url: string; token?: string },
  files: JobFiles,
): Resumed {
  const folder = file.endsWith(JOURNAL_FILE) ? dirname(file) : file;
  requireIdle(folder, '--resume');
  const { start, pending, doubtful, carried } = reckonJournal(folder);
  const refuse = (says: string) =>
    new SettingsError('--resume', `${file} ${says}`, 'Name the journal.ndjson of an interrupted provision.');
  if (start === undefined) throw refuse('is not the journal of a run');
  const fault = checkJournal(folder, endpoint.token);
  if (fault?.why === 'edited')
    throw refuse(`was changed: line ${fault.line} is not what the job wrote there`);
  if (fault?.why === 'unchained') throw refuse('has no chain, like all journals of earlier versions');
  if (fault !== undefined) throw refuse('belongs to a run with another credential');
  const url = shownUrl(endpoint.url, endpoint.token);
  if (start.url !== url) throw refuse(`belongs to a run against ${start.url}, not against ${url}`);
  const state = readState(folder);
  refuseOthers(state.files ?? {}, digestFiles(files));
  return {
    runId: start.run,
    pending,
    doubtful,
    carried,
    folder,
    cycle: state.cycle ?? 1,
    exchanges: countLines(join(folder, EXCHANGES_FILE)) + 1,
    kept: state.kept === true,
    ...present({ synthetic: state.synthetic }),
  };
}

function refuseOthers(then: JobFiles, now: JobFiles): void {
  for (const flag of ['--directory', '--mapping', '--scope'] as const) {
    if (then[flag] === now[flag]) continue;
    const says = then[flag] === undefined ? 'had none' : 'used another file, or this one before it changed';
    throw new SettingsError(
      flag,
      `${flag}: the interrupted job ${says}`,
      'Resume with the files that the job began with, or remove what it created with scim-conformance clean.',
    );
  }
}

function digestFiles(files: JobFiles): JobFiles {
  return Object.fromEntries(Object.entries(files).map(([flag, file]) => [flag, makeDigest(file)]));
}

function makeDigest(file: string): string {
  const hash = createHash('sha256');
  const open = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(256 * 1024);
    for (let size = readSync(open, chunk); size > 0; size = readSync(open, chunk))
      hash.update(chunk.subarray(0, size));
  } finally {
    closeSync(open);
  }
  return hash.digest('hex');
}
