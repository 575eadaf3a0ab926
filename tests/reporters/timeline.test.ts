import { describe, expect, it } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { buildTimeline } from '../../reporters/timeline.ts';
import { exchange, outcome, parts } from './synthetic.ts';

const START = Date.parse('2026-03-01T10:00:00.000Z');

/** A request so many milliseconds after the first one. */
function sent(number: number, after: number, takes: number, over: Parameters<typeof exchange>[2] = {}) {
  return exchange(number, 'users.created', {
    startedAt: new Date(START + after).toISOString(),
    durationMs: takes,
    ...over,
  });
}
const answered = (status: number) => ({ response: { status, headers: {} } });

describe('the timeline', () => {
  it('has a lane for each request that was under way at once', () => {
    const timeline = buildTimeline([sent(1, 0, 100), sent(2, 20, 100), sent(3, 40, 10), sent(4, 500, 10)]);
    expect(timeline).toMatchObject({ durationMs: 510, lanes: 3 });
    expect(timeline?.stretches.map(({ lane }) => lane)).toEqual([0, 1, 2, 0]);
  });

  it('shows what was turned away, what failed and what tidied up', () => {
    const timeline = buildTimeline([
      sent(1, 0, 50),
      sent(2, 100, 50, answered(429)),
      sent(3, 200, 50, answered(503)),
      sent(4, 300, 50, { purpose: 'clean-up' }),
      sent(5, 400, 50, { response: undefined as never, failure: { code: 'ECONNRESET', message: 'gone' } }),
    ]);
    expect(timeline?.counts).toEqual({ answered: 1, limited: 1, bad: 2, 'clean-up': 1 });
    expect(timeline?.stretches.map(({ kind }) => kind)).toEqual([
      'answered',
      'limited',
      'bad',
      'clean-up',
      'bad',
    ]);
  });

  it('names the waits, the longest first, and none while something was under way', () => {
    const timeline = buildTimeline([
      sent(1, 0, 100),
      sent(2, 1100, 100),
      sent(3, 1150, 3000),
      sent(4, 6150, 10),
    ]);
    expect(timeline?.waits).toEqual([
      { from: 4150, until: 6150 },
      { from: 100, until: 1100 },
    ]);
  });

  it('draws requests in a row as one stretch, and no more lanes than a reader can follow', () => {
    const row = Array.from({ length: 2000 }, (_, at) => sent(at + 1, at * 10, 10));
    expect(buildTimeline(row)?.stretches).toHaveLength(1);
    const heap = Array.from({ length: 500 }, (_, at) => sent(at + 1, 0, 1000));
    expect(buildTimeline(heap)?.lanes).toBe(32);
  });

  it('stands in the page and its rail where all requests are at hand, and not where some are missing', () => {
    const exchanges = [sent(1, 0, 100), sent(2, 500, 50, answered(429))];
    const report = buildReport(parts({ exchanges, outcomes: [outcome('users.created', 'pass')] }));
    const page = reportHtml(report, { exchanges });
    expect(page).toContain('<a href="#timeline">Timeline</a>');
    expect(page).toContain('<a href="#latency">Latency</a>');
    expect(page).toMatch(/2 requests in 550 ms, at most 1 at once\. No request was in progress for 400 ms/);
    expect(reportHtml(report, { exchanges: exchanges.slice(0, 1) })).not.toContain('id="timeline"');
  });
});
