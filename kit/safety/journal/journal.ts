import { namesAlone, type Vouched } from '../vouched.ts';

/** A create that was sent; one whose answer was lost is looked for by its exact name. */
export interface Create {
  endpoint: string;
  check: string;
  /** The name that bears the run's marker; empty where none does. */
  marker: string;
  name?: { attribute: string; value: string };
  /** Where no name bears the marker: what a lookup before, the answer and a GET after it have to prove. */
  vouched?: Vouched;
}

/**
 * What a run created: noted before the request leaves, completed when the answer came, proved when a GET showed that
 * it is ours. `renamed`: names that a write may have given to it, where they bear no marker. `carried`: names with the
 * marker that changes carried. `settled`: whatever came
 * of it is noted otherwise, or a lookup showed that nothing did. `swept`: at the end it was looked for what was refused
 * or deleted before and may be there all the same, and nothing was. `torn`: the line before was cut while it was written.
 * `embedded`: the tenant ends with the process of the run, and all in it.
 */
export type JournalEntry =
  | { event: 'run'; run: string; url: string; at: string; salt?: string; embedded?: true }
  | ({ event: 'create'; number: number } & Create)
  | { event: 'created'; number: number; path: string }
  | { event: 'proved'; path: string; created?: string }
  | { event: 'renamed'; path: string; names: string[] }
  | { event: 'carried'; names: string[] }
  | { event: 'refused'; number: number; status: number }
  | { event: 'settled'; number: number }
  | { event: 'deleted'; path: string }
  | { event: 'swept' }
  | { event: 'torn'; digest: string };

export interface Journal {
  append(entry: JournalEntry): void;
  /** Whether the file is still in its place: one that was removed can be written, and is lost all the same. */
  isThere?(): boolean;
  close(): void;
}

export const JOURNAL_FILE = 'journal.ndjson';

export function memoryJournal(into: JournalEntry[] = []): Journal {
  return { append: (entry) => into.push(entry), close: () => {} };
}

/** A resource of a run that may still exist: by its path, or by its name where the create's answer was lost. */
export interface Pending extends Create {
  /** Number of its create in the journal. */
  number: number;
  path?: string;
  /** A GET of the run showed that the path is ours; with its `meta.created` where it has one. */
  proved?: { created?: string };
  /** Names that the run may have given it since. */
  renamed?: string[];
  /** Its create was refused, with this status. */
  refused?: number;
  /** Its DELETE was acknowledged. */
  deleted?: true;
}

/**
 * What a run may have left behind, oldest first. A create under names without the marker whose path no GET ever showed
 * to be ours is pending even where that path is gone: the answer may have named another resource than it made.
 */
export function findPending(entries: Iterable<JournalEntry>): Pending[] {
  return reckon(entries).pending;
}

/**
 * What a run was told that it is not there, and nobody looked since: creates that were refused, and resources whose
 * DELETE was acknowledged. An endpoint may say so and do otherwise.
 */
export function findDoubtful(entries: Iterable<JournalEntry>): Pending[] {
  return reckon(entries).doubtful;
}

/** What a journal comes to; see `Reckoning`. */
function reckon(entries: Iterable<JournalEntry>): Reckoning {
  const reckoning = new Reckoning();
  for (const entry of entries) reckoning.take(entry);
  return reckoning;
}

/** What a journal comes to, entry by entry: a long one need not be held as a whole. */
export class Reckoning {
  /** The first entry, which says whose the journal is. */
  start: (JournalEntry & { event: 'run' }) | undefined;
  private readonly open = new Map<number, Pending>();
  /** Numbers of the creates that were answered with a path. */
  private readonly numbers = new Map<string, number[]>();
  private unseen: Pending[] = [];
  /** Names with the run's marker that changes carried; see `Carried`. */
  readonly carried: string[] = [];

  /** What the run may have left behind; see `pendingOf`. */
  get pending(): Pending[] {
    return [...this.open.values()];
  }

  /** What nobody looked for since it was said not to be there; see `doubtfulOf`. */
  get doubtful(): Pending[] {
    return this.unseen;
  }

  take(entry: JournalEntry): void {
    switch (entry.event) {
      case 'run':
        this.start ??= entry;
        return;
      case 'create': {
        const { event: _, ...create } = entry;
        this.open.set(create.number, create);
        return;
      }
      case 'created':
        this.place(entry);
        return;
      case 'proved':
        for (const known of this.at(entry.path)) {
          known.proved = entry.created === undefined ? {} : { created: entry.created };
          if (known.vouched !== undefined) known.vouched = namesAlone(known.vouched);
        }
        return;
      case 'renamed':
        for (const known of this.at(entry.path)) known.renamed = [...(known.renamed ?? []), ...entry.names];
        return;
      case 'carried':
        this.carried.push(...entry.names);
        return;
      case 'refused': {
        const known = this.open.get(entry.number);
        if (known) this.unseen.push({ ...known, refused: entry.status });
        this.open.delete(entry.number);
        return;
      }
      case 'settled':
        this.open.delete(entry.number);
        return;
      case 'deleted':
        this.deleted(entry.path);
        return;
      case 'swept':
        this.unseen = [];
    }
  }

  private place({ number, path }: JournalEntry & { event: 'created' }): void {
    const known = this.open.get(number);
    if (known === undefined) return;
    known.path = path;
    const numbers = this.numbers.get(path);
    if (numbers === undefined) this.numbers.set(path, [number]);
    else if (!numbers.includes(number)) numbers.push(number);
  }

  private deleted(path: string): void {
    for (const known of this.at(path)) {
      this.unseen.push({ ...known, deleted: true });
      if (known.vouched === undefined || known.proved !== undefined) this.open.delete(known.number);
      else delete known.path;
    }
  }

  private at(path: string): Pending[] {
    const known = (this.numbers.get(path) ?? []).flatMap((number) => this.open.get(number) ?? []);
    return known.filter((one) => one.path === path);
  }
}
