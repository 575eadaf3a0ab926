import { setTimeout as sleep } from 'node:timers/promises';

/** The first gap between requests after an endpoint turned one away as too many, in milliseconds. */
const FIRST_GAP_MS = 10;
/** One request in two seconds is the slowest pace. */
const LONGEST_GAP_MS = 2_000;
/** Refusals of requests that were under way together count once. */
const TOGETHER_MS = 500;
/** So many answers in a row without a refusal let the pace rise again. */
const EASED_AFTER = 50;

/**
 * The pace at which a run sends: the limit that was asked for, and what the endpoint bears. A refusal as too many
 * requests holds everything back, and halves the pace of the whole run; answers let it rise again.
 */
export class Pace {
  private readonly least: number;
  private gap: number;
  private nextSlot = 0;
  private refusedAt = Number.NEGATIVE_INFINITY;
  private answers = 0;

  /** @param rps requests a second at most; no limit where it is not given */
  constructor(rps?: number) {
    this.least = rps === undefined ? 0 : 1000 / rps;
    this.gap = this.least;
  }

  /** Resolves when the next request may leave, or the signal ends the run. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const slot = Math.max(now, this.nextSlot);
    if (this.gap > 0) this.nextSlot = slot + this.gap;
    if (slot > now) await sleep(slot - now, undefined, { signal }).catch(() => {});
  }

  /** An answer that refused nothing as too many. */
  answered(): void {
    this.answers += 1;
    if (this.answers < EASED_AFTER || this.gap === this.least) return;
    this.answers = 0;
    this.gap = this.gap / 2 < FIRST_GAP_MS / 2 ? this.least : Math.max(this.least, this.gap / 2);
  }

  /** A request was refused as one too many: nothing leaves for so many milliseconds, and then less often. */
  refused(pauseMs: number): void {
    const now = performance.now();
    this.answers = 0;
    this.nextSlot = Math.max(this.nextSlot, now + pauseMs);
    if (now - this.refusedAt < TOGETHER_MS) return;
    this.refusedAt = now;
    this.gap = Math.min(LONGEST_GAP_MS, Math.max(FIRST_GAP_MS, this.gap * 2));
  }
}
