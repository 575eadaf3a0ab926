import { type Attributes, member } from '../../../schemas/attributes.ts';
import { present } from '../../../schemas/present.ts';
import { idAt } from '../../wire/paths.ts';
import type { Create, Journal, Pending } from '../journal/journal.ts';
import {
  hasOwnName,
  isZoneAway,
  namesAlone,
  objectionTo,
  readCreated,
  readNames,
  sameName,
  textsIn,
  type Vouched,
  whyUnproved,
} from '../vouched.ts';
import { Announced } from './announced.ts';
import { selectEntries } from './entries.ts';
import { namingValues } from './names.ts';
import type { Remaining } from './possession.ts';

/** Strings of a write that are kept as names which it may have given. */
const MOST_NAMES = 50;

/** `refused`: the status by which it was refused, although it may have made something. */
type Sent = Create & { vouched: Vouched; refused?: number };

interface Made {
  number: number;
  create: Sent;
  state: 'candidate' | 'owned' | 'foreign' | 'deleted';
  /** Its `meta.created` when a GET proved it. */
  created?: string;
  /** A GET proved it once, in this run or in the one whose journal was taken in. */
  proved: boolean;
  renamed: string[];
  /** After its DELETE: whether a GET showed that it is gone, or that it is there all the same. */
  since?: 'gone' | 'back';
  /** What speaks against it, and whether it has a name all the same that was sent. */
  objection?: string;
  named?: boolean;
}

/**
 * What a run makes under a user's own names, without its marker. A name proves nothing: ours is what lookups of all
 * unique values found to be nobody's, a create made with 201, and a GET shows as it was sent, not older than that.
 */
export class Vouching {
  readonly announced = new Announced();
  /** Creates of which no GET proves what they made. */
  private readonly sent = new Map<number, Sent>();
  private readonly byPath = new Map<string, Made>();
  private readonly journal: Journal;
  private lastDate: string | undefined;
  private readonly clock = { right: 0, zoneAway: 0 };

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** Notes the `Date` of an answer. */
  answered(date: string | undefined): void {
    const time = Date.parse(date ?? '');
    if (Number.isFinite(time)) this.lastDate = new Date(time).toISOString();
  }

  /** Learns from what was just made under the run's marker whether the endpoint's times agree with its `Date`. */
  learnClock(resource: Attributes): void {
    const created = readCreated(resource);
    if (created === undefined || this.lastDate === undefined) return;
    this.clock[isZoneAway(created, this.lastDate) ? 'zoneAway' : 'right'] += 1;
  }

  /** Takes a create that is about to be sent, whose unique values lookups showed to be nobody's. */
  announce(endpoint: string, body: Attributes): void {
    this.announced.add(endpoint, body, this.lastDate);
  }

  /** Notes that a create is sent, under the number that the journal knows it by. */
  creating(number: number, create: Sent): void {
    this.sent.set(number, create);
  }

  /** Notes that a create was refused. What has its names afterwards may be what it made all the same. */
  refused(number: number, status: number): void {
    const create = this.sent.get(number);
    if (create !== undefined) this.sent.set(number, { ...create, refused: status });
  }

  /** Notes that nothing came of a create that was refused. */
  settle(number: number): void {
    this.sent.delete(number);
  }

  /** Takes in what a create is said to have made, for a GET to show that it is so. */
  made(path: string, number: number, create: Sent): void {
    this.byPath.set(path, { number, create, state: 'candidate', proved: false, renamed: [] });
  }

  /** Takes in what an earlier run of the same journal was told that it is not there. */
  takeInDoubtful({
    path,
    proved,
    renamed = [],
    deleted: _,
    ...create
  }: Pending & { vouched: Vouched }): void {
    if (path === undefined || proved === undefined) this.sent.set(create.number, create);
    else if (!this.byPath.has(path)) {
      const { number } = create;
      this.byPath.set(path, { ...proved, number, create, state: 'deleted', proved: true, renamed });
    }
  }

  /** What was proved and deleted, and nobody looked for since. */
  deletedUnseen(): { path: string; marker: string }[] {
    return [...this.byPath]
      .filter(([, { state, proved, since }]) => state === 'deleted' && proved && since === undefined)
      .map(([path, { create }]) => ({ path, marker: create.name?.value ?? '' }));
  }

  /** Whether a GET showed what was deleted, as it was. */
  isBack(path: string): boolean {
    return this.byPath.get(path)?.since === 'back';
  }

  /** Notes that a GET of what was deleted showed that it is gone. */
  gone(path: string): void {
    const known = this.byPath.get(path);
    if (known?.state === 'deleted') known.since = 'gone';
  }

  /** Takes in what an earlier run of the same journal made. */
  takeIn(pending: Pending & { vouched: Vouched }): void {
    const { number, path, proved, renamed = [], ...create } = pending;
    if (path === undefined || proved === undefined) this.creating(number, create);
    if (path === undefined) return;
    const created = proved?.created === undefined ? {} : { created: proved.created };
    this.byPath.set(path, {
      number,
      create,
      state: 'candidate',
      proved: proved !== undefined,
      renamed,
      ...created,
    });
  }

  findState(path: string): Made['state'] | undefined {
    return this.byPath.get(path)?.state;
  }

  /** Why a resource is left that a create was answered with; `undefined` where nothing speaks against it. */
  objectionTo(path: string): string | undefined {
    const known = this.byPath.get(path);
    return known?.objection === undefined ? undefined : whyUnproved(known.create, known.objection);
  }

  /** Creates of which nothing proves what they made. */
  unproved(): { number: number; create: Sent }[] {
    return [...this.sent].map(([number, create]) => ({ number, create }));
  }

  /** Whether a resource may be what a create of this run made whose answer did not prove it. */
  claims(endpoint: string, resource: Attributes): boolean {
    return [...this.sent.values()].some(
      (one) => one.endpoint === endpoint && hasOwnName(resource, one.vouched),
    );
  }

  /** Learns from the answer 200 to a GET of a whole resource whether it is what was made at its path. */
  seen(path: string, resource: Attributes): void {
    const known = this.byPath.get(path);
    if (known === undefined || Object.keys(resource).length === 0) return;
    const objection = this.objection(path, known, resource);
    if (known.state === 'deleted') known.since = objection === undefined ? 'back' : 'gone';
    else if (objection !== undefined) {
      // What was proved before is there or elsewhere all the same, as far as anybody knows: its names are looked up.
      if (known.proved) this.sent.set(known.number, known.create);
      known.state = 'foreign';
      known.objection = objection;
      known.named = hasOwnName(resource, known.create.vouched);
    } else if (known.state !== 'owned') {
      known.state = 'owned';
      this.sent.delete(known.number);
      const created = readCreated(resource);
      if (!known.proved) this.journal.append({ event: 'proved', path, ...present({ created }) });
      if (created !== undefined) known.created = created;
      known.proved = true;
      known.create = { ...known.create, vouched: namesAlone(known.create.vouched) };
    }
  }

  /** Notes names that a write may give to a resource, so that it is not taken for another one afterwards. */
  renaming(path: string, body: Attributes | undefined): void {
    const known = this.byPath.get(path);
    if (known === undefined || body === undefined) return;
    const names = namingValues(body).flatMap(textsIn).slice(0, MOST_NAMES);
    if (names.length === 0) return;
    known.renamed.push(...names);
    this.journal.append({ event: 'renamed', path, names });
  }

  /** Notes that it is not known whether a resource is still there, and still what was made there. */
  doubt(path: string, gone = false): void {
    const known = this.byPath.get(path);
    if (known?.state === 'owned' || (gone && known?.state === 'deleted')) known.state = 'candidate';
  }

  /** Notes that a resource is gone; says of which check it was, where it is told for the first time. */
  deleted(path: string): string | undefined {
    const known = this.byPath.get(path);
    if (known === undefined || known.state === 'deleted') return undefined;
    known.state = 'deleted';
    this.journal.append({ event: 'deleted', path });
    return known.create.check;
  }

  /** What was made and not removed yet. What has none of the names that were sent is somebody else's, and no leftover. */
  remaining(only?: string): (Omit<Remaining, 'turn'> & { check: string })[] {
    return selectEntries(this.byPath, only)
      .filter(([, { state, named }]) => state !== 'deleted' && (state !== 'foreign' || named))
      .map(([path, { number, create, state }]) => ({
        path,
        number,
        check: create.check,
        marker: create.name?.value ?? '',
        foreign: state === 'foreign',
        proved: state === 'owned',
        deleted: false,
      }));
  }

  private objection(path: string, known: Made, resource: Attributes): string | undefined {
    if (member(resource, 'id') !== idAt(path)) return 'it has another id';
    if (!known.proved) return objectionTo(resource, known.create.vouched, this.clockIsOff);
    const created = readCreated(resource);
    if (known.created !== undefined && created !== undefined)
      return created === known.created
        ? undefined
        : 'it was created at another time than what this run made there';
    const names = readNames(resource).map(([, value]) => value);
    const own = [...readNames(known.create.vouched.sent).map(([, value]) => value), ...known.renamed];
    return names.some((name) => own.some((one) => sameName(one, name))) ? undefined : 'it has another name';
  }

  private get clockIsOff(): boolean {
    return this.clock.zoneAway > 0 && this.clock.right === 0;
  }
}
