import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { methodIn, operationsIn } from '../../schemas/bulk.ts';
import { FOREIGN, Refused, STRANGER } from '../errors.ts';
import { isAt, isDiscovery, resourcePath, stripQuery } from '../wire/paths.ts';
import type { WriteKind } from '../wire/request.ts';
import { mayDeactivate } from './deactivation.ts';
import { isOwnElsewhere } from './elsewhere.ts';
import type { Journal } from './journal/journal.ts';
import { type Collection, findCollection, namesQuery, readName } from './ownership/collections.ts';
import { lenient } from './ownership/foreign.ts';
import { Holdings } from './ownership/holdings.ts';
import { holdsName, objectIn } from './ownership/names.ts';
import { TakenNames } from './ownership/takenNames.ts';
import { type Asked, Vacancy } from './vacancy.ts';

/** A DELETE that was acknowledged and not done may have been done to somebody else. */
export const NOT_DONE = 'leave the resource it names in place, so it may reach others';

/** A change that was acknowledged and does not show was perhaps made to somebody else. */
const UNSEEN = 'leave the resource it names unchanged, so it may reach others';

/**
 * What the guard says of a write: let it through, or first see a GET of the resource that shows it, or, while nothing is
 * created, one that shows that nothing is there.
 */
export type Admission = 'admitted' | 'proof-needed' | 'absence-needed';

/** Statuses of a GET that shows a resource; a copy (203) and a part (206) prove nothing. */
const SHOWING = new Set([200, 201, 202]);

/** A kind of write that goes out no more, or not below this endpoint; and why. */
interface Stop {
  kind: WriteKind;
  endpoint?: string | undefined;
  seen: string;
  because: 'astray' | 'unseen';
  exchange?: number;
}

interface Rights {
  readOnly: boolean;
  destructive: boolean;
  collections: readonly Collection[];
}

/**
 * Lets a write through only to what is the run's own: a resource whose create this run sent and whose GET showed
 * the run's marker, an id of its own that it saw answer 404 there, and addresses where nothing can be harmed.
 */
export class Guard extends Holdings {
  /** So that an id which is free stays so until the next request. */
  readonly vacancy = new Vacancy();
  private readonly invented = new Set<string>();
  /** Places that answers to creates named beside a body without an id: nothing is written there. */
  private readonly distrusted = new Set<string>();
  /** Kinds of writes that go out no more, each with what was seen of it. */
  private readonly stopped: Stop[] = [];
  /** What was found to bear a value that this run sent to another resource, by path. */
  readonly altered = new Map<string, string>();
  private readonly taken = new TakenNames();
  private readonly marker: string;
  private readonly rights: Rights;

  /** @param onGone told the owner of each resource that is gone, or was never made */
  constructor(marker: string, journal: Journal, rights: Rights, onGone: (check: string) => void = () => {}) {
    super(marker, journal, rights.collections, onGone);
    this.marker = marker;
    this.rights = rights;
  }

  /**
   * @param by who sends it
   * @throws Refused where the write could touch something that is not the run's own
   */
  admit(method: string, path: string, body: string | undefined, by = ''): Admission {
    const bare = stripQuery(path);
    if (this.rights.readOnly) throw new Refused(`${method} ${path}: this run only reads`);
    const kind = bare === '/Bulk' ? 'bulk' : method;
    const stop = this.stopped.find((one) => one.kind === kind && isAt(bare, one.endpoint));
    if (stop !== undefined)
      throw new Refused(`${method} ${path}: ${kind} was seen to ${stop.seen}`, stop.because, stop.exchange);
    const vacant = this.vacancy.take(by);
    if (isDiscovery(bare) || this.invented.has(bare) || this.isUnknownAddress(bare)) return 'admitted';
    if (method === 'POST' && this.isCollection(bare)) return this.admitCreate(path, body);
    if (bare === '/Bulk') return this.admitBulk(body);
    if (this.rights.destructive && (this.isCollection(bare) || bare === '/Me')) return 'admitted';
    const state = this.findState(bare);
    if (state === 'foreign') throw new Refused(`${method} ${path}: ${FOREIGN}`, 'foreign');
    if (state === 'deleted') return vacant === bare ? 'admitted' : 'absence-needed';
    if (state === 'owned' || (method === 'DELETE' && this.possessions.mayBeDeleted(bare))) {
      if (method !== 'DELETE') this.changing(bare, body);
      return 'admitted';
    }
    if (state === 'candidate') return 'proof-needed';
    if (this.distrusted.has(bare))
      throw new Refused(`${method} ${path}: the answer to its create did not name it by an id`, 'unproved');
    // An id of our own making that was not seen to be absent may stand for anything at this endpoint.
    const invented = bare.toLowerCase().includes(this.marker) ? 'invented' : undefined;
    throw new Refused(`${method} ${path}: not a resource of this run`, invented);
  }

  /** Lets no further write of a kind through: one of them reached, or may have reached, another resource. */
  forbid(kind: WriteKind, seen = 'reach resources other than those it names', endpoint?: string): void {
    this.stopped.push({ kind, endpoint, seen, because: 'astray' });
    this.carried.astray = true;
  }

  /** Lets no further change of a kind through: those that were acknowledged may have changed somebody else. */
  forbidUnseen(kind: WriteKind, exchange: number, endpoint: string): void {
    this.stopped.push({ kind, endpoint, seen: UNSEEN, because: 'unseen', exchange });
  }

  /** Notes a place that the answer to a create named, and that does not count as what was created. */
  distrust(place: string): void {
    this.distrusted.add(stripQuery(place));
  }

  /**
   * Learns from an answer: which candidates show the run's marker, which ids do not exist, which names are taken.
   * @param body the JSON object that the answer carries
   */
  seen(
    method: string,
    path: string,
    status: number,
    text: string,
    body: Attributes = {},
    asked: Asked = { by: '', period: this.vacancy.period },
  ): void {
    this.vacancy.take(asked.by);
    const bare = stripQuery(path);
    const listed = member(body, 'Resources');
    if (status === 200 && Array.isArray(listed)) this.seenList(bare, listed.filter(isObject));
    // What is not there any more may be somebody else's when it is there again.
    if ((status === 404 || status === 410) && this.isOwned(bare)) this.doubt(bare);
    if (method !== 'GET') return;
    const isOurs = () => bare.toLowerCase().includes(this.marker) || isOwnElsewhere(bare, this.possessions);
    if (status === 404 && !this.possessions.has(bare) && isOurs()) this.invented.add(bare);
    if (status === 404 && this.possessions.findState(bare) === 'deleted') this.vacancy.note(bare, asked);
    if (!SHOWING.has(status)) return;
    this.possessions.seen(path, text);
    if (path === this.proofAddress(bare)) this.vouching.seen(bare, lenient(text));
  }

  /** What a GET asks for whose answer shows whose a resource is: its names by name, where a plain read hides one. */
  proofAddress(path: string): string {
    const query = namesQuery(this.collections, path);
    return query === undefined ? path : `${path}?${query}`;
  }

  /** Learns from the answer to a DELETE: after 5xx it may be gone or not, and in an outage all may get 404 or 410. */
  answeredDelete(path: string, { ok, status }: { ok: boolean; status: number }): void {
    if (ok) this.deleted(path);
    else if (status >= 500 || status === 404 || status === 410) this.doubt(path);
  }

  /** Whether what is written to at this path was deleted, and its id may be another's by now. */
  isDeleted(path: string): boolean {
    return this.findState(stripQuery(path)) === 'deleted';
  }

  private readonly findState = (bare: string) =>
    this.possessions.findState(bare) ?? this.vouching.findState(bare);

  /** Whether an id at this path was invented by the run and seen to be absent. */
  isInvented(path: string): boolean {
    return this.invented.has(stripQuery(path));
  }

  private admitCreate(path: string, body: string | undefined): Admission {
    const resource = objectIn(body);
    const { endpoint } = this.collectionAt(path);
    const taken = resource && this.taken.in(endpoint, resource);
    if (taken !== undefined) throw new Refused(`POST ${path}: ${STRANGER} already has its ${taken}`, 'taken');
    if (resource === undefined || this.names.nameIn(body, this.collectionAt(path)) !== undefined)
      return 'admitted';
    if (this.vouching.announced.for(stripQuery(path), resource) !== undefined) return 'admitted';
    throw new Refused(`POST ${path}: the body carries no name of this run, so it could not be removed again`);
  }

  /** Notes a change that goes out: the names that it carries, and that it may take away what it names. */
  private changing(bare: string, body: string | undefined): void {
    this.carried.note(body);
    this.possessions.renaming(bare, body);
    this.vouching.renaming(bare, objectIn(body));
    if (mayDeactivate(body)) this.doubt(bare);
  }

  private seenList(bare: string, resources: Attributes[]): void {
    const endpoint = bare.replace(/\/\.search$/, '').replace(/\/+$/, '');
    const collection = findCollection(this.collections, endpoint);
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
    const name = readName(resource, naming) ?? '';
    const create = this.lost().find((one) => one.endpoint === endpoint && holdsName(name, one.marker));
    if (create !== undefined) this.found(create.number, [path]);
  }

  /** Resources that a bulk request names and that would need a proof of their own by now, each as a path to read. */
  unprovedIn(body: string | undefined): string[] {
    return this.namedIn(body).flatMap(({ as, target, text }) =>
      this.admit(as, target, text) === 'admitted' ? [] : [this.proofAddress(target)],
    );
  }

  private admitBulk(body: string | undefined): Admission {
    for (const { as, target, text } of this.namedIn(body)) {
      if (this.admit(as, target, text) !== 'admitted')
        throw new Refused(
          `bulk ${as} ${target}: read the resource before it is named in a bulk request`,
          'unproved',
        );
      if (as === 'DELETE') this.doubt(target);
    }
    return 'admitted';
  }

  /** The operations of a bulk request that change what is there, with the path that each names. */
  private namedIn(body: string | undefined): { as: string; target: string; text: string }[] {
    return operationsIn(body).flatMap(({ method, path = '', data }) => {
      const text = JSON.stringify(data);
      const as = methodIn(method);
      // A bulkId in a path stands for what this very request creates.
      if (String(path).includes('bulkId:') || as === 'GET') return [];
      const named = this.names.nameIn(text, this.collectionAt('')) !== undefined;
      if (path === '' && named && as === 'POST') return [];
      return [{ as, target: `/${String(path).replace(/^\//, '')}`, text }];
    });
  }

  private isCollection(bare: string): boolean {
    const path = bare.replace(/\/+$/, '');
    return this.collections.some(({ endpoint }) => endpoint === path);
  }

  private isUnknownAddress(bare: string): boolean {
    return bare.toLowerCase().startsWith(`/${this.marker}`);
  }
}
