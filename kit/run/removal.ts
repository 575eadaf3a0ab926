import { cleanUp, type Round } from '../safety/cleanUp.ts';
import type { Guard } from '../safety/guard.ts';
import type { Dispensable } from '../safety/ledger.ts';
import type { Leftover } from '../safety/leftover.ts';
import type { OwnLists } from '../safety/ownLists.ts';
import type { Sender } from '../wire/request.ts';
import type { Commons } from './commons.ts';
import type { Prospects } from './prospects.ts';
import type { Session } from './session.ts';

/** Resources of ended checks that are removed together. */
const COMPANY = 24;

interface Parts {
  session: Session;
  guard: Guard;
  lists: OwnLists;
  commons: Commons;
  prospects: Prospects;
  /** Ends the account of a check whose resources were removed. */
  endCheck(check: string): Promise<void>;
}

/** Takes away what the checks of a run made: when they end, where room is needed, and at the end of all. */
export class Removal {
  private readonly parts: Parts;
  /** Checks that came to their end, and whose resources were not removed yet. */
  private readonly waiting = new Set<string>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /**
   * Removes what the run made; with `of`, what that sender made. Gives what could not be removed.
   * @param options what else to look for, and how to go about it
   */
  cleanUp(of?: Sender, options: Omit<Round, 'of' | 'sender'> = {}): Promise<Leftover[]> {
    const { session, guard, lists } = this.parts;
    const whose = of && { of: new Set([of.check]), sender: of };
    return cleanUp(session, guard, lists, { ...whose, ...options });
  }

  /**
   * Removes what a check made when it has come to its end. What nothing showed to be ours yet waits for company, so
   * that one list shows many in place of a GET of each.
   */
  async after(check: Sender): Promise<void> {
    const { guard } = this.parts;
    const left = guard.remaining(new Set([check.check]));
    if (left.every(({ proved, foreign }) => proved || foreign)) {
      await this.cleanUp(check);
      return;
    }
    this.waiting.add(check.check);
    if (guard.remaining(this.waiting).length >= COMPANY) await this.ofWaiting();
  }

  /** Makes room for more; says whether there is any. */
  async makeRoom(what: Dispensable): Promise<boolean> {
    const { commons, prospects, endCheck } = this.parts;
    if (what === 'idle') return commons.evict((key) => prospects.nextUse(key));
    const retired = commons.retire((key) => prospects.isDone(key));
    for (const { check } of retired) this.waiting.add(check);
    const any = await this.ofWaiting();
    for (const { check } of retired) await endCheck(check);
    return any || retired.length > 0;
  }

  /** Removes what waits for its removal; says whether there was any. */
  private async ofWaiting(): Promise<boolean> {
    const { session, guard, lists } = this.parts;
    const of = new Set(this.waiting);
    const any = guard.remaining(of).some(({ foreign }) => !foreign);
    this.waiting.clear();
    if (any) await cleanUp(session, guard, lists, { of });
    return any;
  }
}
