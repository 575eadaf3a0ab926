import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../schemas/attributes.ts';

/** A create that was sent; one whose answer was lost is looked for by its exact name. */
export interface Create {
  endpoint: string;
  check: string;
  marker: string;
  name?: { attribute: string; value: string };
}

/**
 * What a run created: noted before the request leaves, completed when the answer came. `settled`: whatever came of
 * it is noted otherwise, or a lookup showed that nothing did.
 */
export type JournalEntry =
  | { event: 'run'; run: string; url: string; credential: string; at: string }
  | ({ event: 'create'; number: number } & Create)
  | { event: 'created'; number: number; path: string }
  | { event: 'refused'; number: number; status: number }
  | { event: 'settled'; number: number }
  | { event: 'deleted'; path: string };

export interface Journal {
  append(entry: JournalEntry): void;
  close(): void;
}

export const JOURNAL_FILE = 'journal.ndjson';

/** Appends to `journal.ndjson` in a run's folder; a line that was cut there stays a line of its own. */
export function fileJournal(folder: string): Journal {
  const path = join(folder, JOURNAL_FILE);
  const cut = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'));
  const file = openSync(path, 'a');
  if (cut) writeSync(file, '\n');
  return {
    append: (entry) => {
      writeSync(file, `${JSON.stringify(entry)}\n`);
    },
    close: () => closeSync(file),
  };
}

export function memoryJournal(into: JournalEntry[] = []): Journal {
  return { append: (entry) => into.push(entry), close: () => {} };
}

/** A resource of a run that may still exist: by its path, or by its marker where the create's answer was lost. */
export interface Pending extends Create {
  /** Number of its create in the journal. */
  number: number;
  path?: string;
}

/**
 * What a run may have left behind, oldest first. A last line that was cut while it was written is passed over:
 * its create had not been sent yet.
 */
export function pendingOf(entries: JournalEntry[]): Pending[] {
  const pending = new Map<number, Pending>();
  for (const entry of entries) {
    if (entry.event === 'create') {
      const { event: _, ...create } = entry;
      pending.set(create.number, create);
    }
    if (entry.event === 'created') {
      const known = pending.get(entry.number);
      if (known) known.path = entry.path;
    }
    if (entry.event === 'refused' || entry.event === 'settled') pending.delete(entry.number);
    if (entry.event === 'deleted')
      for (const [number, known] of pending) if (known.path === entry.path) pending.delete(number);
  }
  return [...pending.values()];
}

/**
 * The entries of a run's journal, oldest first; none where the run wrote no journal.
 * @param folder the run's folder
 */
export function readJournal(folder: string): JournalEntry[] {
  const file = join(folder, JOURNAL_FILE);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parseLine(line));
}

function parseLine(line: string): JournalEntry[] {
  try {
    const entry: unknown = line.trim() === '' ? undefined : JSON.parse(line);
    return isObject(entry) && typeof entry.event === 'string' ? [entry as JournalEntry] : [];
  } catch {
    return [];
  }
}
