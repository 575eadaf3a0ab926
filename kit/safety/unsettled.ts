import type { Create, Journal } from './journal.ts';

/** A create without an answer that can be looked up. */
export interface Lost extends Create {
  number: number;
  name: NonNullable<Create['name']>;
}

/** The creates of which it is not known yet what they came to; the journal is told of each and of its end. */
export class Unsettled {
  private readonly creates = new Map<number, Create>();
  private last = 0;
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** Notes a create before it is sent; gives the number that its answer is noted under. */
  add(create: Create): number {
    this.last += 1;
    this.creates.set(this.last, create);
    this.journal.append({ event: 'create', number: this.last, ...create });
    return this.last;
  }

  /** Takes in a number that an earlier run of the same journal gave, with its create where it is unsettled still. */
  takeIn(number: number, create?: Create): void {
    this.last = Math.max(this.last, number);
    if (create !== undefined) this.creates.set(number, create);
  }

  get(number: number): Create | undefined {
    return this.creates.get(number);
  }

  /** Settles a create that was refused, or made nothing of the run's own. */
  refused(number: number, status: number): void {
    this.creates.delete(number);
    this.journal.append({ event: 'refused', number, status });
  }

  /** Settles a create by what it made. */
  made(number: number, paths: readonly string[]): void {
    this.creates.delete(number);
    for (const path of paths) this.journal.append({ event: 'created', number, path });
  }

  /** Those that may have made something whose path is not known. */
  lost(): Lost[] {
    return [...this.creates].flatMap(([number, create]) =>
      create.name === undefined ? [] : [{ ...create, number, name: create.name }],
    );
  }
}
