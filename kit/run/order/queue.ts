import type { Check } from '../../check/check.ts';
import { lenders } from '../../check/lender.ts';
import { declaredBy } from './prospects.ts';

/**
 * Checks that wait for their turn, in the order of the plan; but one that would wait for room, or for what another has
 * borrowed, lets those behind it go first.
 */
export class Queue {
  private readonly waiting: Check[];
  /** Lenders of checks that are under way. */
  private readonly taken = new Set<string>();
  private underWay = 0;
  private readonly fits: (check: Check) => boolean;

  /** @param fits whether there is room for a check now */
  constructor(checks: readonly Check[], fits: (check: Check) => boolean) {
    this.waiting = [...checks];
    this.fits = fits;
  }

  /** The next check to run; `undefined` where none is left, or where all that are wait for others to end. */
  take(): Check | undefined {
    const isFree = (one: Check) => listLenders(one).every((key) => !this.taken.has(key));
    const first = this.waiting.findIndex((one) => isFree(one) && this.fits(one));
    if (first < 0 && this.underWay > 0) return undefined;
    const [next] = this.waiting.splice(Math.max(first, 0), 1);
    if (next === undefined) return undefined;
    this.underWay += 1;
    for (const key of listLenders(next)) this.taken.add(key);
    return next;
  }

  /** Notes that a check has come to its end. */
  done(check: Check): void {
    this.underWay -= 1;
    for (const key of listLenders(check)) this.taken.delete(key);
  }
}

/** What a check shares with others of which only one has it at a time. */
export const listLenders = (check: Check): string[] =>
  [...declaredBy(check).shared.keys()].filter((key) => lenders.has(key));
