import { idAt } from '../wire/paths.ts';
import type { Remaining } from './ownership/possession.ts';

/** Ids that nobody else is given: long, as random ones are; a number may be that of somebody else's group. */
const UNGUESSABLE = /^[\w.~-]{20,}$/;
/** One character over and over: what a counter is filled up with. */
const FILLED = /(.)\1{5}/;

/** Whether an id is one that nobody else's resource can have, in whatever collection. */
export const isUnguessable = (id: string): boolean =>
  UNGUESSABLE.test(id) && !FILLED.test(id) && /\D/.test(id);

/** Whether the id at a path is that of a resource which is the run's own in another collection, and nobody else's. */
export function isOwnElsewhere(bare: string, own: { remaining(): readonly Remaining[] }): boolean {
  const id = idAt(bare);
  const isIt = ({ path, proved }: Remaining) => proved && path !== bare && idAt(path) === id;
  return isUnguessable(id) && own.remaining().some(isIt);
}
