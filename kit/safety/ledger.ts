import { DoesNotFit } from '../errors.ts';
import { Turns } from '../wire/turns.ts';
import { Accounts, chargeFor, SHARED } from './account.ts';
import { type Holding, lacking, needs } from './holding.ts';

/** So many resources that nobody needs any more are removed for one who waits while others are under way. */
const COMPANY = 24;

/** Once this part of the room is taken, what ended checks left goes before anybody has to wait. */
const FULL = 3 / 4;

/** What goes to make room: what no check needs any more, or something shared that is made anew for who asks next. */
export type Dispensable = 'done' | 'idle';

/**
 * Keeps the resources of a run on the endpoint below a limit. Checks begin in the order in which they ask, each only
 * when all that it holds at once is free, what it shares with others included.
 *
 * Nothing can wait for each other. Only who begins waits, and it holds nothing yet; a check under way never waits for
 * room, so that it comes to its end, and with the last one the first in the queue begins whatever there is. A check
 * that turns out to need more than was set aside and is free is told so, and is run again alone.
 *
 * Waiting is better than removing what will be asked for again: that goes only when nothing is under way.
 */
export class Ledger {
  /** Most resources that there were at one time, and all that were made. */
  peak = 0;
  made = 0;
  /** Most resources that each owner held at one time. */
  readonly mostOf = new Map<string, number>();
  private readonly accounts = new Accounts();
  private waiting: (() => void)[] = [];
  private readonly queue = new Turns();
  private removing: Promise<boolean> | undefined;
  private active = 0;
  private changes = 0;
  private alone = false;
  readonly most: number;
  private readonly makeRoom: (what: Dispensable) => Promise<boolean>;

  /**
   * @param most resources at one time
   * @param makeRoom removes something; says whether there was any
   */
  constructor(most: number, makeRoom: (what: Dispensable) => Promise<boolean>) {
    this.most = most;
    this.makeRoom = makeRoom;
  }

  /** Begins a check that holds this at once, now or when it may; says whether it runs alone. */
  begin(check: string, holding: Holding): Promise<boolean> {
    if (this.fits(holding)) {
      this.open(check, holding);
      return Promise.resolve(false);
    }
    return this.queue.take(async () => {
      for (;;) {
        const seen = this.changes;
        if (this.holds(holding)) break;
        // Of what ended checks left, few, or less than is lacking, are not worth their requests yet.
        const left = this.accounts.heldByEnded;
        const enough = left >= COMPANY && this.accounts.charged - left + this.lacking(holding) <= this.most;
        if (this.active > 0) {
          if (this.alone || !enough || !(await this.remove('done'))) await this.change(seen);
        } else if (needs(holding) > this.most || !(await this.removeAny())) return this.openAlone(check);
      }
      this.open(check, holding);
      return false;
    });
  }

  /** Resolves when nothing else is under way; nothing else begins until the check ends. */
  async beginAlone(check: string): Promise<void> {
    await this.queue.take(async () => {
      while (this.active > 0) await this.change(this.changes);
      // Once it uses something shared, nothing that this rests on can be removed any more.
      while (await this.removeAny());
      return this.openAlone(check);
    });
  }

  /**
   * Takes room for resources that are about to be created.
   * @throws DoesNotFit where there is none, nor can any be made
   */
  async take(owner: string, count: number): Promise<void> {
    const lacks = () => {
      const account = this.accounts.open(owner);
      const more = account.held + count - chargeFor(account);
      return more > 0 && this.accounts.charged + more > this.most;
    };
    // What cannot fit however much is removed is not worth removing anything for.
    while (lacks())
      if (count > this.most || !(this.active <= 1 ? await this.removeAny() : await this.remove('done')))
        throw new DoesNotFit(this.most);
    const account = this.accounts.open(owner);
    account.held += count;
    account.flying += count;
    this.made += count;
    this.mostOf.set(owner, Math.max(this.mostOf.get(owner) ?? 0, account.held));
    this.peak = Math.max(this.peak, this.accounts.held);
  }

  /** Sets room aside for an owner, until it is released. */
  setAside(owner: string, count: number): void {
    this.reserve(owner, count, owner);
  }

  setAsideFor(owner: string): number {
    return this.accounts.get(owner)?.reserved ?? 0;
  }

  /** Ends what was set aside for an owner. */
  release(owner: string): void {
    this.accounts.get(owner)?.users.delete(owner);
    this.settle(owner);
    this.wake();
  }

  /**
   * Whether a check that holds this may begin at once.
   * @param kept resources that there is to be room for beside it
   */
  fits(holding: Holding, kept = 0): boolean {
    return this.queue.isFree && this.holds(holding, kept);
  }

  hasRoom = (count: number): boolean => this.accounts.charged + count <= this.most;

  heldBy(owner: string): number {
    return this.accounts.get(owner)?.held ?? 0;
  }

  /** Passes a resource to another owner, with the room for it where none was set aside there. */
  handOver(from: string, to: string): void {
    const [giver, taker] = [this.accounts.open(from), this.accounts.open(to)];
    giver.held -= 1;
    if (taker.held >= taker.reserved) giver.reserved = Math.max(0, giver.reserved - 1);
    taker.held += 1;
    this.mostOf.set(to, Math.max(this.mostOf.get(to) ?? 0, taker.held));
    this.settle(from);
    this.wake();
  }

  /** Notes that creates were answered, or never will be. */
  landed(owner: string, count: number): void {
    const account = this.accounts.get(owner);
    if (account !== undefined) account.flying -= count;
  }

  /** Notes that a resource of an owner is gone, or was never made. */
  give(owner: string): void {
    const account = this.accounts.get(owner);
    if (account === undefined || account.held === 0) return;
    account.held -= 1;
    this.settle(owner);
    this.wake();
  }

  /** Notes the end of a check, or of something shared, and how many of its resources are still there. */
  end(owner: string, left: number): void {
    const account = this.accounts.get(owner);
    if (account === undefined) return;
    // What a create that is still under way makes is not known to be there.
    Object.assign(account, { reserved: 0, held: left + account.flying });
    account.users.delete(owner);
    this.settle(owner);
    if (!owner.startsWith(SHARED)) {
      this.active -= 1;
      this.alone = false;
      for (const [name, shared] of this.accounts) if (shared.users.delete(owner)) this.settle(name);
    }
    this.wake();
  }

  /** Makes room before anybody has to wait for it, where little is free and what ended checks left is worth it. */
  async makeRoomAhead(): Promise<void> {
    const isScarce = this.accounts.charged > this.most * FULL && this.accounts.heldByEnded >= COMPANY;
    if (isScarce && this.active > 0 && this.removing === undefined) await this.remove('done');
  }

  private holds(holding: Holding, kept = 0): boolean {
    return !this.alone && this.accounts.charged + this.lacking(holding) + kept <= this.most;
  }

  private readonly lacking = (holding: Holding): number =>
    lacking(holding, (key) => this.accounts.has(SHARED + key));

  /** Nothing more will become free: the check finds out itself whether what there is suffices. */
  private openAlone(check: string): true {
    this.alone = true;
    this.open(check, { own: 0, shared: new Map() });
    return true;
  }

  private open(check: string, { own, shared }: Holding): void {
    this.active += 1;
    this.reserve(check, own, check);
    for (const [key, size] of shared) {
      const name = SHARED + key;
      this.reserve(name, this.accounts.has(name) ? 0 : size, check);
    }
  }

  private reserve(owner: string, size: number, user: string): void {
    const account = this.accounts.open(owner);
    account.reserved = Math.max(account.reserved, size);
    account.users.add(user);
  }

  /** What none of those under way needs is no longer set aside. */
  private settle(owner: string): void {
    const account = this.accounts.get(owner);
    if (account === undefined || account.users.size > 0 || account.flying > 0) return;
    account.reserved = 0;
    if (account.held === 0) this.accounts.delete(owner);
  }

  /** Removes what is asked for again only where nothing else is left. */
  private async removeAny(): Promise<boolean> {
    return (await this.remove('done')) || (await this.remove('idle'));
  }

  private async remove(what: Dispensable): Promise<boolean> {
    // Room is on its way already.
    if (this.removing !== undefined) return this.removing.then(() => true);
    this.removing = this.makeRoom(what).finally(() => {
      this.removing = undefined;
    });
    return this.removing;
  }

  /** Resolves with the next change after one that was seen; what became free meanwhile would be missed for ever. */
  private async change(seen: number): Promise<void> {
    if (seen === this.changes) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    this.changes += 1;
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
