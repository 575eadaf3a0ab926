import type { Attributes } from '../../../schemas/attributes.ts';
import type { Create } from '../journal/journal.ts';
import { type Collection, findCollection } from './collections.ts';
import type { Astray } from './unsettled.ts';

/**
 * A resource is a candidate until a GET of exactly its id shows that it is the run's own; once it was deleted, its id
 * may be somebody else's, and the proof starts anew.
 */
export type State = 'candidate' | 'owned' | 'foreign' | 'deleted';

/** A resource that a create is said to have made. */
export interface Possession {
  create: Create;
  /** Number of its create. */
  number: number;
  state: State;
  /** The answer to its create showed the run's marker: enough to keep as evidence, not to write to. */
  shown: boolean;
  /** The answer to its create named it; otherwise a lookup did, and no list proves it. */
  named: boolean;
  /** A list showed its id together with a name of the run. */
  listed: boolean;
  /** The name that a GET showed. */
  name?: string;
  /** Names without the marker that writes of the run may have given it. */
  renamed?: Set<string>;
  /** Its owner was told that it is gone. */
  told: boolean;
}

/** A resource that the run made and did not remove yet. */
export interface Remaining {
  path: string;
  /** Number of its create. */
  number: number;
  marker: string;
  /** A GET showed that it is not ours. */
  foreign: boolean;
  /** It is known to be ours well enough to be deleted. */
  proved: boolean;
  /** It was deleted before, and is there again. */
  deleted: boolean;
  /** When it is removed: those of a lower turn first. */
  turn: number;
}

/** Told what becomes of what the run made. */
export interface Listeners {
  /** The owner of a resource that is gone. */
  gone(check: string): void;
  /** A create whose answer named what is not the run's own: it may have made something elsewhere. */
  astray(number: number, create: Create, why: Astray): void;
}

/** Whether a resource shows a name that its create was sent, or writes since may have changed it. */
export function isOwnName({ create, renamed }: Possession, resource: Attributes): boolean {
  const text = JSON.stringify(Object.values(resource).filter((value) => typeof value === 'string'));
  return (renamed?.size ?? 0) > 0 || text.toLowerCase().includes(create.marker.toLowerCase());
}

/** The attributes that may prove a resource: the one in which its name was sent, else those of its type. */
export function readNaming(
  { create }: Possession,
  path: string,
  collections: readonly Collection[],
): readonly string[] {
  const naming = findCollection(collections, path)?.naming ?? [];
  const sent = create.name?.attribute;
  return sent !== undefined && naming.includes(sent) ? [sent] : naming;
}

/** Whether a GET showed one of these under this name. */
export function isOwnedAs(name: string, possessions: Iterable<Possession>): boolean {
  const wanted = name.toLowerCase();
  return [...possessions].some((known) => known.state === 'owned' && known.name?.toLowerCase() === wanted);
}

/** Paths of what a create made and that was seen to be the run's own, under whatever name a change gave it. */
export function ownedFrom(number: number, remaining: readonly Remaining[]): string[] {
  return remaining.filter((one) => one.number === number && one.proved).map(({ path }) => path);
}
