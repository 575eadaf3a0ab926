import { member } from '../../schemas/attributes.ts';
import { bareOf, idAt } from '../wire/paths.ts';
import { lenient } from './foreign.ts';
import type { Create, Journal } from './journal.ts';
import type { Names } from './names.ts';

/** A resource is a candidate until a GET shows whether it is the run's own. */
type State = 'candidate' | 'owned' | 'foreign' | 'deleted';

interface Possession {
  check: string;
  marker: string;
  state: State;
  /** The answer to its create showed the run's marker: enough to keep as evidence, not to write to. */
  shown: boolean;
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

/** What came of the run's creates, by path: whose it is, and whether it is there still. */
export class Possessions {
  private readonly byPath = new Map<string, Possession>();
  private readonly names: Names;
  private readonly journal: Journal;
  private readonly onGone: (check: string) => void;
  private anyProved = false;

  /** @param onGone told the owner of each resource that is gone */
  constructor(names: Names, journal: Journal, onGone: (check: string) => void) {
    this.names = names;
    this.journal = journal;
    this.onGone = onGone;
  }

  /** Takes in what a create is said to have made; it is for a GET to show that it is so. */
  add(path: string, { check, marker }: Create, shown = false): void {
    this.byPath.set(path, { check, marker, state: 'candidate', shown });
  }

  has(path: string): boolean {
    return this.byPath.has(path);
  }

  stateOf(path: string): State | undefined {
    return this.byPath.get(path)?.state;
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

  /**
   * Learns from the answer to a GET whether a candidate is the run's own.
   * @param asked path and query of the GET
   */
  seen(asked: string, text: string): void {
    const path = bareOf(asked);
    const known = this.byPath.get(path);
    if (known?.state !== 'candidate') return;
    const resource = lenient(text);
    if (Object.keys(resource).length === 0) return;
    const id = member(resource, 'id');
    // Whatever bears our marker but has another id is not what a write to this address would change.
    const sameId = typeof id !== 'string' || id.toLowerCase() === idAt(path).toLowerCase();
    const isList = member(resource, 'Resources') !== undefined;
    if (sameId && !isList && this.names.areIn(resource)) {
      known.state = 'owned';
      this.anyProved = true;
    }
    // A projection may leave out the attribute that carries the marker: it proves nothing either way.
    else if (!asked.includes('?')) known.state = 'foreign';
  }

  /** Notes that a resource of the run is gone. */
  deleted(path: string): void {
    const known = this.byPath.get(path);
    if (known === undefined || known.state === 'deleted') return;
    known.state = 'deleted';
    this.onGone(known.check);
    this.journal.append({ event: 'deleted', path });
  }

  /** What the run made and did not remove yet: groups before users, so that no membership is left dangling. */
  remaining(check?: string): Remaining[] {
    return [...this.byPath]
      .filter(([, known]) => known.state !== 'deleted' && (check === undefined || known.check === check))
      .map(([path, { marker, state }]) => ({
        path,
        marker,
        foreign: state === 'foreign',
        proved: state === 'owned',
      }))
      .sort((a, b) => Number(a.path.startsWith('/Users')) - Number(b.path.startsWith('/Users')));
  }
}
