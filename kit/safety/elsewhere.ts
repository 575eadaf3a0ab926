import { idAt } from '../wire/paths.ts';
import type { Remaining } from './ownership/possession.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Ids that nobody else is given: long, as random ones are. */
const LONG = /^[\w.~-]{20,}$/;
/** A counter at the end, behind whatever word: somebody else's group may have the same. */
const COUNTED = /(^|[._~-])[a-z]*\d{1,15}$/i;
/** One character over and over: what a counter is filled up with. */
const FILLED = /(.)\1{5}/;

/** Whether an id is one that nobody else's resource can have, in whatever collection. */
export const isUnguessable = (id: string): boolean =>
  (UUID.test(id) || (LONG.test(id) && !COUNTED.test(id))) && !FILLED.test(id) && /\D/.test(id);

/** Whether the id at a path is that of a resource which is the run's own in another collection, and nobody else's. */
export function isOwnElsewhere(bare: string, own: { remaining(): readonly Remaining[] }): boolean {
  const id = idAt(bare);
  const isIt = ({ path, proved }: Remaining) => proved && path !== bare && idAt(path) === id;
  return isUnguessable(id) && own.remaining().some(isIt);
}
