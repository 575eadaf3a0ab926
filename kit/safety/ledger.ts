import { DoesNotFit } from '../errors.ts';

/** Resources that a check is taken to hold at once where it does not say. */
export const USUAL_HOLDING = 4;

interface Account {
  /** Set aside when the check began. */
  reserved: number;
  held: number;
}

/**
 * Keeps the resources of a run on the endpoint below a limit. A check begins only when what it holds at once is free,
 * and from then on nothing waits: so nothing can wait for each other. A check that turns out to need more than is
 * free is told so, and is run again alone, when all that others hold is gone.
 */
export class Ledger {
  /** Most resources that there were at one time, and all that were made. */
  peak = 0;
  made = 0;
  private readonly accounts = new Map<string, Account>();
  private readonly waiting: (() => void)[] = [];
  private active = 0;
  private changes = 0;
  private alone = false;
  private wantAlone = 0;
  readonly most: number;
  private readonly evict: () => Promise<boolean>;

  /**
   * @param most resources at one time
   * @param evict removes something that many checks share and none uses now; says whether there was any
   */
  constructor(most: number, evict: () => Promise<boolean>) {
    this.most = most;
    this.evict = evict;
  }

  /** Resolves when a check may begin that holds this many resources at once. */
  async begin(check: string, holds = USUAL_HOLDING): Promise<void> {
    const reserved = Math.min(holds, this.most);
    await this.until(async () => {
      if (this.alone || this.wantAlone > 0) return false;
      while (this.charged() + reserved > this.most) if (!(await this.evict())) break;
      // With nothing under way, nothing more will become free: the check finds out itself whether that is enough.
      if (this.alone || (this.active > 0 && this.charged() + reserved > this.most)) return false;
      this.open(check, reserved);
      return true;
    });
  }

  /** Resolves when nothing else is under way; nothing else begins until the check ends. */
  async beginAlone(check: string): Promise<void> {
    this.wantAlone += 1;
    await this.until(async () => {
      if (this.active > 0) return false;
      this.wantAlone -= 1;
      this.alone = true;
      this.open(check, 0);
      // Once it uses something shared, nothing older can be removed any more.
      while (await this.evict());
      return true;
    });
  }

  /**
   * Takes room for resources that are about to be created.
   * @throws DoesNotFit where there is none, nor can any be made
   */
  async take(owner: string, count: number): Promise<void> {
    const account = this.accounts.get(owner) ?? { reserved: 0, held: 0 };
    this.accounts.set(owner, account);
    const before = Math.max(account.reserved, account.held);
    account.held += count;
    const more = Math.max(account.reserved, account.held) > before;
    while (more && this.charged() > this.most) {
      if (await this.evict()) continue;
      account.held -= count;
      throw new DoesNotFit(this.most);
    }
    this.made += count;
    this.peak = Math.max(this.peak, this.held());
  }

  /** Notes that a resource of an owner is gone, or was never made. */
  give(owner: string): void {
    const account = this.accounts.get(owner);
    if (account !== undefined && account.held > 0) account.held -= 1;
    this.wake();
  }

  /** Notes the end of a check, or of something shared, and how many of its resources could not be removed. */
  end(owner: string, left: number): void {
    const account = this.accounts.get(owner);
    if (account === undefined) return;
    if (!owner.startsWith('shared:')) {
      this.active -= 1;
      this.alone = false;
    }
    if (left > 0) Object.assign(account, { reserved: 0, held: left });
    else this.accounts.delete(owner);
    this.wake();
  }

  private open(check: string, reserved: number): void {
    this.active += 1;
    const held = this.accounts.get(check)?.held ?? 0;
    this.accounts.set(check, { reserved, held });
  }

  private charged(): number {
    return [...this.accounts.values()].reduce((sum, { reserved, held }) => sum + Math.max(reserved, held), 0);
  }

  private held(): number {
    return [...this.accounts.values()].reduce((sum, { held }) => sum + held, 0);
  }

  private async until(ready: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const seen = this.changes;
      if (await ready()) return;
      // What became free while it was being looked at would otherwise be missed, for ever.
      if (seen === this.changes) await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private wake(): void {
    this.changes += 1;
    for (const resume of this.waiting.splice(0)) resume();
  }
}
