import type { Settings } from '../config/settings/settings.ts';
import { estimate } from './estimate.ts';
import type { SuiteOrder } from './order.ts';

/** How long a run may take that nobody gave a deadline, at first and at most. */
export const USUAL_DEADLINE_MS = 600_000;
const LONGEST_DEADLINE_MS = 3_600_000;
/** How many times as long as foreseen a run may take. */
const LEEWAY = 3;
/** The part of the requests that wait for each other, whatever the concurrency. */
const ALONE = 0.07;
/** What a request takes beside the endpoint's answer. */
const OWN_MS = 2;
/** Requests with bad credentials of a full run, which keep a pace of their own. */
const PROBES = 40;
/** A run that takes less needs no announcement. */
const WORTH_TELLING_MS = 15_000;

/** What a run is going to take at the speed of its endpoint. */
export interface Forecast {
  requests: number;
  ms: number;
}

/**
 * Foresees what a run takes.
 * @param roundTripMs what one answer took
 * @param probesPerSecond the pace of requests with bad credentials
 */
export function foresee(
  order: Pick<SuiteOrder, 'profile' | 'own'> & { settings: Settings },
  roundTripMs: number,
  probesPerSecond = 5,
): Forecast {
  const { concurrency, rps, skipAuthProbes } = order.settings;
  const { requests, selection } = estimate(order);
  const waits = requests * (ALONE + (1 - ALONE) / concurrency) * roundTripMs;
  const paced = rps === undefined ? 0 : (requests / rps) * 1000;
  const probes = !skipAuthProbes && selection.kind === 'full' ? (PROBES / probesPerSecond) * 1000 : 0;
  return { requests, ms: Math.max(waits + requests * OWN_MS, paced) + probes };
}

/** The deadline for what is foreseen, where nobody gave one. */
export function deadlineFor(ms: number): number {
  return Math.min(LONGEST_DEADLINE_MS, Math.max(USUAL_DEADLINE_MS, LEEWAY * ms));
}

/** What is foreseen, in a line; `undefined` for a run that is over in no time. */
export function announced({ requests, ms }: Forecast): string | undefined {
  if (ms < WORTH_TELLING_MS) return undefined;
  const time = ms < 90_000 ? `${Math.round(ms / 10_000) * 10} seconds` : `${Math.round(ms / 60_000)} minutes`;
  return `About ${requests.toLocaleString('en-US')} requests and ${time} at the speed of this endpoint`;
}
