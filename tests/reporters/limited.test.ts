import { expect, test } from 'vitest';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { limitedBy, limitedInWords } from '../../reporters/limited.ts';

const exchange = (second: number, status: number) =>
  ({
    startedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    response: { status },
  }) as Exchange;
const run = { id: 'r', seed: 's', startedAt: '', finishedAt: '', durationMs: 0, requests: 0 };
const words = (limited: ReturnType<typeof limitedBy>) =>
  limitedInWords({ ...run, ...(limited && { limited }) });

test('an endpoint that turned nothing away limited nothing', () => {
  expect(limitedBy([exchange(0, 200), exchange(1, 503)])).toBeUndefined();
  expect(words(undefined)).toBeUndefined();
});

test('what was served is counted from the first refusal on', () => {
  const answers = [0, 1, 2].map((second) => exchange(second, 200));
  const after = Array.from({ length: 40 }, (_, at) => exchange(3 + Math.floor(at / 4), 200));
  const limited = limitedBy([...answers, exchange(3, 429), ...after, exchange(13, 429)]);
  expect(limited).toEqual({ refused: 2, perSecond: 4 });
  expect(words(limited)).toBe(
    '2 requests were rejected with 429 (too many requests), and 4 per second were served from then on',
  );
});

test('of a moment no pace is told', () => {
  const limited = limitedBy([exchange(5, 429), exchange(6, 200)]);
  expect(limited).toEqual({ refused: 1 });
  expect(words(limited)).toBe('1 request was rejected with 429 (too many requests)');
});
