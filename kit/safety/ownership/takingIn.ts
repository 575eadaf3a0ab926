import type { Pending } from '../journal/journal.ts';
import { type Collection, findCollection } from './collections.ts';
import type { Possessions } from './possessions.ts';
import type { Unsettled } from './unsettled.ts';
import type { Vouching } from './vouching.ts';

/** Where it is kept what a run made. */
interface Kept {
  unsettled: Unsettled;
  possessions: Possessions;
  vouching: Vouching;
  collections: readonly Collection[];
}

/** Takes in what an earlier run of the same journal may have left. */
export function takeInPending(left: Pending, kept: Kept): void {
  const { unsettled, possessions, vouching, collections } = kept;
  const { number, path, ...create } = left;
  if (create.vouched !== undefined) {
    vouching.takeIn({ ...left, vouched: create.vouched });
    unsettled.takeIn(number, path === undefined ? create : undefined);
    return;
  }
  const placed = path !== undefined && findCollection(collections, path) !== undefined;
  unsettled.takeIn(number, placed ? undefined : create);
  if (placed) possessions.add(path, number, create, 'answer');
}

/** Takes in what an earlier run of the same journal was told that it is not there; see `findDoubtful`. */
export function takeInDoubtful(one: Pending, kept: Kept): void {
  const { unsettled, possessions, vouching, collections } = kept;
  const { number, path, refused, deleted: _, ...create } = one;
  unsettled.takeIn(number);
  if (create.vouched !== undefined) vouching.takeInDoubtful({ ...one, vouched: create.vouched });
  else if (refused !== undefined) unsettled.takeInRefused(create);
  else if (path !== undefined && findCollection(collections, path) !== undefined && !possessions.has(path))
    possessions.add(path, number, create, 'deletion');
}
