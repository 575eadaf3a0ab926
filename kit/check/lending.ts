import type { Attributes } from '../../schemas/attributes.ts';
import { Blocked } from '../errors.ts';
import type { Scim } from '../wire/scim.ts';
import type { CheckState } from './checkState.ts';
import type { Owned, Reader } from './reader.ts';

/** A resource that goes from check to check, each of which may change it in its turn. */
export interface Lent {
  resource: Owned;
  /** How it reads; `undefined` where the last to have it wrote to it and did not look again. */
  standing: Attributes | undefined;
  /** The exchange that showed it. */
  shownBy: number | undefined;
  /** Settles when the last who asked for it gives it back. */
  last: Promise<void>;
}

/** What a check borrowed: the resource, and how it reads. */
export interface Borrowed {
  resource: Owned;
  before: Attributes;
}

/** How it reads; undefined where it is not shown. */
async function readOrLost(reader: Reader, resource: Owned): Promise<Attributes | undefined> {
  try {
    return await reader.read(resource);
  } catch (error) {
    if (error instanceof Blocked) return undefined;
    throw error;
  }
}

/** Waits for its turn with what is lent, and hands it back when the check ends; see `Given.borrow`. */
export async function takeOver(
  lent: Lent,
  reader: Reader,
  scim: Scim,
  { sender: { exchanges }, returns }: CheckState,
  fits?: (before: Attributes) => boolean,
): Promise<Borrowed | undefined> {
  const { resource, last } = lent;
  let settle = () => {};
  lent.last = new Promise((resolve) => {
    settle = resolve;
  });
  // Where its turn did not come, it is as the one before left it.
  let mine = false;
  const handBack = () => {
    if (mine) Object.assign(lent, { standing: scim.recall(resource.path), shownBy: exchanges.at(-1) });
    mine = false;
    // Who ends before its turn lets nobody go before those who were there first.
    void last.then(settle);
  };
  returns.push(handBack);
  await last;
  mine = true;
  // Who can do without it makes its own where it was lost: that is told by the check in which it was.
  const read = () => (fits === undefined ? reader.read(resource) : readOrLost(reader, resource));
  const before = lent.standing ?? (await read());
  if (before === undefined) {
    handBack();
    return undefined;
  }
  if (lent.shownBy !== undefined && lent.standing !== undefined) exchanges.push(lent.shownBy);
  scim.remember(resource.path, before);
  if (fits?.(before) !== false) return { resource, before };
  handBack();
  return undefined;
}
