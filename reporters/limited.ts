import type { Exchange } from '../kit/evidence/exchange.ts';
import type { Report } from './model.ts';
import { count } from './words.ts';

const TOO_MANY = 429;
/** A pace is told of so long a time, in milliseconds. */
const LONG_ENOUGH = 2_000;

/** How an endpoint limited a run: requests that it turned away as too many, and what it served from then on. */
export function limitedBy(exchanges: readonly Exchange[]): Report['run']['limited'] | undefined {
  const times = exchanges.map(({ startedAt, response }) => ({
    at: Date.parse(startedAt),
    refused: response?.status === TOO_MANY,
  }));
  const refused = times.filter((one) => one.refused);
  if (refused.length === 0) return undefined;
  const since = Math.min(...refused.map(({ at }) => at));
  const until = times.reduce((latest, { at }) => Math.max(latest, at), since);
  if (until - since < LONG_ENOUGH) return { refused: refused.length };
  const served = times.filter((one) => !one.refused && one.at >= since).length;
  return { refused: refused.length, perSecond: Number(((served * 1000) / (until - since)).toFixed(1)) };
}

/** The same in words; `undefined` where nothing was turned away. */
export function limitedInWords({ limited }: Report['run']): string | undefined {
  if (limited === undefined) return undefined;
  const { refused, perSecond } = limited;
  const were = `${count(refused, 'request')} ${refused === 1 ? 'was' : 'were'} rejected with 429 (too many requests)`;
  return perSecond === undefined ? were : `${were}, and ${perSecond} per second were served from then on`;
}
