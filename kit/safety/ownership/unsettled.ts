import type { Create, Journal } from '../journal/journal.ts';
import { holdsName } from './names.ts';

/** A create without an answer that can be looked up. */
export interface Lost extends Create {
  number: number;
  name: NonNullable<Create['name']>;
}

/** What the answer to a create named: nothing that is there, or something that is not what the create made. */
export type Astray = 'absent' | 'other';

/** A create that was refused; its number and status where this run sent it. */
export interface RefusedCreate extends Create {
  number?: number;
  status?: number;
}

/** What a refused create made all the same. */
export interface MadeThoughRefused {
  /** Of the create. */
  number: number;
  endpoint: string;
  status: number;
}

/** A conflict speaks of what is there, and not of what the create made; a server error may be followed by anything. */
const refuses = (status: number): boolean => status >= 400 && status < 500 && status !== 409;

/** The creates of which it is not known yet what they came to; the journal is told of each and of its end. */
export class Unsettled {
  private readonly creates = new Map<number, Create>();
  private readonly reopened = new Map<number, Astray>();
  private readonly refusals: RefusedCreate[] = [];
  /** What refused creates made all the same, as far as it was found. */
  readonly madeThoughRefused: MadeThoughRefused[] = [];
  private readonly looked = new Set<number>();
  /** Statuses of answers that tell of nothing that the create made. */
  private readonly failures = new Map<number, number>();
  /** Whether something came about after a lookup had found nothing: more may, when nobody looks any longer. */
  private isLate = false;
  /** Refused creates that were taken up again. A look that was short may have missed more of them. */
  resumed = 0;
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

  /** Takes up a create again: what its answer named is not what it made, or is not there. */
  reopen(number: number, create: Create, why: Astray): void {
    this.creates.set(number, create);
    this.reopened.set(number, why);
  }

  /** Why a create was taken up again; `undefined` where it was not. */
  whyReopened(number: number): Astray | undefined {
    return this.reopened.get(number);
  }

  /** Notes that a lookup by its name found nothing of a create. */
  sought(number: number): void {
    this.looked.add(number);
  }

  /** Whether a create was looked up by its name before, in vain. */
  wasSought(number: number): boolean {
    return this.looked.has(number);
  }

  /**
   * Notes that the answer to a create tells of nothing that it made: an operation that was not carried out, or what was
   * there before. What it left all the same, as a draft, is looked for where it has a name.
   */
  failed(number: number, status: number): void {
    if (this.creates.get(number)?.name === undefined) this.refused(number, status);
    else this.failures.set(number, status);
  }

  /** The status of an answer that tells of nothing that the create made; `undefined` where there was none. */
  findFailure(number: number): number | undefined {
    return this.failures.get(number);
  }

  /** Whether there ever was a create. */
  get any(): boolean {
    return this.last > 0;
  }

  get(number: number): Create | undefined {
    return this.creates.get(number);
  }

  /** Settles a create that was refused, or made nothing of the run's own. */
  refused(number: number, status: number): void {
    const create = this.creates.get(number);
    if (create !== undefined && create.marker !== '') this.refusals.push({ ...create, number, status });
    this.creates.delete(number);
    this.journal.append({ event: 'refused', number, status });
  }

  /** Takes in a create that an earlier run of the same journal was refused. */
  takeInRefused(create: Create): void {
    this.refusals.push(create);
  }

  /** Notes that nothing is there of what was refused or deleted, unless what was looked for in vain came about later. */
  swept(): void {
    if (!this.isLate) this.journal.append({ event: 'swept' });
  }

  /** The create under this name that was refused; `undefined` where there is none. */
  refusedUnder(endpoint: string, name: string): RefusedCreate | undefined {
    return this.refusals.find((one) => one.endpoint === endpoint && holdsName(name, one.marker));
  }

  /** Refused creates whose names begin otherwise: no list of what begins so shows what they made all the same. */
  refusedBeside(beginning: string): Lost[] {
    return this.refusals.flatMap(({ number = 0, name, ...create }) =>
      name === undefined || name.value.toLowerCase().startsWith(beginning)
        ? []
        : [{ ...create, number, name }],
    );
  }

  /** Takes up a refused create again, as something bears its name; gives the number that what it made is noted under. */
  resume({ number, status, ...create }: RefusedCreate): number {
    if (number !== undefined && status !== undefined) this.contradict(number, create, status);
    if (number !== undefined && this.looked.has(number)) this.isLate = true;
    this.resumed += 1;
    return this.add(create);
  }

  private contradict(number: number, { endpoint }: Create, status: number): void {
    if (refuses(status)) this.madeThoughRefused.push({ number, endpoint, status });
  }

  /** Settles a create that made nothing. */
  settle(number: number): void {
    this.creates.delete(number);
    this.journal.append({ event: 'settled', number });
  }

  /**
   * Settles a create by what it made; a second path is noted under a number of its own, as the journal has one for each.
   * @param isNew whether it is not all that of another create under the same name, which was not refused
   */
  made(number: number, paths: readonly string[], isNew = true): void {
    const create = this.creates.get(number);
    const failure = this.failures.get(number);
    if (paths.length === 0) this.settle(number);
    else if (isNew && create !== undefined && failure !== undefined) this.contradict(number, create, failure);
    this.creates.delete(number);
    for (const [index, path] of [...new Set(paths)].entries()) {
      if (index > 0 && create !== undefined)
        this.journal.append({ event: 'create', number: ++this.last, ...create });
      this.journal.append({ event: 'created', number: index > 0 ? this.last : number, path });
    }
  }

  /** Those that may have made something whose path is not known. */
  lost(): Lost[] {
    return [...this.creates].flatMap(([number, create]) =>
      create.name === undefined ? [] : [{ ...create, number, name: create.name }],
    );
  }
}
