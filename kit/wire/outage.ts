import { setTimeout as sleep } from 'node:timers/promises';
import { Unsent } from '../errors.ts';
import { isUnreadable } from './silence.ts';

/** Requests in a row whose connection was refused or broke off, after which the endpoint is taken to be away. */
const IN_A_ROW = 20;
const KNOCK_MS = 1_000;
/** As long as a restart may take. */
const LONGEST_MS = 20_000;

interface Broken {
  code: string;
  exchange: number;
  /** The request in words. */
  request: string;
}

/**
 * Watches whether the endpoint is there at all. While it is away nothing is sent but one read a second: nobody would
 * learn what a create made that gets no answer, and asking again for each check would take hours. It is waited for once;
 * where it did not come back, what is to be sent fails at once until a read is answered.
 */
export class Outage {
  private inARow = 0;
  private last: Broken | undefined;
  private knocking: Promise<void> | undefined;
  private knockedAt = Number.NEGATIVE_INFINITY;
  private waited = false;

  /** Notes that a request was answered, whatever the answer. */
  answered(): void {
    this.inARow = 0;
    this.waited = false;
  }

  /** Notes that none came, other than for want of time. */
  broken(seen: Broken): void {
    this.inARow = isUnreadable(seen.code) ? 0 : this.inARow + 1;
    this.last = seen;
  }

  /**
   * Lets a request pass while the endpoint is there; else waits for it to come back.
   * @param knock reads something, whatever comes of it
   * @throws Unsent where it did not come back
   */
  async pass(knock: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (!this.isAway || this.last === undefined) return;
    this.knocking ??= this.knockUntilBack(knock, signal).finally(() => {
      this.knocking = undefined;
    });
    await this.knocking;
    const message = 'not sent, because connections break off before any response';
    if (this.isAway) throw new Unsent({ ...this.last, message, write: false });
  }

  private get isAway(): boolean {
    return this.inARow >= IN_A_ROW;
  }

  private async knockUntilBack(knock: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const until = performance.now() + (this.waited ? 0 : LONGEST_MS);
    while (this.isAway && !signal.aborted) {
      if (performance.now() - this.knockedAt >= KNOCK_MS) {
        this.knockedAt = performance.now();
        await knock();
      }
      if (performance.now() >= until) break;
      await sleep(KNOCK_MS, undefined, { signal }).catch(() => {});
    }
    this.waited = true;
  }
}
