import { Stopped } from '../errors.ts';
import type { Journal, JournalEntry } from '../safety/journal/journal.ts';
import type { Evidence } from './evidence.ts';

/** Where a run keeps what it sees and what it makes. */
export interface Files {
  evidence: Evidence;
  journal: Journal;
}

/**
 * Files that end a run in good order where they cannot be written any more, because the disk is full or the folder is
 * gone: what the journal could not note is not created, and what was made is still removed.
 * @param onLoss told once for each file that fails, in words
 */
export function steady({ evidence, journal }: Files, onLoss: (why: string) => void): Files {
  const lost = (name: string, error: unknown) => onLoss(`${name} cannot be written: ${describeError(error)}`);
  let late: JournalEntry[] = [];
  const note = (entry: JournalEntry): unknown => {
    try {
      if (entry.event === 'create' && journal.isThere?.() === false) throw new Error('it is gone');
      for (const one of late) journal.append(one);
      late = [];
      journal.append(entry);
      return undefined;
    } catch (error) {
      return error ?? new Error('unknown');
    }
  };
  return {
    evidence: {
      append: (exchange) => {
        try {
          evidence.append(exchange);
        } catch (error) {
          lost('exchanges.ndjson', error);
        }
      },
      close: () => closeQuietly(evidence),
    },
    journal: {
      append: (entry) => {
        const error = note(entry);
        if (error === undefined) return;
        lost('journal.ndjson', error);
        if (entry.event === 'create')
          throw new Stopped('nothing is created unless it can be recorded in the journal');
        // What became of it is noted once there is room again.
        late.push(entry);
      },
      close: () => closeQuietly(journal),
    },
  };
}

function closeQuietly(file: { close(): void }): void {
  try {
    file.close();
  } catch {
    // A file that cannot even be closed was told of when it could not be written.
  }
}

function describeError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
