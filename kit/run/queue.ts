import type { Check } from '../check/check.ts';
import { lenders } from '../check/lender.ts';
import { declaredBy } from './prospects.ts';

/**
 * Checks that wait for their turn, in the order of the plan; but one that would wait for what another has borrowed lets
 * those behind it go first, rather than take up a place.
 */
export class Queue {
  private readonly waiting: Check[];
  /** Lenders of checks that are under way. */
  private readonly taken = new Set<string>();

  constructor(checks: readonly Check[]) {
    this.waiting = [...checks];
  }

  /** The next check to run; `undefined` where none is left. */
  take(): Check | undefined {
    const free = this.waiting.findIndex((one) => listLenders(one).every((key) => !this.taken.has(key)));
    const [next] = this.waiting.splice(Math.max(free, 0), 1);
    for (const key of next ? listLenders(next) : []) this.taken.add(key);
    return next;
  }

  /** Notes that a check has come to its end. */
  done(check: Check): void {
    for (const key of listLenders(check)) this.taken.delete(key);
  }
}

/** What a check shares with others of which only one has it at a time. */
export const listLenders = (check: Check): string[] =>
  [...declaredBy(check).shared.keys()].filter((key) => lenders.has(key));
