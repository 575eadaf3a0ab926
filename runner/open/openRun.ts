import { resolve } from 'node:path';
import { SettingsError } from '../../config/settings/settings.ts';
import { newRunId } from '../../kit/check/random.ts';
import { type Evidence, fileEvidence, memoryEvidence } from '../../kit/evidence/evidence.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { RunSetup } from '../../kit/run/session/runSetup.ts';
import { beginJournal, continueJournal } from '../../kit/safety/journal/file.ts';
import { type Journal, memoryJournal } from '../../kit/safety/journal/journal.ts';
import { cleanCommand } from '../folder/cleanCommand.ts';
import { settleFormer } from '../folder/former.ts';
import { makeFolder } from '../folder/makeFolder.ts';
import { occupy, requireIdle } from '../folder/occupy.ts';
import { EVIDENCE, noteFiles, refuseForeign, removeOwn } from '../folder/ownFiles.ts';
import { pointLatest } from '../folder/pointLatest.ts';
import type { RunOrder } from '../order.ts';
import { makeSetup, shownUrl } from '../setup.ts';
import { listenForInterrupts } from './interrupts.ts';
import { OpenRun } from './opened.ts';
import { Stopping } from './stopping.ts';

const STOPPING =
  'Stopping: no further check starts, and everything created is removed. Press Ctrl-C again to quit at once.';

/** What a run is opened with. */
export interface OpenOrder extends Omit<RunOrder, 'own' | 'folder' | 'runId'> {
  /** Names of what is written beside the evidence; see `ownFiles`. */
  writes: readonly string[];
  /** The interrupted job that goes on, with the exchanges that it had. */
  resumed?: { runId: string; folder: string; exchanges: number };
  /** What differs from the settings. */
  adjust?: Partial<RunSetup>;
  /** How long it may take, in milliseconds; without end where it is not said. */
  deadlineMs?: number;
  /** Takes the interrupts of this process: the first ends the run in good order, the second at once. */
  attended: boolean;
  /** Interrupts it from code. */
  signal?: AbortSignal;
  /** Told what somebody has to see however quiet the run is. */
  tell?(line: string): void;
  /** What the first interrupt does, in words. */
  stopping?: string;
}

/** A run in memory: without a folder, and without an interrupt unless it is attended. */
export interface MemoryOrder {
  setup: RunSetup;
  exchanges?: Exchange[];
  attended?: boolean;
}

/**
 * Opens a run, in the one way in which any is opened: its folder, which is made, kept apart from files of others and
 * freed of what a run before left on the endpoint; its entry in the journal; its evidence; its deadline and interrupts;
 * its guarded session.
 * @throws SettingsError where the folder cannot be used; nothing was sent then. NotCleaned where what an earlier run
 *   left could not be removed
 */
export async function openRun(order: OpenOrder): Promise<OpenRun> {
  const runId = order.resumed?.runId ?? newRunId();
  const startedAt = new Date().toISOString();
  const { endpoint, settings, resumed } = order;
  const folder = resumed?.folder ?? settings.out ?? resolve('results', `${compact(startedAt)}-${runId}`);
  const names = [...EVIDENCE, ...order.writes];
  const url = shownUrl(endpoint.url, endpoint.token);
  const command = cleanCommand(folder, url === endpoint.url ? url : undefined, settings);
  // The embedded tenant is gone with the run, and what was left on it too.
  const remedy = endpoint.embedded ? '' : command;
  const stopping = new Stopping(runId, order.deadlineMs, remedy);
  const release = interruptible(stopping, order, remedy);
  try {
    if (resumed === undefined) await prepare({ ...order, folder, runId }, names, stopping.signal);
    else goOn(folder, names);
    const start = {
      run: runId,
      url,
      at: startedAt,
      ...(endpoint.embedded && { embedded: true as const }),
    };
    const files = writable(folder, () => {
      const journal = resumed
        ? continueJournal(folder, endpoint.token)
        : beginJournal(folder, start, endpoint.token);
      return { journal, evidence: fileEvidence(folder) };
    });
    if (resumed === undefined && settings.out === undefined) pointLatest(folder);
    const setup = {
      ...makeSetup(order, runId),
      firstExchange: (resumed?.exchanges ?? 0) + 1,
      ...order.adjust,
    };
    return new OpenRun({ setup, files, stopping, release, startedAt, folder, names, command });
  } catch (error) {
    stopping.over();
    release();
    throw error;
  }
}

/** Opens a run that leaves nothing on this machine. */
export function openInMemory({ setup, exchanges = [], attended = false }: MemoryOrder): OpenRun {
  const files: { evidence: Evidence; journal: Journal } = {
    evidence: memoryEvidence(exchanges),
    journal: memoryJournal(),
  };
  const stopping = new Stopping(setup.runId, undefined, '');
  const interrupts = attended ? listenForInterrupts(() => stopping.interrupt()) : undefined;
  const release = () => interrupts?.release();
  return new OpenRun({ setup, files, stopping, release, startedAt: new Date().toISOString() });
}

/** Makes the folder of a run and frees it of what runs before left, on the endpoint and in the folder. */
async function prepare(
  order: OpenOrder & { folder: string; runId: string },
  names: readonly string[],
  stop: AbortSignal,
): Promise<void> {
  const { folder } = order;
  writable(folder, () => {
    makeFolder(folder);
    refuseForeign(folder, names, '--out');
  });
  const leave = occupy(folder, '--out');
  try {
    await settleFormer(order, order.tell ?? (() => {}), stop);
  } catch (error) {
    leave();
    throw error;
  }
  writable(folder, () => {
    removeOwn(folder);
    noteFiles(folder, names, true);
  });
}

/** Takes the folder of an interrupted job for this process. */
function goOn(folder: string, names: readonly string[]): void {
  requireIdle(folder, '--resume');
  writable(folder, () => noteFiles(folder, names, true));
}

/** @throws SettingsError where the folder cannot be written */
function writable<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SettingsError(
      '--out',
      `${folder} cannot be written${code === undefined ? '' : ` (${code})`}: ${message}`,
      'Name a folder that you can write to, on a disk with room.',
    );
  }
}

function interruptible(stopping: Stopping, order: OpenOrder, command: string): () => void {
  const { attended, signal, tell = () => {}, stopping: words = STOPPING } = order;
  const interrupt = () => stopping.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted) interrupt();
  const interrupts = attended
    ? listenForInterrupts((count) => {
        if (count === 1) tell(words);
        if (count === 2)
          tell(`Giving up.${command === '' ? '' : ` Remove what may be left with: ${command}`}`);
        interrupt();
      })
    : undefined;
  return () => {
    signal?.removeEventListener('abort', interrupt);
    interrupts?.release();
  };
}

function compact(time: string): string {
  return time.replace(/[-:]|\.\d+/g, '');
}
