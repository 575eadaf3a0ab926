import { findHolding } from '../../../config/holdings.ts';
import type { Check } from '../../check/check.ts';
import { type Holding, USUAL_HOLDING } from '../../safety/holding.ts';

/** What a check says that it holds, or is known to hold. */
export function declaredBy({ id, holds }: Pick<Check, 'id' | 'holds'>): Holding {
  const known = findHolding(id);
  return { own: holds ?? known?.own ?? USUAL_HOLDING, shared: known?.shared ?? new Map() };
}

/** Resources that a check says, or is known, to hold at once: its own, or one thing that it shares; 0 where nothing is known. */
export function knownToHold({ id, holds }: Pick<Check, 'id' | 'holds'>): number {
  const known = findHolding(id);
  return Math.max(holds ?? known?.own ?? 0, ...(known?.shared.values() ?? []));
}

/** The checks still to come, by what they share. */
export class Prospects {
  /** Places in the run's plan of the checks that did not end yet, by what they share. */
  private readonly ahead = new Map<string, Map<string, number>>();

  /** Takes in the checks of a plan, in the order in which they run. */
  expect(checks: readonly Check[]): void {
    for (const [place, check] of checks.entries())
      for (const key of declaredBy(check).shared.keys()) {
        const users = this.ahead.get(key) ?? new Map<string, number>();
        this.ahead.set(key, users.set(check.id, place));
      }
  }

  /** Notes that a check has come to its end, or does not run. */
  past(check: string): void {
    for (const users of this.ahead.values()) users.delete(check);
  }

  /** Whether all checks are past that were known to ask for something shared. */
  isDone(key: string): boolean {
    return this.ahead.get(key)?.size === 0;
  }

  /** The place in the plan of who asks for it next; what nobody is known to ask for comes last. */
  nextUse(key: string): number {
    return Math.min(...(this.ahead.get(key)?.values() ?? []));
  }
}
