import type { Exchange } from '../kit/evidence/exchange.ts';
import type { Purpose } from '../kit/wire/request.ts';
import type { Latency } from './model.ts';

/** Clean-up and retries say more of the run's circumstances than of the endpoint. */
const MEASURED: ReadonlySet<Purpose> = new Set<Purpose>(['given', 'claim', 'control']);

/**
 * The operation that an exchange counts towards: method, path template and the names of the query parameters,
 * such as `GET /Users?filter`. Values are dropped, or every filter would be an operation of its own.
 */
export function nameOperation(exchange: Pick<Exchange, 'method' | 'template'>): string {
  const [path = '', query] = exchange.template.split('?', 2);
  const names = new Set((query ?? '').split('&').map((pair) => pair.split('=', 1)[0] ?? ''));
  names.delete('');
  return `${exchange.method} ${path}${names.size > 0 ? `?${[...names].sort().join('&')}` : ''}`;
}

/** Latency of answered requests per operation, in milliseconds to a tenth; sorted by operation. */
export function measureLatency(exchanges: readonly Exchange[]): Latency[] {
  const byOperation = new Map<string, number[]>();
  for (const exchange of exchanges) {
    if (!exchange.response || !MEASURED.has(exchange.purpose)) continue;
    const operation = nameOperation(exchange);
    const times = byOperation.get(operation);
    if (times) times.push(exchange.durationMs);
    else byOperation.set(operation, [exchange.durationMs]);
  }
  return [...byOperation]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, times]) => {
      const sorted = times.sort((a, b) => a - b);
      return {
        operation,
        samples: sorted.length,
        p50: percentile(sorted, 0.5),
        p95: percentile(sorted, 0.95),
        p99: percentile(sorted, 0.99),
        max: percentile(sorted, 1),
        distribution: countByBucket(sorted),
      };
    });
}

/** Classes of a distribution: two an octave, from 1 ms to 8 s, the same for every operation and every run. */
export const CLASSES = 27;

function countByBucket(times: readonly number[]): number[] {
  const counts: number[] = [];
  for (const time of times) {
    const index = Math.min(CLASSES - 1, Math.max(0, Math.ceil(2 * Math.log2(Math.max(time, 1)))));
    while (counts.length <= index) counts.push(0);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Nearest rank: a time that was measured, never one between two. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}
