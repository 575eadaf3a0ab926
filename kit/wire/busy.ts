import type { ScimResponse } from './response.ts';

/** Times that a request is sent to an endpoint that stays busy. */
const ATTEMPTS = 8;
/** An endpoint that wants a longer pause than this is taken at its word: the answer counts as it came. */
const LONGEST_WAIT_MS = 60_000;
/** Where too many requests are refused without a word on when to come back; longer each time. */
const UNSAID_WAIT_MS = 500;
/** Between repeats where the endpoint names no pause, or one that is over. */
const SHORTEST_WAIT_MS = 50;

/**
 * The pause after which a busy endpoint may be asked again, in milliseconds; `undefined` where its answer counts as
 * it came: it is not busy, is unavailable without naming a time, names too long a one, or was asked often enough.
 * @param attempt number of times that it was asked, from 1
 */
export function pauseAfter(response: ScimResponse, attempt: number): number | undefined {
  const wait = attempt < ATTEMPTS ? waitOf(response, attempt) : undefined;
  return wait === undefined ? undefined : Math.max(wait, SHORTEST_WAIT_MS * attempt);
}

/** Milliseconds that a busy endpoint asks to wait; `undefined` where it does not say, or more than a run can. */
function waitOf(response: ScimResponse, attempt: number): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const after = response.headers['retry-after']?.trim();
  if (after === undefined) return response.status === 429 ? UNSAID_WAIT_MS * attempt : undefined;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : dateOf(after) - Date.now();
  return ms <= LONGEST_WAIT_MS ? Math.max(ms, 0) : undefined;
}

/** An HTTP date in milliseconds, NaN for anything else: Date.parse finds a date in almost any text. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]+, .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
