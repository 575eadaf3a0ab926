import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns.ts';

/** The first gap between requests after an endpoint turned one away as too many, in milliseconds. */
const FIRST_GAP_MS = 10;
/** One request in two seconds is the slowest pace. */
const LONGEST_GAP_MS = 2_000;
/** Refusals of requests that were under way together count once. */
const TOGETHER_MS = 500;
/** The time before a refusal in which what was served says what the endpoint bears. */
const LOOK_BACK_MS = 1_000;
const TELLING = 5;
/** So much slower than what was borne: a limit that is met exactly is met again at once. */
const MARGIN = 1.1;
/** So many answers in a row without a refusal let the pace rise somewhat, and so much time with fewer. */
const EASED_AFTER = 50;
const EASED_MS = 1_500;
const EASED_BY = 0.85;
/** Where a limit was met, the pace rises by this little at a time, until it is so much faster than was borne there. */
const NEAR_BY = 0.985;
const BEYOND = 1.15;
/** At this part of the limit the pace rises no further for so long: each refusal costs a pause. */
const AT_LIMIT = 0.97;
const CONTENT_MS = 20_000;
/** Refusals at paces that differ by no more than this part of them are about one limit. */
const ALIKE = 0.15;
/** A timer that is late by no more than this slows nothing down. */
const LATE_MS = 5;
/** So many answers in a row say that the endpoint bears the pace. */
const SETTLED_AFTER = 10;
/** At this part of a pace at which it was refused before, a refusal after as many answers is not about the pace. */
const SLOWER = 0.7;
const AS_MANY = 0.5;

/**
 * The pace at which a run sends: the limit that was asked for, and what the endpoint bears. A refusal as too many
 * requests holds everything back, and slows the whole run down to what was served in the second before; answers let
 * the pace rise again.
 */
export class Pace {
  private readonly least: number;
  private gap: number;
  private nextSlot = 0;
  private readonly turns = new Turns();
  private refusedAt = Number.NEGATIVE_INFINITY;
  private answers = 0;
  private easedAt = 0;
  /** Answers since the last refusal. */
  private since = 0;
  /** The fastest that was refused: requests a second, the gap between them, and the answers before it. */
  private fastest: { rate: number; gap: number; served: number } | undefined;
  /** Requests a second that were borne when one was refused last: the limit, as far as it is known. */
  private limit: number | undefined;
  /** When the last requests were served. */
  private servedAt: number[] = [];

  /** @param rps requests a second at most; no limit where it is not given */
  constructor(rps?: number) {
    this.least = rps === undefined ? 0 : 1000 / rps;
    this.gap = this.least;
  }

  /** Whether the pace is as slow as it becomes, or some requests were served at it since it last fell. */
  get isSettled(): boolean {
    return this.gap === LONGEST_GAP_MS || this.answers >= SETTLED_AFTER;
  }

  /** Forgets what was learned: it was not the pace that was refused. */
  forget(): void {
    this.gap = this.least;
    this.nextSlot = 0;
    this.refusedAt = Number.NEGATIVE_INFINITY;
  }

  /** Resolves when the next request may leave, in the order in which they ask, or the signal ends the run. */
  turn = (signal: AbortSignal): Promise<void> => this.turns.take(() => this.untilNext(signal));

  /** Who does not wait to the end takes no turn from those behind. */
  private async untilNext(signal: AbortSignal): Promise<void> {
    let now = performance.now();
    while (now < this.nextSlot && !signal.aborted) {
      await sleep(this.nextSlot - now, undefined, { signal }).catch(() => {});
      now = performance.now();
    }
    if (this.gap > 0 && !signal.aborted)
      this.nextSlot = Math.max(now - Math.min(this.gap, LATE_MS), this.nextSlot) + this.gap;
  }

  /** An answer that refused nothing as too many. */
  answered(): void {
    const now = performance.now();
    this.servedAt.push(now);
    while ((this.servedAt[0] ?? now) < now - LOOK_BACK_MS) this.servedAt.shift();
    this.answers += 1;
    this.since += 1;
    if (this.gap === this.least || !this.isTimeToEase(now)) return;
    this.answers = 0;
    this.easedAt = now;
    const eased = this.gap * (this.isNearLimit ? NEAR_BY : EASED_BY);
    this.gap = eased < FIRST_GAP_MS / 2 ? this.least : Math.max(this.least, eased);
  }

  private isTimeToEase(now: number): boolean {
    const { limit, gap } = this;
    if (limit !== undefined && limit * gap * BEYOND < 1000) this.limit = undefined;
    if (!this.isNearLimit && this.answers >= EASED_AFTER) return true;
    if (this.isAtLimit && now - this.refusedAt < CONTENT_MS) return false;
    return now - this.easedAt > EASED_MS && this.answers >= SETTLED_AFTER;
  }

  /** Whether the next large step would meet the limit. */
  private get isNearLimit(): boolean {
    return this.limit !== undefined && this.limit * this.gap * EASED_BY < 1000;
  }

  /** Whether the pace is as near to the limit as is sensible. */
  private get isAtLimit(): boolean {
    return this.limit !== undefined && this.limit * this.gap * AT_LIMIT < 1000;
  }

  /** A request was refused as one too many: nothing leaves for so many milliseconds, and then less often. */
  refused(pauseMs: number): void {
    const now = performance.now();
    this.answers = 0;
    this.nextSlot = Math.max(this.nextSlot, now + pauseMs);
    if (now - this.refusedAt < TOGETHER_MS) {
      this.since = 0;
      return;
    }
    const since = Math.max(this.refusedAt, now - LOOK_BACK_MS);
    const borne = this.servedAt.filter((at) => at >= since).length;
    // Of a few nothing can be said: most of the second may have passed in waiting.
    const seen = borne < TELLING ? 0 : ((now - since) / borne) * MARGIN;
    const rate = borne < TELLING ? undefined : (borne * 1000) / (now - since);
    this.refusedAt = now;
    this.easedAt = now;
    if (this.isInVain(rate)) return;
    const isMetAgain = rate !== undefined && Math.abs(rate / (this.limit ?? 0) - 1) < ALIKE;
    // What was sent as fast as it would go, for less than a second perhaps, shows no limit.
    this.limit = this.gap > this.least ? rate : undefined;
    // What is slow already becomes slower by degrees: one refusal then says little.
    const slower = isMetAgain ? 0 : Math.max(FIRST_GAP_MS, this.gap * 1.5);
    this.gap = Math.min(LONGEST_GAP_MS, Math.max(slower, seen));
  }

  /**
   * Whether requests are refused as often however seldom they are sent, as where others use up the same allowance or a
   * minute has its number: then the pace is what it was before it fell.
   */
  private isInVain(rate: number | undefined): boolean {
    const served = this.since;
    this.since = 0;
    if (rate === undefined || served < SETTLED_AFTER) return false;
    const { fastest, gap } = this;
    if (fastest === undefined || rate > fastest.rate) this.fastest = { rate, gap, served };
    if (fastest === undefined || gap <= fastest.gap) return false;
    if (rate > fastest.rate * SLOWER || served < fastest.served * AS_MANY) return false;
    if (served > fastest.served / AS_MANY) return false;
    this.gap = fastest.gap;
    return true;
  }
}
