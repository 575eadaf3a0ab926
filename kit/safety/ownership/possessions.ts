import { type Attributes, member } from '../../../schemas/attributes.ts';
import { idAt, resourcePath, stripQuery } from '../../wire/paths.ts';
import type { Create, Journal } from '../journal/journal.ts';
import { type Collection, findCollection, readName } from './collections.ts';
import { Belongings, entriesAt } from './entries.ts';
import { lenient } from './foreign.ts';
import { holdsName, type Names, namesGiven, objectIn } from './names.ts';
import {
  isOwnedAs,
  isOwnName,
  type Listeners,
  type Possession,
  type Remaining,
  readNaming,
  type State,
} from './possession.ts';

/** What came of the run's creates, by path: whose it is, and whether it is there still. */
export class Possessions {
  private readonly byPath = new Map<string, Possession>();
  /** Paths by the check that made what is there. */
  private readonly madeBy = new Belongings();
  private readonly names: Names;
  private readonly journal: Journal;
  private readonly collections: readonly Collection[];
  private readonly tell: Listeners;
  private anyProved = false;
  /** Whether lists were seen to show what GET shows, and never anything else under the same id. */
  private lists: 'unknown' | 'agree' | 'differ' = 'unknown';

  constructor(names: Names, journal: Journal, collections: readonly Collection[], tell: Listeners) {
    this.names = names;
    this.journal = journal;
    this.collections = collections;
    this.tell = tell;
  }

  /**
   * Takes in what a create is said to have made; it is for a GET to show that it is so.
   * @param by who says it: the answer to the create, which may have shown the run's marker, a lookup, or its DELETE since
   */
  add(path: string, number: number, create: Create, by: 'answer' | 'shown' | 'lookup' | 'deletion'): void {
    const said = { named: by !== 'lookup', shown: by === 'shown', listed: false, told: false };
    this.byPath.set(path, { state: by === 'deletion' ? 'deleted' : 'candidate', create, number, ...said });
    this.madeBy.add(create.check, path);
  }

  /** Passes a resource to another check, which answers for it from now on. */
  handOver(path: string, check: string): void {
    const known = this.byPath.get(path);
    if (known === undefined) return;
    this.madeBy.pass(path, known.create.check, check);
    known.create = { ...known.create, check };
  }

  /**
   * Whether a resource may be what the create of this number made: it is said to be, nothing else is known of it, a GET
   * showed the name of that create, or it is said to be what another create under the same name made.
   */
  mayComeFrom(path: string, number: number, { marker }: Create): boolean {
    const known = this.byPath.get(path);
    if (known === undefined) return true;
    // What was looked for there once and was not there is not there now.
    if (known.state === 'deleted') return known.number !== number;
    if (known.state === 'foreign') return false;
    if (known.number === number) return true;
    return holdsName(known.name ?? known.create.marker, marker);
  }

  has(path: string): boolean {
    return this.byPath.has(path);
  }

  findState(path: string): State | undefined {
    return this.byPath.get(path)?.state;
  }

  /** Whether a resource may be deleted: a GET showed it, or a list where lists were seen to agree with GET. */
  mayBeDeleted(path: string): boolean {
    const known = this.byPath.get(path);
    return known !== undefined && this.isProved(known);
  }

  /** Whether a path is that of a resource that was seen to be the run's own, by a GET or by the answer to its create. */
  isOurs(path: string): boolean {
    const known = this.byPath.get(path);
    return known !== undefined && (known.shown || known.state === 'owned' || known.state === 'deleted');
  }

  /** Whether a GET ever showed a resource of the run. */
  get proved(): boolean {
    return this.anyProved;
  }

  /** Whether lists were seen to agree with GET, so that what a lookup does not find is taken not to be there. */
  get listsAgree(): boolean {
    return this.lists === 'agree';
  }

  /**
   * Learns from the answer 200 to a GET of one resource whether it is the run's own.
   * @param asked path and query of the GET
   */
  seen(asked: string, text: string): void {
    const [path, whole] = [stripQuery(asked), !asked.includes('?')];
    const known = this.byPath.get(path);
    if (known === undefined) return;
    // Of what is owned already, only the whole representation could say otherwise.
    if (known.state === 'owned' && !whole) return;
    const resource = lenient(text);
    const id = member(resource, 'id');
    if (typeof id !== 'string' || member(resource, 'Resources') !== undefined) return;
    if (id !== idAt(path)) {
      this.contradicted(known, whole);
      return;
    }
    const naming = readNaming(known, path, this.collections);
    const name = readName(resource, naming);
    if (this.names.areIn(resource, naming)) {
      const itself = isOwnName(known, resource);
      // What stands at the id of a resource that was deleted is the same one only under the same name.
      if (known.state === 'foreign' || (known.state === 'deleted' && !itself)) return;
      // An endpoint that mixes up its answers may have made what was asked for somewhere else.
      if (known.state !== 'owned' && !itself) this.tell.astray(known.number, known.create, 'other');
      if (known.state === 'deleted') this.isBack(path, known);
      known.state = 'owned';
      const sent = known.create.name?.value;
      if (name !== undefined) known.name = name === sent ? sent : name;
      this.anyProved = true;
    } else if (name !== undefined && !known.renamed?.has(name.toLowerCase())) this.contradicted(known, whole);
  }

  /** What was noted as deleted is there all the same: it is noted anew, so that clean-up knows of it. */
  private isBack(path: string, { number, create }: Possession): void {
    this.journal.append({ event: 'create', number, ...create });
    this.journal.append({ event: 'created', number, path });
  }

  /** Learns from the entries of a list which of the run's resources it shows. */
  listed(endpoint: string, resources: readonly Attributes[]): void {
    for (const resource of resources) {
      const path = resourcePath(endpoint, resource);
      const known = path === undefined ? undefined : this.byPath.get(path);
      if (path !== undefined && known === undefined && this.isElsewhere(path, resource))
        this.lists = 'differ';
      if (path === undefined || known === undefined) continue;
      const name = readName(resource, readNaming(known, path, this.collections));
      if (name === undefined) continue;
      const marked = this.names.isMarked(name);
      if (known.state === 'candidate') known.listed = marked && known.named;
      if (known.state !== 'owned' || known.name === undefined) continue;
      if (known.name.toLowerCase() === name.toLowerCase() && marked) {
        if (this.lists === 'unknown') this.lists = 'agree';
      } else if (!marked && !known.renamed?.has(name.toLowerCase())) this.lists = 'differ';
    }
  }

  /** Whether a list shows the name of a resource under another id than the one where a GET showed it. */
  private isElsewhere(path: string, resource: Attributes): boolean {
    const name = readName(resource, findCollection(this.collections, path)?.naming ?? [])?.toLowerCase();
    return name !== undefined && this.names.isMarked(name) && isOwnedAs(name, this.byPath.values());
  }

  /** Notes names that a write may give to a resource, so that it is not taken for another one afterwards. */
  renaming(path: string, body: string | undefined): void {
    const known = this.byPath.get(path);
    const resource = objectIn(body);
    if (known === undefined || resource === undefined) return;
    const naming = readNaming(known, path, this.collections);
    for (const name of namesGiven(resource, naming)) known.renamed = (known.renamed ?? new Set()).add(name);
  }

  /**
   * Notes that it is not known whether a resource is still there, as after a first DELETE without an answer.
   * @param gone whether what was noted as gone is meant as well
   */
  doubt(path: string, gone = false): void {
    const known = this.byPath.get(path);
    if (known === undefined || known.state === 'foreign' || (known.state === 'deleted' && !gone)) return;
    if (known.state === 'deleted') this.isBack(path, known);
    known.state = 'candidate';
    known.listed = false;
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    const known = this.byPath.get(path);
    if (known === undefined || known.state === 'deleted') return;
    known.state = 'deleted';
    known.listed = false;
    if (!known.told) this.tell.gone(known.create.check);
    known.told = true;
    this.journal.append({ event: 'deleted', path });
  }

  /** Notes that what a create named is not there, so that what it made has to be looked for. */
  absent(path: string): void {
    const known = this.byPath.get(path);
    const never = known?.state === 'candidate' && known.name === undefined;
    this.deleted(path);
    if (never) this.tell.astray(known.number, known.create, 'absent');
  }

  /** Notes that no GET shows a candidate, so that what its create made has to be looked for. */
  unshown(path: string): void {
    const known = this.byPath.get(path);
    if (known?.state === 'candidate' && !this.isProved(known))
      this.tell.astray(known.number, known.create, 'other');
  }

  /** Notes that what a create made is at these paths: what its answer named before is somebody else's. */
  elsewhere(number: number, paths: readonly string[]): void {
    for (const [path, known] of this.byPath)
      if (known.number === number && known.state === 'candidate' && !paths.includes(path))
        known.state = 'foreign';
  }

  /** What the run made and did not remove yet. */
  remaining(of?: ReadonlySet<string>, only?: string): Remaining[] {
    const paths = only === undefined ? (of ? this.madeBy.of(of) : this.byPath.keys()) : [only];
    return entriesAt(this.byPath, paths)
      .filter(([, { state, create }]) => state !== 'deleted' && (of === undefined || of.has(create.check)))
      .map(([path, known]) => ({
        path,
        number: known.number,
        marker: known.create.marker,
        foreign: known.state === 'foreign',
        proved: this.isProved(known),
        deleted: known.told,
        turn: findCollection(this.collections, path)?.turn ?? 0,
      }));
  }

  private isProved({ state, listed }: Possession): boolean {
    return state === 'owned' || (state === 'candidate' && listed && this.lists === 'agree');
  }

  /** A GET showed somebody else's resource, or one that is not what was asked for. */
  private contradicted(known: Possession, whole: boolean): void {
    // A projection may leave out the attribute that carries the marker: it proves nothing either way.
    if (!whole) return;
    if (known.state === 'owned') known.state = 'candidate';
    else if (known.state === 'candidate') {
      known.state = 'foreign';
      this.tell.astray(known.number, known.create, 'other');
    }
  }
}
