import { describe, expect, it } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { nameOperation } from '../../reporters/latency.ts';
import { reportJson } from '../../reporters/write.ts';
import { brokenRun, definition, exchange, finding, outcome, parts, row } from './synthetic.ts';

describe('the report', () => {
  it('is the same text whatever order outcomes and exchanges came in', () => {
    const run = brokenRun();
    const turned = { ...run, outcomes: run.outcomes.toReversed(), exchanges: run.exchanges.toReversed() };
    expect(reportJson(buildReport(turned))).toBe(reportJson(buildReport(run)));
  });

  it('walks the catalogue: what never ran is in it, in its order', () => {
    const report = buildReport(
      parts({
        rows: [row('r1')],
        definitions: ['b.two', 'a.one', 'c.three'].map((id) => definition(id, ['r1'])),
        outcomes: [outcome('a.one', 'pass')],
        notRun: new Map([['c.three', { reason: 'opt-in' as const, explanation: 'tag load' }]]),
      }),
    );
    expect(report.checks.map(({ id, status, reason }) => [id, status, reason])).toEqual([
      ['b.two', 'error', undefined],
      ['a.one', 'pass', undefined],
      ['c.three', 'not-run', 'opt-in'],
    ]);
    expect(report.checks[2]?.explanation).toBe('tag load');
  });

  it.each([
    ['deadline', 'deadline'],
    ['crash', 'interrupted'],
    ['preflight', 'interrupted'],
  ] as const)('explains what is missing after %s as %s', (why, reason) => {
    const run = { ...parts().run, ended: { why, message: 'no answer from the host', hint: 'check the URL' } };
    const report = buildReport(parts({ run, rows: [row('r1')], definitions: [definition('a.one', ['r1'])] }));
    expect(report.checks[0]).toMatchObject({
      status: 'not-run',
      reason,
      explanation: 'no answer from the host',
    });
    expect(report.verdict).toBe('incomplete');
  });

  it('lists an outcome that the catalogue does not define as an error', () => {
    const report = buildReport(
      parts({
        rows: [row('r1')],
        definitions: [definition('a.one', ['r1'])],
        outcomes: [outcome('a.one', 'pass'), outcome('a.gone', 'pass')],
      }),
    );
    expect(report.checks[1]).toMatchObject({ id: 'a.gone', status: 'error', group: 'unknown' });
    expect(report.verdict).toBe('incomplete');
  });

  it('does not let a better outcome of a check hide a worse one', () => {
    const report = buildReport(
      parts({
        rows: [row('r1')],
        definitions: [definition('a.one', ['r1'])],
        outcomes: [outcome('a.one', 'fail', { findings: [finding('r1')] }), outcome('a.one', 'pass')],
      }),
    );
    expect(report.checks[0]?.status).toBe('fail');
    expect(report.verdict).toBe('not conformant');
  });

  it('gives checks and rows the severity of the profile', () => {
    const report = buildReport(
      parts({
        rows: [row('r1')],
        definitions: [definition('a.one', ['r1'])],
        outcomes: [outcome('a.one', 'fail', { findings: [finding('r1')] })],
        severityOf: () => 'note',
      }),
    );
    expect(report.checks[0]?.severity).toBe('note');
    expect(report.rows[0]?.severity).toBe('note');
    expect(report.verdict).not.toBe('not conformant');
  });

  it('embeds the exchanges of what failed, was blocked or erred, and those that findings and diagnoses point at', () => {
    const report = buildReport(
      parts({
        rows: [row('r1'), row('r2')],
        definitions: ['a.pass', 'a.fail', 'a.blocked', 'traffic.rule'].map((id, index) =>
          definition(id, [index < 2 ? 'r1' : 'r2']),
        ),
        outcomes: [
          outcome('a.pass', 'pass', { exchanges: [1, 2] }),
          outcome('a.fail', 'fail', { exchanges: [3], findings: [finding('r1', { exchanges: [3] })] }),
          outcome('a.blocked', 'blocked', { exchanges: [4] }),
          outcome('traffic.rule', 'fail', {
            exchanges: [1, 2, 3, 4],
            findings: [finding('r2', { exchanges: [2], count: 1 })],
          }),
        ],
        exchanges: [
          exchange(4, 'a.blocked'),
          exchange(3, 'a.fail'),
          exchange(2, 'a.pass'),
          exchange(1, 'a.pass'),
          exchange(5, 'clean-up', { purpose: 'clean-up' }),
        ],
      }),
    );
    expect(report.exchanges.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(report.run).toMatchObject({ requests: 5, durationMs: 12_400 });
  });
});

describe('latency', () => {
  it('is by operation, of answered requests that are no clean-up or retry', () => {
    const times = Array.from({ length: 100 }, (_, index) =>
      exchange(index, 'a.one', { durationMs: 100 - index }),
    );
    const { response: _, ...unanswered } = exchange(500, 'a.one', { durationMs: 9000 });
    const others = [
      exchange(501, 'a.one', { purpose: 'clean-up', durationMs: 9000 }),
      exchange(502, 'a.one', { purpose: 'retry', durationMs: 9000 }),
      exchange(503, 'a.one', { method: 'DELETE', durationMs: 7.26 }),
      unanswered,
    ];
    const { latency } = buildReport(parts({ exchanges: [...times, ...others] }));
    expect(latency).toMatchObject([
      { operation: 'DELETE /Users/{id}', samples: 1, p50: 7.3, p95: 7.3, p99: 7.3, max: 7.3 },
      { operation: 'GET /Users/{id}', samples: 100, p50: 50, p95: 95, p99: 99, max: 100 },
    ]);
    // Half octaves: 7.26 ms lies above 2^2.5 and not above 2^3; 64 ms is the last of its class.
    expect(latency[0]?.distribution).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(latency[1]?.distribution).toEqual([1, 0, 1, 0, 2, 1, 3, 3, 5, 6, 10, 13, 19, 26, 10]);
  });

  it('knows a query by the names of its parameters', () => {
    const template = '/Users?startIndex=1&filter=userName eq "a&b"&count=2';
    expect(nameOperation({ method: 'GET', template: '/Users?count&filter' })).toBe('GET /Users?count&filter');
    expect(nameOperation({ method: 'GET', template })).toMatch(/^GET \/Users\?/);
  });
});
