import type { Pace } from './pace.ts';
import type { ScimResponse } from './response.ts';

/** Times that a request is sent to an endpoint that stays busy. */
const ATTEMPTS = 8;
/** The same while the pace of the run is still too fast for it. */
const PATIENT_ATTEMPTS = 24;
/** Occasions in a row on which an operation is turned away, after which it is not asked again; so many where others are served. */
const FAR_TOO_OFTEN = 8;
const TOO_OFTEN = 5;
/** Occasions after which it is no longer for the pace of all that it is turned away. */
const DOUBTFUL = 3;
/** Requests that have to be served meanwhile to tell an operation that is closed from a pace that is too fast. */
const SERVED_MEANWHILE = 20;
/** Refusals of requests that were under way together are one occasion. */
const TOGETHER_MS = 500;
/** An endpoint that wants a longer pause than this is taken at its word: the answer counts as it came. */
const LONGEST_WAIT_MS = 60_000;
/** Where too many requests are refused without a word on when to come back; twice as long from the second time on. */
const UNSAID_WAIT_MS = 500;
/** Between repeats where the endpoint names no pause, or one that is over. */
const SHORTEST_WAIT_MS = 50;

/** Occasions in a row on which an operation was turned away. */
interface Doubt {
  occasions: number;
  at: number;
  /** Requests of any kind that were served before the first of them. */
  served: number;
}

/**
 * How a run takes it that an endpoint is busy. One that limits requests is asked at its pace until it answers; an
 * operation that is turned away however slowly the run sends, while others are served, is taken at its word.
 */
export class Busy {
  readonly pace: Pace;
  private readonly doubts = new Map<string, Doubt>();
  /** Operations that are turned away whatever the pace. */
  private readonly closed = new Set<string>();
  private served = 0;

  constructor(pace: Pace) {
    this.pace = pace;
  }

  /**
   * The pause after which the request is sent again, in milliseconds; `undefined` where its answer counts as it came:
   * the endpoint is not busy, is unavailable without naming a time, names too long a one, or was asked often enough.
   * @param attempt number of times that it was asked, from 1
   * @param headers those that the request had of its own: an endpoint may turn it away for them alone
   */
  pauseAfter(
    response: ScimResponse,
    attempt: number,
    headers: Readonly<Record<string, unknown>> = {},
  ): number | undefined {
    const operation = `${response.method} ${response.template} ${JSON.stringify(headers)}`;
    if (response.status !== 429) {
      this.served += 1;
      this.pace.answered();
      this.doubts.delete(operation);
      return attempt < ATTEMPTS ? choosePause(response, attempt) : undefined;
    }
    if (this.closed.has(operation)) return undefined;
    if (this.isClosed(operation)) {
      this.closed.add(operation);
      this.pace.forget();
      return undefined;
    }
    // While the pace still falls, it is the pace that was refused, and not the request.
    const most = this.pace.isSettled ? ATTEMPTS : PATIENT_ATTEMPTS;
    const pause = attempt < most ? choosePause(response, attempt) : undefined;
    if (pause !== undefined && !this.isDoubtful(operation)) this.pace.refused(pause);
    return pause;
  }

  /** Whether others were served while an operation was turned away: then they need not wait for it. */
  private isDoubtful(operation: string): boolean {
    const doubt = this.doubts.get(operation);
    return doubt !== undefined && doubt.occasions >= DOUBTFUL && this.served > doubt.served;
  }

  /** Notes that an operation was turned away; says whether it always is. */
  private isClosed(operation: string): boolean {
    const now = performance.now();
    const doubt = this.doubts.get(operation) ?? {
      occasions: 0,
      at: Number.NEGATIVE_INFINITY,
      served: this.served,
    };
    this.doubts.set(operation, doubt);
    if (now - doubt.at < TOGETHER_MS) return false;
    doubt.at = now;
    doubt.occasions += 1;
    const others = this.served - doubt.served;
    return doubt.occasions >= (others >= SERVED_MEANWHILE ? TOO_OFTEN : FAR_TOO_OFTEN);
  }
}

function choosePause(response: ScimResponse, attempt: number): number | undefined {
  const wait = chooseWait(response, attempt);
  return wait === undefined ? undefined : Math.max(wait, SHORTEST_WAIT_MS * Math.min(attempt, ATTEMPTS));
}

/** Milliseconds that a busy endpoint asks to wait; `undefined` where it does not say, or more than a run can. */
function chooseWait(response: ScimResponse, attempt: number): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const after = response.headers['retry-after']?.trim();
  if (after === undefined) return response.status === 429 ? UNSAID_WAIT_MS * Math.min(attempt, 2) : undefined;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : parseDate(after) - Date.now();
  return ms <= LONGEST_WAIT_MS ? Math.max(ms, 0) : undefined;
}

/** An HTTP date in milliseconds, NaN for anything else: Date.parse finds a date in almost any text. */
function parseDate(text: string): number {
  return /^[A-Z][a-z]+, .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
