import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { listFailures } from '../../reporters/decide/failures.ts';
import { decide, type GateOptions, gateExitCode, incomparable } from '../../reporters/decide/gate.ts';
import { gateMarkdown, gateText } from '../../reporters/decide/gateText.ts';
import { updateWaivers, type Waiver } from '../../reporters/decide/waivers.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import type { Report } from '../../reporters/model.ts';
import { definition, finding, outcome, parts, row } from '../reporters/synthetic.ts';
import { slowTest } from '../slow.ts';

const rows = [row('r:a'), row('r:b'), row('r:w', { severity: 'warning' })];
const definitions = [
  definition('users.a', ['r:a']),
  definition('users.b', ['r:b']),
  definition('users.w', ['r:w'], { severity: 'warning' }),
];
const narrowed = { kind: 'filtered' as const, filters: ['--group users'], terms: [] };
const now = Date.parse('2026-06-15T12:00:00Z');

function makeReport(outcomes: Outcome[], over: Parameters<typeof parts>[0] = {}): Report {
  const given = new Set(outcomes.map(({ id }) => id));
  const rest = definitions.filter(({ id }) => !given.has(id)).map(({ id }) => outcome(id, 'pass'));
  return buildReport(parts({ rows, definitions, outcomes: [...outcomes, ...rest], ...over }));
}

const fails = (id: string, broken: string, ...keys: string[]) =>
  outcome(id, 'fail', { findings: keys.map((key) => finding(broken, { key })) });

function gate(report: Report, over: Partial<GateOptions> = {}) {
  return decide(report, { waivers: [], failOn: 'violation', newChecks: 'list', now, ...over });
}

const waiver = (over: Partial<Waiver> = {}): Waiver => ({
  check: 'users.a',
  key: 'status',
  reason: 'known, repaired in the next release',
  owner: 'ann@example.test',
  expires: '2026-06-15',
  ...over,
});
const kinds = (items: { kind: string }[]) => items.map(({ kind }) => kind);

describe('a gate without a baseline', () => {
  test('is green when nothing fails', () => {
    const decision = gate(makeReport([]));
    expect(decision.result).toBe('green');
    expect(gateExitCode(decision)).toBe(0);
  });

  test('is red for every violation, and for warnings only where told', () => {
    expect(kinds(gate(makeReport([fails('users.a', 'r:a', 'status')])).red)).toEqual(['new-failure']);
    const warning = makeReport([fails('users.w', 'r:w', 'status')]);
    expect(gate(warning).result).toBe('green');
    expect(gate(warning, { failOn: 'warning' }).result).toBe('red');
  });

  test('says one thing that is wrong once, with how often it failed', () => {
    const report = makeReport([fails('users.a', 'r:a', 'one', 'two'), fails('users.b', 'r:b', 'status')]);
    const explains = ['one', 'two'].map((key) => ({ check: 'users.a', key }));
    const entries = [{ kind: 'diagnosis', id: 'patch.x', says: 'PATCH does nothing.', explains }];
    const decision = gate({ ...report, entries: entries as Report['entries'] });
    expect(decision.causes).toEqual([{ id: 'patch.x', says: 'PATCH does nothing.', at: 1 }]);
    expect(decision.red.map(({ cause }) => cause)).toEqual(['patch.x', 'patch.x', undefined]);
    expect(gateText(decision, 200).split('\n')).toEqual([
      'GATE CLOSED: 2 reasons',
      '  failed 2 times: PATCH does nothing.',
      expect.stringMatching(/^ {2}failed: users\.b status: expected/),
    ]);
    expect(gateMarkdown(decision)).toContain('- failed 2 times: PATCH does nothing.');
    const page = reportHtml(report, { gate: { decision, waivers: [] } });
    expect(page).toContain('<a href="#cause-1">PATCH does nothing.</a>');
  });

  test.each(['blocked', 'error'] as const)('cannot decide over a check that is %s', (state) => {
    const decision = gate(makeReport([outcome('users.a', state, { error: 'x' })]));
    expect(decision.result).toBe('undecided');
    expect(gateExitCode(decision)).toBe(2);
  });

  test('is red rather than undecided where both hold', () => {
    const report = makeReport([outcome('users.b', 'blocked'), fails('users.a', 'r:a', 'status')]);
    expect(gate(report).result).toBe('red');
  });
});

describe('a gate with a baseline', () => {
  const baseline = makeReport([fails('users.a', 'r:a', 'status')]);

  test('lists what failed before and is red for what is new, by finding', () => {
    const decision = gate(makeReport([fails('users.a', 'r:a', 'status', 'body')]), { baseline });
    expect(decision.red).toMatchObject([{ kind: 'new-failure', check: 'users.a', key: 'body' }]);
    expect(kinds(decision.listed)).toEqual(['known']);
  });

  test('says what was repaired', () => {
    expect(kinds(gate(makeReport([]), { baseline }).listed)).toEqual(['fixed']);
  });

  test('names a check that the baseline did not have, red only where told', () => {
    const older = buildReport(
      parts({ rows, definitions: definitions.slice(0, 1), outcomes: [outcome('users.a', 'pass')] }),
    );
    const report = makeReport([fails('users.b', 'r:b', 'status')]);
    expect(kinds(gate(report, { baseline: older }).listed)).toEqual(['new-check']);
    expect(kinds(gate(report, { baseline: older, newChecks: 'red' }).red)).toEqual(['new-check']);
  });

  test('lists what fails or is blocked in a check that the baseline did not opt in to', () => {
    const plain = makeReport([], {
      outcomes: [outcome('users.b', 'pass'), outcome('users.w', 'pass')],
      notRun: new Map([['users.a', { reason: 'opt-in' as const }]]),
    });
    const under = (of: Outcome) => gate(makeReport([of]), { baseline: plain, newChecks: 'red' });
    for (const of of [fails('users.a', 'r:a', 'status'), outcome('users.a', 'blocked')]) {
      expect(under(of).result).toBe('green');
      expect(kinds(under(of).listed)).toEqual(['new-check']);
    }
    expect(gate(makeReport([fails('users.a', 'r:a', 'status')])).result).toBe('red');
  });

  test('refuses one of another profile, a newer catalogue or another scope', () => {
    const report = makeReport([]);
    const other = (over: Parameters<typeof parts>[0]) => incomparable(report, makeReport([], over));
    expect(other({})).toBeUndefined();
    expect(other({ catalogue: { version: '2.0', digest: 'd' } })).toContain('catalogue 2.0');
    expect(other({ catalogue: { version: '0.9', digest: 'd' } })).toBeUndefined();
    expect(other({ profile: { ...parts().profile, name: 'rfc' } })).toContain('profile rfc');
    expect(other({ scope: narrowed })).toContain('--group users');
  });
});

describe('a waiver', () => {
  const report = makeReport([fails('users.a', 'r:a', 'status')]);
  const decided = (over: Partial<Waiver>, of = report) => gate(of, { waivers: [waiver(over)] });

  test('excuses a failure through its last day', () => {
    const decision = decided({});
    expect(decision.result).toBe('green');
    expect(kinds(decision.listed)).toEqual(['waived']);
  });

  test.each<[string, Partial<Waiver>, string[]]>([
    ['that ended yesterday', { expires: '2026-06-14' }, ['waiver-expired', 'new-failure']],
    ['for a check that does not exist', { check: 'users.z' }, ['waiver-unknown-check', 'new-failure']],
    ['nobody filled in', { owner: 'FILL IN: who answers for it' }, ['waiver-unfilled', 'new-failure']],
    ['for another finding of the check', { key: 'body' }, ['waiver-differs', 'new-failure']],
  ])('%s is red', (_name, over, expected) => {
    expect(kinds(decided(over).red)).toEqual(expected);
  });

  test('for a check that passes now is red', () => {
    expect(kinds(decided({}, makeReport([])).red)).toEqual(['waiver-stale']);
  });

  test('does not excuse a check that is blocked', () => {
    expect(decided({}, makeReport([outcome('users.a', 'blocked')])).result).toBe('undecided');
  });
});

slowTest('100,000 waivers are decided on and shown without delay, and no rendering grows beyond use', () => {
  const report = makeReport([fails('users.a', 'r:a', 'status')]);
  const waivers = Array.from({ length: 100_000 }, (_, at) => waiver({ key: `fact-${at}` })).concat(waiver());
  const started = performance.now();
  const decision = gate(report, { waivers });
  const [page, summary] = [reportHtml(report, { gate: { decision, waivers } }), gateMarkdown(decision)];
  expect(updateWaivers(waivers, listFailures(report), now)).toEqual([waiver()]);
  // Some hundred milliseconds; what grew with the square of their number took minutes.
  expect(performance.now() - started).toBeLessThan(10_000);

  expect(kinds(decision.listed)).toEqual(['waived']);
  expect(decision.red).toHaveLength(100_000);
  expect(page.length).toBeLessThan(3_000_000);
  expect(page).toContain('and 98001 more');
  expect(Buffer.byteLength(summary)).toBeLessThan(200_000);
  expect(summary).toContain('and 99501 more');
});
