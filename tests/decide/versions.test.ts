import { describe, expect, test } from 'vitest';
import { type Change, changesBetween, isOlder } from '../../config/changes.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { decide, type GateOptions, incomparable } from '../../reporters/decide/gate.ts';
import { gateMarkdown, gateText } from '../../reporters/decide/gateText.ts';
import { definition, finding, outcome, parts, row } from '../reporters/synthetic.ts';

const changes: Change[] = [
  { since: '1.0', what: 'renamed', check: 'users.old', to: 'users.new', why: 'it says what it claims' },
  { since: '1.0', what: 'renamed', check: 'users.new', key: 'Status', to: 'status', why: 'one spelling' },
  { since: '1.0', what: 'removed', check: 'users.gone', why: 'no text asks for it' },
  { since: '1.0', what: 'added', check: 'users.kept', key: 'wiped *', why: 'it now looks at neighbours' },
];
const now = Date.parse('2026-06-15T12:00:00Z');
const fails = (id: string, key: string) => outcome(id, 'fail', { findings: [finding('r:a', { key })] });

function report(version: string, outcomes: Outcome[], severity: 'violation' | 'warning' = 'violation') {
  return buildReport(
    parts({
      catalogue: { version, digest: 'd' },
      rows: [row('r:a', { severity })],
      definitions: outcomes.map(({ id }) => definition(id, ['r:a'])),
      outcomes,
    }),
  );
}

function gate(report: GateOptions['baseline'], over: Partial<GateOptions>) {
  if (report === undefined) throw new Error('a gate needs a report');
  return decide(report, { waivers: [], failOn: 'violation', newChecks: 'list', now, changes, ...over });
}

describe('the first gate after the suite changed', () => {
  const before = report(
    '0.9',
    [fails('users.old', 'Status'), fails('users.gone', 'k'), outcome('users.kept', 'pass')],
    'warning',
  );
  const after = report('1.0', [
    fails('users.new', 'status'),
    fails('users.kept', 'wiped title'),
    fails('users.fresh', 'k'),
  ]);

  test('is not red for what was renamed, regraded, removed or added, and lists it', () => {
    expect(incomparable(after, before)).toBeUndefined();
    const decision = gate(after, { baseline: before });
    expect(decision.red).toEqual([]);
    expect(decision.listed.map(({ kind, check, key }) => `${kind} ${check} ${key}`)).toEqual([
      'known users.new status',
      'new-check users.kept wiped title',
      'new-check users.fresh k',
    ]);
    expect(decision.changes.map(({ what, name }) => `${what} ${name}`)).toEqual([
      'renamed users.old',
      'renamed users.new Status',
      'removed users.gone',
      'added users.kept wiped *',
      'regraded r:a',
    ]);
    expect(gateText(decision, 120)).toContain('Changes of the suite since the baseline: 2 renamed');
    expect(gateMarkdown(decision)).toContain('| regraded | r:a | warning, now violation |');
  });

  test('is red for what got worse beside it', () => {
    const worse = report('1.0', [fails('users.new', 'status'), fails('users.kept', 'body')]);
    expect(gate(worse, { baseline: before }).red.map(({ check }) => check)).toEqual(['users.kept']);
  });

  test('reads waivers by their old names, and is not red for one that speaks of what was removed', () => {
    const waiver = { reason: 'known', owner: 'ann', expires: '2026-12-31' };
    const decision = gate(report('1.0', [fails('users.new', 'status'), outcome('users.gone', 'pass')]), {
      waivers: [
        { ...waiver, check: 'users.old', key: 'Status' },
        { ...waiver, check: 'users.gone' },
      ],
    });
    expect(decision.red).toEqual([]);
    expect(decision.listed.map(({ kind }) => kind)).toEqual(['waiver-outdated', 'waived']);
  });
});

describe('a partial run', () => {
  const narrowed = { scope: { kind: 'filtered' as const, filters: ['--group users'], terms: [] } };
  const partial = (outcomes: Outcome[]) =>
    buildReport(
      parts({
        rows: [row('r:a')],
        definitions: outcomes.map(({ id }) => definition(id, ['r:a'])),
        outcomes,
        ...narrowed,
      }),
    );

  test('without a baseline leaves a gate undecided, red where something fails', () => {
    const decision = gate(partial([outcome('users.a', 'pass')]), {});
    expect(decision.result).toBe('undecided');
    expect(gateText(decision, 200)).toContain('1 of 1 selected checks passed; no verdict on conformance');
    const narrow = gateText(decision, 40).split('\n');
    expect(narrow.join(' ')).toContain('no verdict on conformance');
    for (const line of narrow) expect(line.length, line).toBeLessThanOrEqual(40);
    expect(gateMarkdown(decision)).toContain('no verdict on conformance');
    expect(gate(partial([fails('users.a', 'k')]), {}).result).toBe('red');
  });

  test('with a baseline of equal filters is decided by it', () => {
    const baseline = partial([fails('users.a', 'k')]);
    expect(gate(partial([fails('users.a', 'k')]), { baseline }).result).toBe('green');
    expect(incomparable(partial([]), baseline)).toBeUndefined();
    expect(incomparable(buildReport(parts()), baseline)).toContain('partial run (--group users)');
  });

  test('a check that the baseline did not run counts as new', () => {
    const left = (reason: 'filtered' | 'opt-in') => partial([outcome('users.a', 'not-run', { reason })]);
    const baseline = left('filtered');
    const decision = gate(partial([fails('users.a', 'k')]), { baseline });
    expect([decision.result, decision.listed.map(({ kind }) => kind)]).toEqual(['green', ['new-check']]);
    const red = (of: typeof baseline) =>
      gate(partial([fails('users.a', 'k')]), { baseline: of, newChecks: 'red' }).result;
    expect(red(baseline)).toBe('red');
    // What the gate opts in to by itself is no fault of a baseline that did not.
    expect(red(left('opt-in'))).toBe('green');
  });
});

test('versions are compared by their numbers', () => {
  expect([isOlder('0.9', '0.10'), isOlder('1.0', '1.0'), isOlder('1.0', '0.9')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(changesBetween(changes, '1.0', '1.0')).toEqual([]);
});
