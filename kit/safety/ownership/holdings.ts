import type { Attributes } from '../../../schemas/attributes.ts';
import { methodIn, operationsIn } from '../../../schemas/bulk.ts';
import { placeBelow, stripQuery } from '../../wire/paths.ts';
import type { Journal, Pending } from '../journal/journal.ts';
import { readNames } from '../vouched.ts';
import { type Collection, findAimedAt, findCollection, readName, USERS } from './collections.ts';
import { Carried, Names, objectIn } from './names.ts';
import { ownedFrom, type Remaining } from './possession.ts';
import { Possessions } from './possessions.ts';
import { takeInDoubtful, takeInPending } from './takingIn.ts';
import { type Astray, type Lost, Unsettled } from './unsettled.ts';
import { Vouching } from './vouching.ts';

/** What a run created, from the create that is about to be sent to the resource that is gone. */
export class Holdings {
  protected readonly names: Names;
  readonly possessions: Possessions;
  /** What was made under names without the marker. */
  readonly vouching: Vouching;
  readonly collections: readonly Collection[];
  readonly unsettled: Unsettled;
  readonly carried: Carried;
  private readonly onGone: (check: string) => void;

  /** @param onGone told the owner of each resource that is gone, or was never made */
  constructor(
    marker: string,
    journal: Journal,
    collections: readonly Collection[],
    onGone: (check: string) => void,
  ) {
    this.names = new Names(marker);
    this.unsettled = new Unsettled(journal);
    this.carried = new Carried(this.names, journal);
    this.possessions = new Possessions(this.names, journal, collections, {
      gone: onGone,
      astray: (number, create, why) => this.unsettled.reopen(number, create, why),
    });
    this.vouching = new Vouching(journal);
    this.collections = collections;
    this.onGone = onGone;
  }

  /** Notes a create before it is sent, in its collection without a slash at the end; gives the number of its answer. */
  creating(path: string, body: string | undefined, check: string): number {
    const endpoint = stripQuery(path).replace(/\/+$/, '');
    const own = this.names.nameIn(body, this.collectionAt(endpoint));
    const vouched = own === undefined ? this.vouching.announced.for(endpoint, objectIn(body)) : undefined;
    if (vouched === undefined) return this.unsettled.add({ endpoint, check, ...(own ?? { marker: '' }) });
    this.vouching.announced.leaves(endpoint, objectIn(body));
    const [[attribute, value] = ['', '']] = readNames(vouched.sent);
    const create = { endpoint, check, marker: '', name: { attribute, value }, vouched };
    const number = this.unsettled.add(create);
    this.vouching.creating(number, create);
    return number;
  }

  /** Notes the creates of a bulk request before it is sent; gives their numbers, by position of the operation. */
  creatingInBulk(body: string | undefined, check: string): Map<number, number> {
    const numbers = new Map<number, number>();
    for (const [index, { method, path, data }] of operationsIn(body).entries()) {
      if (methodIn(method) !== 'POST') continue;
      const { endpoint } = findAimedAt(this.collections, String(path));
      numbers.set(index, this.creating(endpoint, JSON.stringify(data), check));
    }
    return numbers;
  }

  /** Notes what a create came to: the path of what it made, or the status by which it was refused. */
  created(number: number, place: string | undefined, status: number, shown = false): void {
    const create = this.unsettled.get(number);
    if (create === undefined) return;
    // An answer may name any place, outside the collection of its create as well; and under a name without the marker,
    // one other than 201 may name an account that was there before.
    const { vouched } = create;
    const sure = vouched === undefined || status === 201;
    const path = placeBelow(create.endpoint, place) && sure ? place : undefined;
    if (path === undefined) {
      // A 5xx or a time-out may have made the resource all the same: the create stays unsettled.
      if (status < 400 || status >= 500 || status === 408) return;
      this.refused(number, status);
      return;
    }
    if (vouched !== undefined) {
      if (this.knows(path)) return;
      this.unsettled.made(number, [path]);
      this.vouching.made(path, number, { ...create, vouched });
      return;
    }
    const state = this.possessions.findState(path);
    // What stood there before this create is not what it made: that is looked for by its name.
    if (state !== undefined && state !== 'deleted') this.unsettled.failed(number, status);
    else {
      this.unsettled.made(number, [path]);
      this.possessions.add(path, number, create, shown ? 'shown' : 'answer');
    }
  }

  /** Takes in what an earlier run of the same marker may have left; it has to show the marker like any other. */
  takeIn(left: readonly Pending[], doubtful: readonly Pending[] = [], carried: readonly string[] = []): void {
    this.carried.takeIn(carried);
    for (const one of left) takeInPending(one, this);
    for (const one of doubtful) takeInDoubtful(one, this);
  }

  /** Notes that a lookup found nothing of a create under names without the marker that was refused. */
  settleRefused(number: number): void {
    this.unsettled.settle(number);
    this.vouching.settle(number);
  }

  /** Takes in what a lookup found under the exact name of a create; says whether the create may have made it. */
  found(number: number, paths: readonly string[]): boolean {
    const create = this.unsettled.get(number);
    // The very list that answered the lookup may have settled it.
    if (create === undefined) return true;
    // What another create made is no answer to where this one's is.
    const open = paths.filter((path) => this.possessions.mayComeFrom(path, number, create));
    if (this.carried.mayHaveGiven(create.marker) || open.length === 0) return false;
    const isNew = open.some((path) => !this.possessions.has(path));
    this.unsettled.made(number, [...open, ...ownedFrom(number, this.possessions.remaining())], isNew);
    this.possessions.elsewhere(number, open);
    for (const path of open) {
      const state = this.possessions.findState(path);
      if (state === undefined || state === 'deleted') this.possessions.add(path, number, create, 'lookup');
    }
    return true;
  }

  /** Notes that a create was refused, or that a lookup found nothing of one whose answer tells of nothing it made. */
  refused(number: number, status: number): void {
    const check = this.unsettled.get(number)?.check;
    this.unsettled.refused(number, status);
    this.vouching.refused(number, status);
    if (check !== undefined) this.onGone(check);
  }

  /** Notes that a lookup which can be believed found nothing of what a create was to make. */
  foundNothing(number: number): void {
    this.unsettled.made(number, ownedFrom(number, this.possessions.remaining()));
    this.possessions.elsewhere(number, []);
  }

  /** Notes that no GET showed what a create is said to have made: it is looked for by its name. */
  unshown(path: string): void {
    this.possessions.unshown(stripQuery(path));
  }

  /**
   * Takes in what bears the name of a create that was said to be refused; says whether it is so. What bears another
   * name of the run may be somebody else's, whom a write that went astray has given it.
   */
  adopt(endpoint: string, path: string, resource: Attributes): boolean {
    const name = readName(resource, this.collectionAt(endpoint).naming) ?? '';
    const create = this.unsettled.refusedUnder(endpoint, name);
    if (create === undefined || this.carried.mayHaveGiven(create.marker)) return false;
    this.found(this.unsettled.resume(create), [path]);
    return true;
  }

  /** Creates under names without the marker of which nothing proved what they made. */
  unproved(of?: ReadonlySet<string>): ReturnType<Vouching['unproved']> {
    return this.vouching.unproved().filter(({ create }) => of === undefined || of.has(create.check));
  }

  /** Creates that may have made something whose path is not known. */
  lost(): Lost[] {
    return this.unsettled.lost();
  }

  /**
   * Notes that it is not known whether a resource is still there: what was to delete it was not answered.
   * @param gone whether what was noted as gone is meant as well
   */
  doubt(path: string, gone = false): void {
    this.possessions.doubt(stripQuery(path), gone);
    this.vouching.doubt(stripQuery(path), gone);
  }

  /** Notes that what a create was said to have made is not there. */
  absent(path: string): void {
    this.possessions.absent(stripQuery(path));
    this.vouching.deleted(stripQuery(path));
    this.vouching.gone(stripQuery(path));
  }

  /** Whether a GET showed that a resource is the run's own, and nothing since said otherwise. */
  isOwned(path: string): boolean {
    return (this.possessions.findState(path) ?? this.vouching.findState(path)) === 'owned';
  }

  /** What is wrong with what the answer to a create named; `undefined` where nothing is. */
  whyAstray(number: number): Astray | undefined {
    return this.unsettled.whyReopened(number);
  }

  /** Whether lookups were seen to show what GET shows. */
  get listsAgree(): boolean {
    return this.possessions.listsAgree;
  }

  /** Whether a path is that of a resource that was seen to be the run's own, by a GET or by the answer to its create. */
  isOurs(path: string): boolean {
    const bare = stripQuery(path);
    return this.possessions.isOurs(bare) || this.vouching.findState(bare) === 'owned';
  }

  /** Whether a GET showed that a resource is not ours, although a create was answered with it. */
  isForeign(path: string): boolean {
    return (this.possessions.findState(path) ?? this.vouching.findState(path)) === 'foreign';
  }

  /** Whether a path is that of a resource which this run made, deleted or not. */
  knows(path: string): boolean {
    return this.possessions.has(path) || this.vouching.findState(path) !== undefined;
  }

  /** Whether a GET ever showed a resource of the run. */
  get provedOwnership(): boolean {
    return this.possessions.proved;
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    this.possessions.deleted(stripQuery(path));
    const check = this.vouching.deleted(stripQuery(path));
    if (check !== undefined) this.onGone(check);
  }

  /** What the run made and did not remove yet: groups before users, so that no membership is left dangling. */
  remaining(of?: ReadonlySet<string>, only?: string): Remaining[] {
    // Somebody else's resource is of interest only while it is not known what the create made in its place.
    return this.possessions
      .remaining(of, only)
      .filter(({ foreign, number }) => !foreign || this.unsettled.get(number) !== undefined)
      .concat(this.vouchedRemaining(of, only))
      .sort((a, b) => a.turn - b.turn);
  }

  private vouchedRemaining(of?: ReadonlySet<string>, only?: string): Remaining[] {
    return this.vouching
      .remaining(only)
      .filter(({ check }) => of === undefined || of.has(check))
      .map(({ check: _, ...one }) => ({ ...one, turn: this.collectionAt(one.path).turn }));
  }

  protected collectionAt(path: string): Collection {
    return findCollection(this.collections, stripQuery(path)) ?? USERS;
  }
}
