import { closeSync, constants, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  chainKey,
  drawnKey,
  fits,
  type JournalKey,
  keepKey,
  makeDigest,
  newSalt,
  sealedLine,
  sealIn,
} from './chain.ts';
import { entryIn } from './entry.ts';
import { JOURNAL_FILE, type Journal, type JournalEntry, Reckoning } from './journal.ts';
import { lastLines, linesIn } from './lines.ts';

const OWNER_ONLY = 0o600;

/**
 * Why a journal cannot be relied on: the first line that the run did not write; another credential, which makes no
 * line fit; or a journal of an earlier version, whose lines are not chained.
 */
export type JournalFault =
  | { why: 'edited'; line: number }
  | { why: 'other-credential' }
  | { why: 'unchained' };

/**
 * Begins the journal of a run in its folder, for its owner's eyes only.
 * @param token the run's credential; the lines are chained with a key that is drawn from it
 * @throws Error where the folder has a journal: none is ever written over
 */
export function beginJournal(
  folder: string,
  start: { run: string; url: string; at: string; embedded?: true },
  token: string | undefined,
): Journal {
  const { O_CREAT, O_EXCL, O_RDWR, O_APPEND } = constants;
  const file = openSync(join(folder, JOURNAL_FILE), O_CREAT | O_EXCL | O_RDWR | O_APPEND, OWNER_ONLY);
  const salt = newSalt();
  const journal = new JournalFile(file, join(folder, JOURNAL_FILE), chainKey(token, salt));
  journal.append({ event: 'run', ...start, salt });
  return journal;
}

/**
 * Goes on with the journal of a run. A line that was cut stays, and is noted to be torn.
 * @param known its key, where another thread of this process drew it already
 * @throws Error where there is no journal, or a link in its place
 */
export function continueJournal(folder: string, token: string | undefined, known?: JournalKey): Journal {
  const path = join(folder, JOURNAL_FILE);
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW);
  const { salt } = readStart(folder) ?? {};
  if (known !== undefined && known.salt === salt) keepKey(token, known);
  return new JournalFile(file, path, salt === undefined ? undefined : chainKey(token, salt));
}

/** The key of a run's journal, for a thread that goes on with it: drawing it again would cost as much again. */
export function journalKey(folder: string, token: string | undefined): JournalKey | undefined {
  const { salt } = readStart(folder) ?? {};
  return salt === undefined ? undefined : drawnKey(token, salt);
}

/**
 * The entries of a run's journal, oldest first, as they stand; none where the run wrote no journal.
 * @param folder the run's folder
 */
export function readJournal(folder: string): JournalEntry[] {
  return [...entriesIn(folder)];
}

/** What the journal of a run comes to; of a long one no more is held than that. */
export function reckonJournal(folder: string): Reckoning {
  const reckoning = new Reckoning();
  for (const entry of entriesIn(folder)) reckoning.take(entry);
  return reckoning;
}

/** The first entry of a run's journal, which says whose it is. */
export function readStart(folder: string): (JournalEntry & { event: 'run' }) | undefined {
  for (const entry of entriesIn(folder)) if (entry.event === 'run') return entry;
  return undefined;
}

function* entriesIn(folder: string): Generator<JournalEntry> {
  for (const line of linesIn(join(folder, JOURNAL_FILE))) {
    const entry = entryIn(line);
    if (entry !== undefined) yield entry;
  }
}

/**
 * Whether each line of a journal is one that its run wrote, with this credential. A last line without an end was cut
 * while it was written: what it would have announced was not sent yet.
 * @returns undefined where the chain fits
 */
export function checkJournal(folder: string, token: string | undefined): JournalFault | undefined {
  const salt = readStart(folder)?.salt;
  if (salt === undefined) return { why: 'unchained' };
  const lines = linesIn(join(folder, JOURNAL_FILE));
  const key = chainKey(token, salt);
  let [number, written, misfits, first, before] = [0, 0, 0, 0, ''];
  for (let next = lines.next(); !next.done; ) {
    const line = next.value;
    next = lines.next();
    number += 1;
    if (line === '') continue;
    written += 1;
    if (fits(line, key, before)) before = sealIn(line) ?? '';
    else if (!isTorn(line, next.done ? undefined : next.value, key, before)) {
      misfits += 1;
      first ||= number;
      before = sealIn(line) ?? before;
    }
  }
  if (misfits === 0) return undefined;
  return misfits >= written ? { why: 'other-credential' } : { why: 'edited', line: first };
}

/** Whether a line was cut: nothing comes after it, not even its end, or the run noted that it was. */
function isTorn(line: string, next: string | undefined, key: Buffer, before: string): boolean {
  if (next === undefined) return entryIn(line) === undefined;
  const entry = entryIn(next);
  return entry?.event === 'torn' && entry.digest === makeDigest(line) && fits(next, key, before);
}

class JournalFile implements Journal {
  private readonly file: number;
  private readonly path: string;
  private readonly inode: number;
  private readonly key: Buffer | undefined;
  private seal = '';
  private torn = true;

  /** @param key what lines are chained with; none for a journal that has no chain */
  constructor(file: number, path: string, key: Buffer | undefined) {
    this.file = file;
    this.path = path;
    this.inode = fstatSync(file).ino;
    this.key = key;
    this.seal = lastSeal(lastLines(path) ?? []) ?? lastSeal(linesIn(path)) ?? '';
  }

  append(entry: JournalEntry): void {
    // A line that could be written in part only, by this process or an earlier one, is ended first.
    if (this.torn) this.mend();
    this.write(entry);
  }

  isThere(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.ino === this.inode;
  }

  close(): void {
    closeSync(this.file);
  }

  private mend(): void {
    const last = (lastLines(this.path) ?? [...linesIn(this.path)]).at(-1) ?? '';
    if (last !== '') writeSync(this.file, '\n');
    this.torn = false;
    if (last !== '' && entryIn(last) === undefined) this.write({ event: 'torn', digest: makeDigest(last) });
  }

  private write(entry: JournalEntry): void {
    const { line, seal } =
      this.key === undefined
        ? { line: JSON.stringify(entry), seal: '' }
        : sealedLine(entry, this.key, this.seal);
    const bytes = Buffer.from(`${line}\n`);
    this.torn = true;
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
    this.torn = false;
    this.seal = seal;
  }
}

function lastSeal(lines: Iterable<string>): string | undefined {
  let last: string | undefined;
  for (const line of lines) last = sealIn(line) ?? last;
  return last;
}
