import type { Exchange } from '../kit/evidence/exchange.ts';

/** What a request came to, as far as a timeline shows it. */
export type Kind = 'answered' | 'limited' | 'bad' | 'clean-up';

/** A stretch of one lane: requests of one kind with no visible gap between them. Milliseconds since the first request. */
interface Stretch {
  lane: number;
  kind: Kind;
  from: number;
  until: number;
}

/** A run over time. */
export interface Timeline {
  /** From the first request to the last answer. */
  durationMs: number;
  /** The most requests that were under way at once. */
  lanes: number;
  stretches: Stretch[];
  /** Times in which no request was under way, the longest first; only those worth seeing. */
  waits: { from: number; until: number }[];
  counts: Record<Kind, number>;
}

/** Lanes that are drawn; a request beyond them is counted, and shown in the last one. */
const MOST_LANES = 32;
/** Share of the run below which neither gap nor request can be told from its neighbours. */
const VISIBLE = 1 / 1200;
/** A wait is worth seeing from this share of the run on, and from this many milliseconds. */
const WAIT_SHARE = 1 / 200;
const WAIT_MS = 200;
const TOO_MANY = 429;

/** Lanes, waits and refusals of a run, from its exchanges: each request takes the first lane that is free. */
export function buildTimeline(exchanges: readonly Exchange[]): Timeline | undefined {
  const times = exchanges
    .map((exchange) => ({ from: Date.parse(exchange.startedAt), exchange }))
    .filter(({ from }) => Number.isFinite(from))
    .sort((a, b) => a.from - b.from || a.exchange.number - b.exchange.number);
  const start = times[0]?.from;
  if (start === undefined) return undefined;
  const spans = times.map(({ from, exchange }) => {
    const length = Number.isFinite(exchange.durationMs) ? Math.max(0, exchange.durationMs) : 0;
    return { from: from - start, until: from - start + length, kind: timelineKind(exchange) };
  });
  const durationMs = spans.reduce((end, { until }) => Math.max(end, until), 1);
  const counts: Timeline['counts'] = { answered: 0, limited: 0, bad: 0, 'clean-up': 0 };
  const freeAt: number[] = [];
  const last: (Stretch | undefined)[] = [];
  const stretches: Stretch[] = [];
  for (const { from, until, kind } of spans) {
    counts[kind] += 1;
    const free = freeAt.findIndex((at) => at <= from);
    const lane = free === -1 ? Math.min(freeAt.length, MOST_LANES - 1) : free;
    freeAt[lane] = Math.max(until, freeAt[lane] ?? 0);
    const before = last[lane];
    if (before?.kind === kind && from - before.until < durationMs * VISIBLE)
      before.until = Math.max(before.until, until);
    else {
      last[lane] = { lane, kind, from, until };
      stretches.push(last[lane]);
    }
  }
  return { durationMs, lanes: freeAt.length, stretches, waits: waitsIn(spans, durationMs), counts };
}

function timelineKind({ purpose, response }: Exchange): Kind {
  if (response?.status === TOO_MANY) return 'limited';
  if (response === undefined || response.status >= 500) return 'bad';
  return purpose === 'clean-up' ? 'clean-up' : 'answered';
}

function waitsIn(spans: readonly { from: number; until: number }[], durationMs: number): Timeline['waits'] {
  const waits: Timeline['waits'] = [];
  let until = 0;
  for (const span of spans) {
    if (span.from - until >= Math.max(WAIT_MS, durationMs * WAIT_SHARE))
      waits.push({ from: until, until: span.from });
    until = Math.max(until, span.until);
  }
  return waits.sort((a, b) => b.until - b.from - (a.until - a.from));
}
