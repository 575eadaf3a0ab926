import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { operationsIn } from '../../schemas/bulk.ts';
import { Refused } from '../errors.ts';
import { bareOf, isDiscovery, placeBelow, resourcePath } from '../wire/paths.ts';
import { type Collection, collectionOf, nameOf, USERS } from './collections.ts';
import { lenient } from './foreign.ts';
import type { Create, Journal, Pending, Vouched } from './journal.ts';
import { Names, objectIn } from './names.ts';
import { Possessions, type Remaining } from './possessions.ts';
import { TakenNames } from './takenNames.ts';
import { type Astray, type Lost, Unsettled } from './unsettled.ts';
import { namesOf } from './vouched.ts';
import { Vouching } from './vouching.ts';

/**
 * What the guard says of a write: let it through, or first see a GET of the resource that shows it, or one that
 * shows that nothing is there.
 */
export type Admission = 'admitted' | 'proof-needed' | 'absence-needed';

/** Writes that an endpoint may lead astray, each by itself. */
export type WriteKind = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'bulk';

interface Rights {
  readOnly: boolean;
  destructive: boolean;
  collections: readonly Collection[];
}

/**
 * Lets a write through only to what is the run's own: a resource whose create this run sent and whose GET showed
 * the run's marker, an id that the run invented and saw answer 404, and addresses where nothing can be harmed.
 */
export class Guard {
  /** Whether nothing else of the run is under way, so that an id which is free stays so until the next request. */
  alone = false;
  private readonly invented = new Set<string>();
  /** Places that answers to creates named beside a body without an id: nothing is written there. */
  private readonly distrusted = new Set<string>();
  /** The deleted id of which the last answer of all showed that nothing is there. */
  private vacant: string | undefined;
  private readonly astray = new Set<WriteKind>();
  private readonly taken = new TakenNames();
  private readonly marker: string;
  private readonly names: Names;
  private readonly unsettled: Unsettled;
  private readonly possessions: Possessions;
  /** What was made under names without the marker. */
  readonly vouching: Vouching;
  private readonly rights: Rights;
  private readonly onGone: (check: string) => void;

  /** @param onGone told the owner of each resource that is gone, or was never made */
  constructor(marker: string, journal: Journal, rights: Rights, onGone: (check: string) => void = () => {}) {
    this.marker = marker;
    this.names = new Names(marker);
    this.unsettled = new Unsettled(journal);
    this.possessions = new Possessions(this.names, journal, rights.collections, {
      gone: onGone,
      astray: (number, create, why) => this.unsettled.reopen(number, create, why),
    });
    this.vouching = new Vouching(journal);
    this.onGone = onGone;
    this.rights = rights;
  }

  /** @throws Refused where the write could touch something that is not the run's own */
  admit(method: string, path: string, body: string | undefined): Admission {
    const bare = bareOf(path);
    if (this.rights.readOnly) throw new Refused(`${method} ${path}: this run only reads`);
    const kind = bare === '/Bulk' ? 'bulk' : method;
    if (this.astray.has(kind as WriteKind))
      throw new Refused(`${method} ${path}: ${kind} was seen to reach others than it names`, 'astray');
    const vacant = this.vacant;
    this.vacant = undefined;
    if (isDiscovery(bare) || this.invented.has(bare) || this.isUnknownAddress(bare)) return 'admitted';
    if (method === 'POST' && this.isCollection(bare)) return this.admitCreate(path, body);
    if (bare === '/Bulk') return this.admitBulk(body);
    if (this.rights.destructive && (this.isCollection(bare) || bare === '/Me')) return 'admitted';
    const state = this.possessions.stateOf(bare) ?? this.vouching.stateOf(bare);
    if (state === 'foreign')
      throw new Refused(
        `${method} ${path}: the endpoint answered our create with an account not ours`,
        'foreign',
      );
    if (state === 'deleted') return this.admitToDeleted(`${method} ${path}`, bare, vacant);
    if (state === 'owned' || (method === 'DELETE' && this.possessions.mayBeDeleted(bare))) {
      if (method !== 'DELETE') this.possessions.renaming(bare, body);
      if (method !== 'DELETE') this.vouching.renaming(bare, objectIn(body));
      return 'admitted';
    }
    if (state === 'candidate') return 'proof-needed';
    if (this.distrusted.has(bare))
      throw new Refused(`${method} ${path}: the answer to its create did not name it by an id`, 'unproved');
    // An id of our own making that was not seen to be absent may stand for anything at this endpoint.
    const invented = bare.toLowerCase().includes(this.marker) ? 'invented' : undefined;
    throw new Refused(`${method} ${path}: not a resource of this run`, invented);
  }

  /** Lets no further write of a kind through: one of them reached another resource than it named. */
  forbid(kind: WriteKind): void {
    this.astray.add(kind);
  }

  /** Notes a create before it is sent; gives the number that its answer is noted under. */
  creating(path: string, body: string | undefined, check: string): number {
    const endpoint = bareOf(path);
    const own = this.names.nameIn(body, this.collectionAt(endpoint));
    const vouched = own === undefined ? this.vouching.for(endpoint, objectIn(body)) : undefined;
    if (vouched === undefined) return this.unsettled.add({ endpoint, check, ...(own ?? { marker: '' }) });
    const [[attribute, value] = ['', '']] = namesOf(vouched.sent);
    const create = { endpoint, check, marker: '', name: { attribute, value }, vouched };
    const number = this.unsettled.add(create);
    this.vouching.creating(number, create);
    return number;
  }

  /** Notes the creates of a bulk request before it is sent; gives their numbers, by position of the operation. */
  creatingInBulk(body: string | undefined, check: string): Map<number, number> {
    const numbers = new Map<number, number>();
    for (const [index, { method, path, data }] of operationsIn(body).entries()) {
      if (upper(method) === 'GET' || (WRITES.has(upper(method)) && upper(method) !== 'POST')) continue;
      // Where the path is the mistake that a check is about, a resource that comes of it is looked for among the users.
      const endpoint =
        this.rights.collections.find((one) => String(path).startsWith(one.endpoint))?.endpoint ?? '/Users';
      numbers.set(index, this.creating(endpoint, JSON.stringify(data), check));
    }
    return numbers;
  }

  /** Notes what a create came to: the path of what it made, or the status by which it was refused. */
  created(number: number, place: string | undefined, status: number, shown = false): void {
    const create = this.unsettled.get(number);
    if (create === undefined) return;
    // An answer may name any place. What is not in the collection of its create is not what was created. Under a name
    // without the marker, an answer other than 201 may name an account that was there before.
    const { vouched } = create;
    const sure = vouched === undefined || status === 201;
    const path = placeBelow(create.endpoint.replace(/\/+$/, ''), place) && sure ? place : undefined;
    if (path === undefined) {
      // A 5xx or a time-out may have made the resource all the same: the create stays unsettled.
      if (status < 400 || status >= 500 || status === 408) return;
      this.unsettled.refused(number, status);
      this.vouching.refused(number);
      this.onGone(create.check);
      return;
    }
    if (vouched !== undefined) {
      if (this.knows(path)) return;
      this.unsettled.made(number, [path]);
      this.vouching.made(path, number, { ...create, vouched });
      return;
    }
    const state = this.possessions.stateOf(path);
    // What stood there before this create is not what it made: that is looked for by its name.
    if (state !== undefined && state !== 'deleted') return;
    this.unsettled.made(number, [path]);
    this.possessions.add(path, number, create, shown);
  }

  /** Notes a place that the answer to a create named, and that does not count as what was created. */
  distrust(place: string): void {
    this.distrusted.add(bareOf(place));
  }

  /** Takes in what an earlier run of the same marker may have left; it has to show the marker like any other. */
  takeIn(left: readonly Pending[]): void {
    for (const one of left) {
      const { number, path, ...create } = one;
      if (create.vouched !== undefined) {
        this.vouching.takeIn({ ...one, vouched: create.vouched });
        this.unsettled.takeIn(number, path === undefined ? create : undefined);
        continue;
      }
      const placed = path !== undefined && collectionOf(this.rights.collections, path) !== undefined;
      this.unsettled.takeIn(number, placed ? undefined : create);
      if (placed) this.possessions.add(path, number, create);
    }
  }

  /** Takes in what a lookup found under the exact name of a create whose answer was lost. */
  found(number: number, paths: readonly string[]): void {
    const create = this.unsettled.get(number);
    if (create === undefined || this.astray.size > 0) return;
    this.unsettled.made(number, paths);
    this.possessions.elsewhere(number, paths);
    for (const path of paths) {
      const state = this.possessions.stateOf(path);
      if (state === undefined || state === 'deleted') this.possessions.add(path, number, create);
    }
  }

  /** Notes that a lookup which can be believed found nothing of what a create was to make. */
  foundNothing(number: number): void {
    this.unsettled.settle(number);
    this.possessions.elsewhere(number, []);
  }

  /** Notes that no GET showed what a create is said to have made: it is looked for by its name. */
  unshown(path: string): void {
    this.possessions.unshown(bareOf(path));
  }

  /**
   * Takes in what bears the name of a create that was said to be refused; says whether it is so. What bears another
   * name of the run may be somebody else's, whom a write that went astray has given it.
   */
  adopt(endpoint: string, path: string, resource: Attributes): boolean {
    const name = nameOf(resource, this.collectionAt(endpoint).naming)?.toLowerCase() ?? '';
    const create = this.unsettled.refusedUnder(endpoint, name);
    if (create === undefined || this.astray.size > 0) return false;
    this.found(this.unsettled.add(create), [path]);
    return true;
  }

  /** Whether any create was sent or taken in. */
  get madeAnything(): boolean {
    return this.unsettled.any;
  }

  /** Creates under names without the marker of which nothing proved what they made. */
  unproved(of?: ReadonlySet<string>): { number: number; create: Create & { vouched: Vouched } }[] {
    return this.vouching.unproved().filter(({ create }) => of === undefined || of.has(create.check));
  }

  /** Creates that may have made something whose path is not known. */
  lost(): Lost[] {
    return this.unsettled.lost();
  }

  /**
   * Learns from an answer: which candidates show the run's marker, which ids do not exist, which names are taken.
   * @param body the JSON object that the answer carries
   */
  seen(method: string, path: string, status: number, text: string, body: Attributes = {}): void {
    this.vacant = undefined;
    const bare = bareOf(path);
    const listed = member(body, 'Resources');
    if (status === 200 && Array.isArray(listed)) this.seenList(bare, listed.filter(isObject));
    if (method !== 'GET') return;
    if (status === 404 && !this.possessions.has(bare) && bare.toLowerCase().includes(this.marker))
      this.invented.add(bare);
    if (status === 404 && this.possessions.stateOf(bare) === 'deleted') this.vacant = bare;
    if (status !== 200) return;
    this.possessions.seen(path, text);
    if (path === bare) this.vouching.seen(bare, lenient(text));
  }

  /** Notes that it is not known whether a resource is still there: what was to delete it was not answered. */
  doubt(path: string): void {
    this.possessions.doubt(bareOf(path));
  }

  /** Notes that what a create was said to have made is not there. */
  absent(path: string): void {
    this.possessions.absent(bareOf(path));
    this.vouching.deleted(bareOf(path));
  }

  /** Whether a GET showed that a resource is the run's own, and nothing since said otherwise. */
  isOwned(path: string): boolean {
    return (this.possessions.stateOf(path) ?? this.vouching.stateOf(path)) === 'owned';
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
    const bare = bareOf(path);
    return this.possessions.isOurs(bare) || this.vouching.stateOf(bare) === 'owned';
  }

  /** Whether an id at this path was invented by the run and seen to be absent. */
  isInvented(path: string): boolean {
    return this.invented.has(bareOf(path));
  }

  /** Whether a GET showed that a resource is not ours, although a create was answered with it. */
  isForeign(path: string): boolean {
    return (this.possessions.stateOf(path) ?? this.vouching.stateOf(path)) === 'foreign';
  }

  /** Whether a path is that of a resource which this run made, deleted or not. */
  knows(path: string): boolean {
    return this.possessions.has(path) || this.vouching.stateOf(path) !== undefined;
  }

  /** Whether a GET ever showed a resource of the run. */
  get provedOwnership(): boolean {
    return this.possessions.proved;
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    this.possessions.deleted(bareOf(path));
    const check = this.vouching.deleted(bareOf(path));
    if (check !== undefined) this.onGone(check);
  }

  /** What the run made and did not remove yet: groups before users, so that no membership is left dangling. */
  remaining(of?: ReadonlySet<string>): Remaining[] {
    // Somebody else's resource is of interest only while it is not known what the create made in its place.
    return this.possessions
      .remaining(of)
      .filter(({ foreign, number }) => !foreign || this.unsettled.get(number) !== undefined)
      .concat(this.vouchedRemaining(of))
      .sort((a, b) => a.turn - b.turn);
  }

  private vouchedRemaining(of?: ReadonlySet<string>): Remaining[] {
    return this.vouching
      .remaining()
      .filter(({ check }) => of === undefined || of.has(check))
      .map(({ check: _, ...one }) => ({ ...one, turn: this.collectionAt(one.path).turn }));
  }

  private admitCreate(path: string, body: string | undefined): Admission {
    const resource = objectIn(body);
    const { endpoint } = this.collectionAt(path);
    const taken = resource && this.taken.in(endpoint, resource);
    if (taken !== undefined)
      throw new Refused(`POST ${path}: its ${taken} is that of an account not ours`, 'taken');
    if (resource === undefined || this.names.nameIn(body, this.collectionAt(path)) !== undefined)
      return 'admitted';
    if (this.vouching.for(bareOf(path), resource) !== undefined) return 'admitted';
    throw new Refused(`POST ${path}: the body carries no name of this run, so it could not be removed again`);
  }

  /** A write to the id of what was deleted: only at once after nothing was seen there, and with nothing beside it. */
  private admitToDeleted(request: string, bare: string, vacant: string | undefined): Admission {
    if (!this.alone)
      throw new Refused(`${request}: a write to a deleted id goes out in the exclusive phase only`);
    return vacant === bare ? 'admitted' : 'absence-needed';
  }

  private seenList(bare: string, resources: Attributes[]): void {
    const endpoint = bare.replace(/\/\.search$/, '').replace(/\/+$/, '');
    const collection = collectionOf(this.rights.collections, endpoint);
    if (collection === undefined || collection.endpoint !== endpoint) return;
    this.possessions.listed(endpoint, resources);
    for (const resource of resources) {
      const path = resourcePath(endpoint, resource);
      if (path !== undefined && this.knows(path)) continue;
      if (!this.names.areIn(resource, collection.naming)) this.taken.note(endpoint, resource);
      else if (path !== undefined) this.foundByName(endpoint, path, resource, collection);
    }
  }

  /** A list shows what a create made whose answer did not say where. */
  private foundByName(endpoint: string, path: string, resource: Attributes, { naming }: Collection): void {
    // A write that went astray may have given the name to somebody else.
    if (this.astray.size > 0) return;
    const name = nameOf(resource, naming)?.toLowerCase() ?? '';
    const create = this.lost().find(
      (one) => one.endpoint === endpoint && one.marker !== '' && name.includes(one.marker),
    );
    if (create !== undefined) this.found(create.number, [path]);
  }

  private collectionAt(path: string): Collection {
    return collectionOf(this.rights.collections, bareOf(path)) ?? USERS;
  }

  private admitBulk(body: string | undefined): Admission {
    for (const { method, path = '', data } of operationsIn(body)) {
      const text = JSON.stringify(data);
      // A bulkId in a path stands for what this very request creates.
      if (String(path).includes('bulkId:') || upper(method) === 'GET') continue;
      const named = this.names.nameIn(text, this.collectionAt('')) !== undefined;
      if (path === '' && named && upper(method) === 'POST') continue;
      const as = WRITES.has(upper(method)) ? upper(method) : 'POST';
      if (this.admit(as, `/${String(path).replace(/^\//, '')}`, text) !== 'admitted')
        throw new Refused(`bulk ${as} ${path}: read the resource before it is named in a bulk request`);
    }
    return 'admitted';
  }

  private isCollection(bare: string): boolean {
    const path = bare.replace(/\/+$/, '');
    return this.rights.collections.some(({ endpoint }) => endpoint === path);
  }

  private isUnknownAddress(bare: string): boolean {
    return bare.toLowerCase().startsWith(`/${this.marker}`);
  }
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const upper = (method: unknown): string => String(method ?? '').toUpperCase();
