import { setTimeout as sleep } from 'node:timers/promises';
import { Stopped } from '../errors.ts';
import type { NotRunReason } from '../outcome.ts';

/** How a run is told to stop: first its checks, then their requests, at last clean-up. */
export class Halt {
  /** Why no further check may start, once the run was told to stop. */
  reason: NotRunReason | undefined;
  private readonly stopping = new AbortController();
  private readonly givingUp = new AbortController();

  /** Aborted when checks may send nothing more: every socket and every wait of theirs ends with it. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Aborted when clean-up may send nothing more either. */
  get giveUpSignal(): AbortSignal {
    return this.givingUp.signal;
  }

  /** Lets no further check start; with `now`, ends the requests under way, too. Clean-up goes on. */
  stop(reason: NotRunReason, now = false): void {
    this.reason ??= reason;
    if (now) this.stopping.abort();
  }

  /** Ends everything at once, clean-up included. */
  giveUp(reason: NotRunReason): void {
    this.stop(reason, true);
    this.givingUp.abort();
  }

  /**
   * Waits.
   * @throws Stopped where the run is told to stop meanwhile
   */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal }).catch(() => {
      throw new Stopped('the run was stopped');
    });
  }
}
