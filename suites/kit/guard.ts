import { isObject, member } from './attributes.ts';
import { operationsIn } from './bulk.ts';
import { Refused } from './errors.ts';
import { lenient, showsMarker } from './foreign.ts';
import type { Journal, Pending } from './journal.ts';
import { isDiscovery, placeBelow } from './template.ts';

/** What the guard says of a write: let it through, or first see a GET of the resource. */
export type Admission = 'admitted' | 'proof-needed';

interface Known {
  check: string;
  marker: string;
  state: 'candidate' | 'owned' | 'foreign' | 'deleted';
  /** The answer to its create showed the run's marker: enough to keep as evidence, not to write to. */
  shown?: boolean;
}

/** A create that was sent; one whose answer was lost is looked for by its exact name. */
export interface Create {
  endpoint: string;
  check: string;
  marker: string;
  name?: { attribute: string; value: string };
}

/** A create without an answer that can be looked up. */
export interface Lost extends Create {
  number: number;
  name: NonNullable<Create['name']>;
}

/** A resource that the run made and did not remove yet. */
export interface Remaining {
  path: string;
  marker: string;
  /** A GET showed that it is not ours. */
  foreign: boolean;
  /** A GET showed that it is ours. */
  proved: boolean;
}

/**
 * Lets a write through only to what is the run's own: a resource whose create this run sent and whose GET showed
 * the run's marker, an id that the run invented and saw answer 404, and addresses where nothing can be harmed.
 */
export class Guard {
  private readonly known = new Map<string, Known>();
  private readonly invented = new Set<string>();
  private readonly unsettled = new Map<number, Create>();
  /** Names without the run's marker under which it creates, in lower case. */
  private readonly declared = new Set<string>();
  private creates = 0;
  private proved = false;
  private readonly marker: string;
  private readonly journal: Journal;
  private readonly rights: { readOnly: boolean; destructive: boolean; endpoints: string[] };
  private readonly onGone: (check: string) => void;

  /** @param onGone told the owner of each resource that is gone, or was never made */
  constructor(
    marker: string,
    journal: Journal,
    rights: { readOnly: boolean; destructive: boolean; endpoints: string[] },
    onGone: (check: string) => void = () => {},
  ) {
    this.onGone = onGone;
    this.marker = marker;
    this.journal = journal;
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
    const known = this.known.get(bare);
    if (known?.state === 'foreign')
      throw new Refused(
        `${method} ${path}: the endpoint answered our create with an account not ours`,
        'foreign',
      );
    if (known?.state === 'candidate') return 'proof-needed';
    if (known) return 'admitted';
    // An id of our own making that was not seen to be absent may stand for anything at this endpoint.
    const invented = bare.toLowerCase().includes(this.marker) ? 'invented' : undefined;
    throw new Refused(`${method} ${path}: not a resource of this run`, invented);
  }

  /**
   * Takes names without the run's marker for its own: those of a directory that is provisioned as it is. Only for
   * names that a lookup did not find; what comes of them counts as ours where the create answered 201.
   */
  declare(names: readonly string[]): void {
    for (const name of names) if (name !== '') this.declared.add(name.toLowerCase());
  }

  /** Notes a create before it is sent; gives the number that its answer is noted under. */
  creating(path: string, body: string | undefined, check: string): number {
    this.creates += 1;
    const create: Create = {
      endpoint: bareOf(path),
      check,
      marker: this.markerIn(body) ?? '',
      ...nameIn(body),
    };
    this.unsettled.set(this.creates, create);
    this.journal.append({ event: 'create', number: this.creates, ...create });
    return this.creates;
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
    const marked = !this.declared.has(create.marker.toLowerCase()) || status === 201 || status >= 500;
    const path = place !== undefined && this.isBelowCollection(place) && marked ? place : undefined;
    if (path === undefined) {
      // A 5xx may have made the resource all the same: the create stays unsettled.
      if (marked && (status < 400 || status >= 500)) return;
      this.unsettled.delete(number);
      this.journal.append({ event: 'refused', number, status });
      this.onGone(create.check);
      return;
    }
    this.unsettled.delete(number);
    this.journal.append({ event: 'created', number, path });
    const known = this.known.get(path);
    if (known === undefined || known.state === 'deleted')
      this.known.set(path, { check: create.check, marker: create.marker, state: 'candidate', shown });
  }

  /** Takes in what an earlier run of the same marker may have left; it has to show the marker like any other. */
  takeIn(left: readonly Pending[]): void {
    for (const { number, path, ...create } of left) {
      if (create.marker !== '' && !create.marker.startsWith(this.marker)) this.declare([create.marker]);
      this.creates = Math.max(this.creates, number);
      if (path === undefined || !this.isBelowCollection(path)) this.unsettled.set(number, create);
      else this.known.set(path, { check: create.check, marker: create.marker, state: 'candidate' });
    }
  }

  /** Takes in what a lookup found under the exact name of a create whose answer was lost. */
  found(number: number, paths: readonly string[]): void {
    const create = this.unsettled.get(number);
    if (create === undefined) return;
    this.unsettled.delete(number);
    for (const path of paths) {
      this.journal.append({ event: 'created', number, path });
      if (!this.known.has(path))
        this.known.set(path, { check: create.check, marker: create.marker, state: 'candidate' });
    }
  }

  /** Notes that a create made nothing of which there is no entry of its own. */
  settled(number: number): void {
    if (this.unsettled.delete(number)) this.journal.append({ event: 'settled', number });
  }

  /** Creates that may have made something whose path is not known. */
  lost(): Lost[] {
    return [...this.unsettled].flatMap(([number, create]) =>
      create.name === undefined ? [] : [{ ...create, number, name: create.name }],
    );
  }

  /** Learns from the answer to a read: which candidates show the run's marker, which ids do not exist. */
  seen(method: string, path: string, status: number, text: string): void {
    if (method !== 'GET') return;
    const bare = bareOf(path);
    const known = this.known.get(bare);
    if (status === 404 && known === undefined && bare.toLowerCase().includes(this.marker))
      this.invented.add(bare);
    if (known?.state !== 'candidate' || status !== 200) return;
    const resource = lenient(text);
    if (Object.keys(resource).length === 0) return;
    const id = member(resource, 'id');
    // Whatever bears our marker but has another id is not what a write to this address would change.
    const sameId = typeof id !== 'string' || id.toLowerCase() === idOf(bare).toLowerCase();
    const isList = member(resource, 'Resources') !== undefined;
    if (sameId && !isList && this.bearsName(resource)) {
      known.state = 'owned';
      this.proved = true;
    }
    // A projection may leave out the attribute that carries the marker: it proves nothing either way.
    else if (!path.includes('?')) known.state = 'foreign';
  }

  /** Whether a path is that of a resource that was seen to be the run's own, by a GET or by the answer to its create. */
  isOurs(path: string): boolean {
    const known = this.known.get(bareOf(path));
    return (
      known !== undefined && (known.shown === true || known.state === 'owned' || known.state === 'deleted')
    );
  }

  /** Whether an id at this path was invented by the run and seen to be absent. */
  isInvented(path: string): boolean {
    return this.invented.has(bareOf(path));
  }

  /** Whether a path is that of a resource which this run made, deleted or not. */
  knows(path: string): boolean {
    return this.known.has(path);
  }

  /** Whether a GET ever showed a resource of the run. */
  get provedOwnership(): boolean {
    return this.proved;
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    const bare = bareOf(path);
    const known = this.known.get(bare);
    if (known === undefined || known.state === 'deleted') return;
    known.state = 'deleted';
    this.onGone(known.check);
    this.journal.append({ event: 'deleted', path: bare });
  }

  /** What the run made and did not remove yet: groups before users, so that no membership is left dangling. */
  remaining(check?: string): Remaining[] {
    return [...this.known]
      .filter(([, known]) => known.state !== 'deleted' && (check === undefined || known.check === check))
      .map(([path, { marker, state }]) => ({
        path,
        marker,
        foreign: state === 'foreign',
        proved: state === 'owned',
      }))
      .sort((a, b) => Number(a.path.startsWith('/Users')) - Number(b.path.startsWith('/Users')));
  }

  private admitCreate(path: string, body: string | undefined): Admission {
    if (this.markerIn(body) !== undefined || !isObject(parse(body))) return 'admitted';
    throw new Refused(`POST ${path}: the body carries no name of this run, so it could not be removed again`);
  }

  private admitBulk(body: string | undefined): Admission {
    for (const { method, path = '', data } of operationsIn(body)) {
      const text = JSON.stringify(data);
      // A bulkId in a path stands for what this very request creates.
      if (String(path).includes('bulkId:') || upper(method) === 'GET') continue;
      if (path === '' && this.markerIn(text) !== undefined && upper(method) === 'POST') continue;
      const as = WRITES.has(upper(method)) ? upper(method) : 'POST';
      if (this.admit(as, `/${String(path).replace(/^\//, '')}`, text) === 'proof-needed')
        throw new Refused(`bulk ${as} ${path}: read the resource before it is named in a bulk request`);
    }
    return 'admitted';
  }

  private markerIn(body: string | undefined): string | undefined {
    const marked = body?.toLowerCase().match(new RegExp(`${this.marker}[a-z0-9]+`))?.[0];
    return marked ?? (this.declared.size > 0 ? this.namesOf(parse(body))[0] : undefined);
  }

  /** Whether a resource shows the run's marker, or a name that the run declared. */
  private bearsName(resource: unknown): boolean {
    return showsMarker(resource, this.marker) || this.namesOf(resource).length > 0;
  }

  /** The declared names that a resource has, as it writes them. */
  private namesOf(resource: unknown): string[] {
    if (this.declared.size === 0) return [];
    return NAMES.map((attribute) => member(resource, attribute)).filter(
      (value): value is string => typeof value === 'string' && this.declared.has(value.toLowerCase()),
    );
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

/** Attributes by which a resource is looked up again. */
const NAMES = ['userName', 'displayName', 'externalId'];

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const upper = (method: unknown): string => String(method ?? '').toUpperCase();

function idOf(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function bareOf(path: string): string {
  return path.split('?')[0] ?? path;
}

function parse(body: string | undefined): unknown {
  try {
    return body === undefined ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The name under which a created resource can be looked up again. */
function nameIn(body: string | undefined): Pick<Create, 'name'> {
  const resource = parse(body);
  for (const attribute of NAMES) {
    const value = isObject(resource) ? resource[attribute] : undefined;
    if (typeof value === 'string') return { name: { attribute, value } };
  }
  return {};
}
