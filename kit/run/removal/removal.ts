import { cleanUp } from '../../safety/cleanUp/cleanUp.ts';
import type { Emptying } from '../../safety/cleanUp/emptying.ts';
import type { Leftover } from '../../safety/cleanUp/leftover.ts';
import type { OwnLists } from '../../safety/cleanUp/ownLists.ts';
import type { Round } from '../../safety/cleanUp/round.ts';
import type { Dispensable, Ledger } from '../../safety/ledger.ts';
import type { Sender } from '../../wire/request.ts';
import type { Commons } from '../commons.ts';
import type { Prospects } from '../order/prospects.ts';
import type { Patience } from '../patience/patience.ts';
import type { Session } from '../session/session.ts';
import type { Stock } from '../stock/stock.ts';
import { type BulkParts, BulkRemoval } from './bulkRemoval.ts';

/** Resources of ended checks that are removed together: where one request removes many, and where it does not. */
const COMPANY = { bulk: 100, single: 24 };

/** The run whose resources are removed. */
export interface Removing extends BulkParts {
  readonly session: Session;
  readonly commons: Commons;
  readonly prospects: Prospects;
  readonly ledger: Pick<Ledger, 'most' | 'heldBy'>;
  readonly patience: Patience;
  readonly emptying: Emptying;
  readonly stock: Pick<Stock, 'giveWay' | 'owner'>;
  /** Ends the account of a check whose resources were removed. */
  endCheck(check: string): Promise<void>;
}

/** Takes away what the checks of a run made: when they end, where room is needed, and at the end of all. */
export class Removal {
  private readonly run: Removing;
  private readonly lists: OwnLists;
  private readonly company: BulkRemoval;
  /** Checks that came to their end, and whose resources were not removed yet. */
  private readonly waiting = new Set<string>();
  /** The removal that was begun last, as long as it goes on. */
  private going: Promise<boolean> | undefined;

  constructor(run: Removing, lists: OwnLists) {
    this.run = run;
    this.lists = lists;
    this.company = new BulkRemoval(run);
  }

  /**
   * Removes what the run made; with `of`, what that sender made. Gives what could not be removed.
   * @param options what else to look for, and how to go about it
   */
  async cleanUp(of?: Sender, options: Omit<Round, 'of' | 'sender'> = {}): Promise<Leftover[]> {
    const { lists, company } = this;
    const { session, guard, emptying } = this.run;
    await this.settle(of && new Set([of.check]));
    const whose = of && { of: new Set([of.check]), sender: of };
    return cleanUp(session, guard, lists, { company, emptying, ...whose, ...options });
  }

  /**
   * Removes what a check made when it has come to its end. What nothing showed to be ours yet waits for company, so
   * that one list shows many in place of a GET of each; and so does all where one request removes many.
   */
  async after(check: Sender): Promise<void> {
    const { guard } = this.run;
    const left = guard.remaining(new Set([check.check]));
    if (!this.company.isWorthWaiting && left.every(({ proved, foreign }) => proved || foreign)) {
      await this.cleanUp(check);
      return;
    }
    this.waiting.add(check.check);
    if (guard.remaining(this.waiting).length >= this.enough) await this.ofWaiting();
  }

  /** How many wait for each other; of a small room not more than half, so that others have some meanwhile. */
  private get enough(): number {
    const most = this.company.isWorthWaiting ? COMPANY.bulk : COMPANY.single;
    return Math.min(most, this.run.ledger.most / 2);
  }

  /** Makes room for more; says whether there is any. */
  async makeRoom(what: Dispensable): Promise<boolean> {
    const { run } = this;
    if (what === 'idle') {
      const takesRoom = (maker: string) => run.ledger.heldBy(maker) > 0;
      const evicted = run.commons.evict((key) => run.prospects.nextUse(key), takesRoom);
      if (evicted.length > 0) return this.removeAllBy(evicted);
      if (!run.stock.giveWay()) return false;
      this.waiting.add(run.stock.owner);
      await this.ofWaiting();
      return true;
    }
    // What goes already makes room, and what has come to its end meanwhile waits for company.
    if (this.going !== undefined) return this.going;
    return this.removeAllBy(run.commons.retire((key) => run.prospects.isDone(key)));
  }

  /** Removes what these made of what checks shared, with what waits for its removal; says whether there was any. */
  private async removeAllBy(makers: readonly Sender[]): Promise<boolean> {
    for (const { check } of makers) this.waiting.add(check);
    const any = await this.ofWaiting();
    for (const { check } of makers) await this.run.endCheck(check);
    return any || makers.length > 0;
  }

  /** Removes what waits for its removal; says whether there was any. */
  private ofWaiting(): Promise<boolean> {
    const going = this.removeWaiting().finally(() => {
      if (this.going === going) this.going = undefined;
    });
    this.going = going;
    return going;
  }

  private async removeWaiting(): Promise<boolean> {
    const { lists, company } = this;
    const { session, guard, emptying } = this.run;
    const of = new Set(this.waiting);
    const any = guard.remaining(of).some(({ foreign }) => !foreign);
    this.waiting.clear();
    if (!any) return false;
    await this.settle(of);
    await cleanUp(session, guard, lists, { of, company, emptying });
    return true;
  }

  /** What was made a moment ago and is not read yet would be taken for gone, and stay. */
  private async settle(of?: ReadonlySet<string>): Promise<void> {
    const { guard, patience, session } = this.run;
    const unread = guard.remaining(of).some(({ proved, foreign }) => !proved && !foreign);
    if (of === undefined || unread) await patience.rest('reads', session.over);
  }
}
