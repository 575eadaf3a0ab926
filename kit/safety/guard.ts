import { operationsIn } from '../../schemas/bulk.ts';
import { Refused } from '../errors.ts';
import { bareOf, isDiscovery, placeBelow } from '../wire/paths.ts';
import type { Journal, Pending } from './journal.ts';
import { lookupName, Names, objectIn } from './names.ts';
import { Possessions, type Remaining } from './possessions.ts';
import { type Lost, Unsettled } from './unsettled.ts';

/** What the guard says of a write: let it through, or first see a GET of the resource. */
export type Admission = 'admitted' | 'proof-needed';

/**
 * Lets a write through only to what is the run's own: a resource whose create this run sent and whose GET showed
 * the run's marker, an id that the run invented and saw answer 404, and addresses where nothing can be harmed.
 */
export class Guard {
  private readonly invented = new Set<string>();
  private readonly marker: string;
  private readonly names: Names;
  private readonly unsettled: Unsettled;
  private readonly possessions: Possessions;
  private readonly rights: { readOnly: boolean; destructive: boolean; endpoints: string[] };
  private readonly onGone: (check: string) => void;

  /** @param onGone told the owner of each resource that is gone, or was never made */
  constructor(
    marker: string,
    journal: Journal,
    rights: { readOnly: boolean; destructive: boolean; endpoints: string[] },
    onGone: (check: string) => void = () => {},
  ) {
    this.marker = marker;
    this.names = new Names(marker);
    this.unsettled = new Unsettled(journal);
    this.possessions = new Possessions(this.names, journal, onGone);
    this.onGone = onGone;
    this.rights = rights;
  }

  /** @throws Refused where the write could touch something that is not the run's own */
  admit(method: string, path: string, body: string | undefined): Admission {
    const bare = bareOf(path);
    if (this.rights.readOnly) throw new Refused(`${method} ${path}: this run only reads`);
    if (isDiscovery(bare) || this.invented.has(bare) || this.isUnknownAddress(bare)) return 'admitted';
    if (method === 'POST' && this.isCollection(bare)) return this.admitCreate(path, body);
    if (bare === '/Bulk') return this.admitBulk(body);
    if (this.rights.destructive && (this.isCollection(bare) || bare === '/Me')) return 'admitted';
    const state = this.possessions.stateOf(bare);
    if (state === 'foreign')
      throw new Refused(
        `${method} ${path}: the endpoint answered our create with an account not ours`,
        'foreign',
      );
    if (state === 'candidate') return 'proof-needed';
    if (state !== undefined) return 'admitted';
    // An id of our own making that was not seen to be absent may stand for anything at this endpoint.
    const invented = bare.toLowerCase().includes(this.marker) ? 'invented' : undefined;
    throw new Refused(`${method} ${path}: not a resource of this run`, invented);
  }

  /**
   * Takes names without the run's marker for its own: those of a directory that is provisioned as it is. Only for
   * names that a lookup did not find; what comes of them counts as ours where the create answered 201.
   */
  declare(names: readonly string[]): void {
    this.names.declare(names);
  }

  /** Notes a create before it is sent; gives the number that its answer is noted under. */
  creating(path: string, body: string | undefined, check: string): number {
    const endpoint = bareOf(path);
    const marker = this.names.nameIn(body) ?? '';
    return this.unsettled.add({ endpoint, check, marker, ...lookupName(body) });
  }

  /** Notes the creates of a bulk request before it is sent; gives their numbers, by position of the operation. */
  creatingInBulk(body: string | undefined, check: string): Map<number, number> {
    const numbers = new Map<number, number>();
    for (const [index, { method, path, data }] of operationsIn(body).entries()) {
      if (upper(method) === 'GET' || (WRITES.has(upper(method)) && upper(method) !== 'POST')) continue;
      // Where the path is the mistake that a check is about, a resource that comes of it is looked for among the users.
      const endpoint = this.rights.endpoints.find((one) => String(path).startsWith(one)) ?? '/Users';
      numbers.set(index, this.creating(endpoint, JSON.stringify(data), check));
    }
    return numbers;
  }

  /** Notes what a create came to: the path of what it made, or the status by which it was refused. */
  created(number: number, place: string | undefined, status: number, shown = false): void {
    const create = this.unsettled.get(number);
    if (create === undefined) return;
    // An answer may name any place. What is not below a collection is no resource, and is never written to. Under a
    // name without the marker, an answer other than 201 may name an account that was there before.
    const marked = !this.names.isDeclared(create.marker) || status === 201 || status >= 500;
    const path = place !== undefined && this.isBelowCollection(place) && marked ? place : undefined;
    if (path === undefined) {
      // A 5xx may have made the resource all the same: the create stays unsettled.
      if (marked && (status < 400 || status >= 500)) return;
      this.unsettled.refused(number, status);
      this.onGone(create.check);
      return;
    }
    this.unsettled.made(number, [path]);
    const state = this.possessions.stateOf(path);
    if (state === undefined || state === 'deleted') this.possessions.add(path, create, shown);
  }

  /** Takes in what an earlier run of the same marker may have left; it has to show the marker like any other. */
  takeIn(left: readonly Pending[]): void {
    for (const { number, path, ...create } of left) {
      if (create.marker !== '' && !create.marker.startsWith(this.marker)) this.declare([create.marker]);
      const placed = path !== undefined && this.isBelowCollection(path);
      this.unsettled.takeIn(number, placed ? undefined : create);
      if (placed) this.possessions.add(path, create);
    }
  }

  /** Takes in what a lookup found under the exact name of a create whose answer was lost. */
  found(number: number, paths: readonly string[]): void {
    const create = this.unsettled.get(number);
    if (create === undefined) return;
    this.unsettled.made(number, paths);
    for (const path of paths) if (!this.possessions.has(path)) this.possessions.add(path, create);
  }

  /** Creates that may have made something whose path is not known. */
  lost(): Lost[] {
    return this.unsettled.lost();
  }

  /** Learns from the answer to a read: which candidates show the run's marker, which ids do not exist. */
  seen(method: string, path: string, status: number, text: string): void {
    if (method !== 'GET') return;
    const bare = bareOf(path);
    if (status === 404 && !this.possessions.has(bare) && bare.toLowerCase().includes(this.marker))
      this.invented.add(bare);
    if (status === 200) this.possessions.seen(path, text);
  }

  /** Whether a path is that of a resource that was seen to be the run's own, by a GET or by the answer to its create. */
  isOurs(path: string): boolean {
    return this.possessions.isOurs(bareOf(path));
  }

  /** Whether an id at this path was invented by the run and seen to be absent. */
  isInvented(path: string): boolean {
    return this.invented.has(bareOf(path));
  }

  /** Whether a path is that of a resource which this run made, deleted or not. */
  knows(path: string): boolean {
    return this.possessions.has(path);
  }

  /** Whether a GET ever showed a resource of the run. */
  get provedOwnership(): boolean {
    return this.possessions.proved;
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    this.possessions.deleted(bareOf(path));
  }

  /** What the run made and did not remove yet: groups before users, so that no membership is left dangling. */
  remaining(check?: string): Remaining[] {
    return this.possessions.remaining(check);
  }

  private admitCreate(path: string, body: string | undefined): Admission {
    if (this.names.nameIn(body) !== undefined || objectIn(body) === undefined) return 'admitted';
    throw new Refused(`POST ${path}: the body carries no name of this run, so it could not be removed again`);
  }

  private admitBulk(body: string | undefined): Admission {
    for (const { method, path = '', data } of operationsIn(body)) {
      const text = JSON.stringify(data);
      // A bulkId in a path stands for what this very request creates.
      if (String(path).includes('bulkId:') || upper(method) === 'GET') continue;
      if (path === '' && this.names.nameIn(text) !== undefined && upper(method) === 'POST') continue;
      const as = WRITES.has(upper(method)) ? upper(method) : 'POST';
      if (this.admit(as, `/${String(path).replace(/^\//, '')}`, text) === 'proof-needed')
        throw new Refused(`bulk ${as} ${path}: read the resource before it is named in a bulk request`);
    }
    return 'admitted';
  }

  private isCollection(bare: string): boolean {
    const path = bare.replace(/\/+$/, '');
    return this.rights.endpoints.some((endpoint) => endpoint === path);
  }

  private isBelowCollection(path: string): boolean {
    return this.rights.endpoints.some((endpoint) => placeBelow(endpoint, path) !== undefined);
  }

  private isUnknownAddress(bare: string): boolean {
    return bare.toLowerCase().startsWith(`/${this.marker}`);
  }
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const upper = (method: unknown): string => String(method ?? '').toUpperCase();
