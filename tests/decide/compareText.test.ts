import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../reporters/decide/compare.ts';
import {
  comparisonMarkdown,
  comparisonText,
  headline,
  listSections,
} from '../../reporters/decide/compareText.ts';

const side = (run: string) => ({
  url: `https://${run}.example.test/scim`,
  verdict: 'conformant',
  scope: 'full run',
  startedAt: '2026-03-01',
  catalogue: '1.0',
  profile: 'rfc 1',
});
const comparison = (over: Partial<Comparison> = {}): Comparison => ({
  schemaVersion: '1.0',
  a: side('a'),
  b: side('b'),
  regression: false,
  diagnoses: [],
  checks: [],
  observations: [],
  behaviour: [],
  claims: [],
  latency: [],
  changes: [],
  ...over,
});
const change = (kind: Comparison['checks'][number]['kind'], check = 'users.a', keys: string[] = []) => ({
  kind,
  check,
  before: 'pass',
  after: 'fail',
  keys,
});

describe('a comparison in words', () => {
  const all = comparison({
    diagnoses: [
      { kind: 'gone', id: 'y', says: 'Y was wrong.' },
      { kind: 'appeared', id: 'x', says: 'X is wrong.' },
    ],
    checks: [
      { kind: 'gone', check: 'users.g', before: 'pass', keys: [] },
      { kind: 'new', check: 'users.n', after: 'pass', keys: [] },
      change('still-failing'),
      change('fixed'),
      change('no-longer-verified'),
      change('regressed', 'users.r', ['k', 'l']),
    ],
    observations: [
      { check: 'users.a', key: 'put.omitted', after: 'kept' },
      { check: 'users.a', key: 'x', before: 'y' },
    ],
    behaviour: [
      { check: 'users.a', ordinal: 2, request: 'GET /Users', what: 'status', before: '200', after: '204' },
    ],
    claims: [
      { claim: 'schemes', before: 'a', after: '' },
      { claim: 'other', before: '', after: 'b' },
    ],
    latency: [{ operation: 'GET /Users', before: 10.4, after: 20.6 }],
    changes: [{ what: 'renamed', name: 'users.old', text: 'now users.new: why' }],
  });

  test('says what got worse first, and each section only where it has lines', () => {
    expect(listSections(all).map(({ title, lines }) => [title, ...lines])).toEqual([
      ['Wrong in B only', 'X is wrong.'],
      ['Wrong in A only', 'Y was wrong.'],
      ['Regressed', 'users.r: pass → fail (k, l)'],
      ['No longer verified', 'users.a: pass → fail'],
      ['Fixed', 'users.a: pass → fail'],
      ['Still failing', 'users.a: pass → fail'],
      ['Asked in B only', 'users.n: pass'],
      ['Asked in A only', 'users.g: pass'],
      ['Observations that changed', 'users.a: put.omitted absent → kept', 'users.a: x y → absent'],
      ['Responses that changed without changing the verdict', 'users.a 2, GET /Users: status 200 → 204'],
      ['Claims and schemas', 'schemes: a → (empty)', 'other: (empty) → b'],
      ['Twice as slow or more', 'GET /Users: median 10 → 21 ms'],
      ['Changes of the suite, not of the endpoint', 'renamed users.old: now users.new: why'],
    ]);
    expect(listSections(comparison())).toEqual([]);
  });

  test.each<[string, Partial<Comparison>]>([
    ['B is worse than A', { regression: true, checks: [change('regressed')] }],
    ['B differs from A, and nothing got worse', { checks: [change('still-failing'), change('fixed')] }],
    ['A and B behave alike; what was wrong still is', { checks: [change('still-failing')] }],
    ['A and B behave alike', {}],
  ])('says in one sentence: %s', (words, over) => {
    expect(headline(comparison(over))).toBe(words);
  });

  test('shows at a terminal twelve lines of a section, each of one line', () => {
    const checks = Array.from({ length: 14 }, (_, at) => change('fixed', `users.${'x'.repeat(60)}-${at}`));
    const lines = comparisonText(comparison({ checks }), 40).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'B differs from A, and nothing got worse',
      '  A: https://a.example.test/scim, 2026-…',
      '  B: https://b.example.test/scim, 2026-…',
      '',
      'Fixed (14)',
    ]);
    expect(lines).toHaveLength(5 + 12 + 1);
    expect(lines.at(-1)).toBe('  and 2 more');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(40);
    expect(comparisonText(comparison({ checks: checks.slice(0, 12) }), 40)).not.toContain('more');
    expect(comparisonText(comparison(), 90).split('\n').at(-1)).toBe(
      '  B: https://b.example.test/scim, 2026-03-01, conformant (full run)',
    );
  });

  test('is Markdown in which nothing that an endpoint sent is markup', () => {
    const hostile = comparison({ checks: [change('fixed', 'users.`a`\n# b', [])] });
    expect(comparisonMarkdown({ ...hostile, a: { ...side('a'), url: 'https://a/`x`' } }).split('\n')).toEqual(
      [
        '## SCIM comparison: B differs from A, and nothing got worse',
        '',
        "- A: `https://a/'x'`, 2026-03-01, conformant (`full run`)".replace('(`full run`)', '(full run)'),
        '- B: `https://b.example.test/scim`, 2026-03-01, conformant (full run)',
        '',
        '### Fixed (1)',
        '',
        "- `users.'a' # b: pass → fail`",
        '',
      ],
    );
  });
});
