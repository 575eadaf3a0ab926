import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { listFailures } from '../../reporters/decide/failures.ts';
import { decide, type GateItem, type GateOptions } from '../../reporters/decide/gate.ts';
import { byCheck, isExpired } from '../../reporters/decide/waivers.ts';
import type { Report } from '../../reporters/model.ts';
import { definition, finding, outcome, parts, row } from '../reporters/synthetic.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const rows = [row('r:a'), row('r:w', { severity: 'warning' }), row('r:n', { severity: 'note' })];

function report(
  outcomes: Outcome[],
  over: Parameters<typeof parts>[0] = {},
  verifies = ['r:a', 'r:w', 'r:n'],
): Report {
  const definitions = outcomes.map(({ id }) => definition(id, verifies));
  return buildReport(parts({ rows, definitions, outcomes, ...over }));
}
const fails = (id: string, key: string, broken = 'r:a') =>
  outcome(id, 'fail', { findings: [finding(broken, { key })] });
const decided = (of: Report, over: Partial<GateOptions> = {}) =>
  decide(of, { waivers: [], failOn: 'violation', newChecks: 'list', now, changes: [], ...over });
const told = (items: readonly GateItem[]) =>
  items.map(({ kind, check, key, text }) => `${kind} ${check} ${key ?? '-'}: ${text}`);
const ended = { why: 'deadline' as const, message: 'the deadline came', hint: 'raise --deadline' };

describe('what a gate counts', () => {
  const all = report([fails('users.a', 'k'), fails('users.w', 'k', 'r:w'), fails('users.n', 'k', 'r:n')]);

  test('is a finding by the severity of the row that it names', () => {
    expect(listFailures(all).map(({ check, severity }) => `${check} ${severity}`)).toEqual([
      'users.a violation',
      'users.w warning',
      'users.n note',
    ]);
    expect(decided(all).red.map(({ check }) => check)).toEqual(['users.a']);
    expect(decided(all, { failOn: 'warning' }).red.map(({ check }) => check)).toEqual(['users.a', 'users.w']);
    const [unknown] = listFailures({ ...all, rows: [] });
    expect(unknown).toEqual({
      check: 'users.a',
      key: 'k',
      severity: 'violation',
      expected: '404',
      observed: '200',
    });
  });

  test('is what was repaired by the same measure, in checks that this run judged', () => {
    const repaired = (outcomes: Outcome[], failOn: GateOptions['failOn'] = 'violation') =>
      told(decided(report(outcomes), { baseline: all, failOn }).listed);
    const passing = ['users.a', 'users.w', 'users.n'].map((id) => outcome(id, 'pass'));
    expect(repaired(passing)).toEqual(['fixed users.a k: no longer fails']);
    expect(repaired(passing, 'warning')).toEqual([
      'fixed users.a k: no longer fails',
      'fixed users.w k: no longer fails',
    ]);
    expect(repaired([outcome('users.a', 'blocked')])).toEqual([]);
    expect(repaired([outcome('users.a', 'not-run', { reason: 'filtered' })])).toEqual([]);
    expect(repaired([fails('users.a', 'l')])).toEqual(['fixed users.a k: no longer fails']);
    expect(decided(report(passing)).listed).toEqual([]);
  });

  test('says of each line what was expected and found, and why it is not red', () => {
    const before = report([
      fails('users.k', 'k'),
      outcome('users.a', 'pass'),
      outcome('users.o', 'not-run', { reason: 'opt-in' }),
      outcome('users.l', 'not-run', { reason: 'filtered' }),
    ]);
    const after = report([
      fails('users.a', 'k'),
      fails('users.k', 'k'),
      fails('users.o', 'k'),
      fails('users.l', 'k'),
    ]);
    const decision = decided(after, { baseline: before });
    expect(told(decision.red)).toEqual(['new-failure users.a k: expected 404, found 200']);
    expect(told(decision.listed)).toEqual([
      'known users.k k: fails as in the baseline',
      'new-check users.o k: fails, but the baseline did not opt in to this check: expected 404, found 200',
      'new-check users.l k: fails, but the baseline did not run this check: expected 404, found 200',
    ]);
    const added = [
      { since: '1.0.0', what: 'added' as const, check: 'users.a', key: 'k', why: 'it looks further' },
    ];
    const older = { ...before, catalogue: { ...before.catalogue, version: '0.9' } };
    expect(told(decided(after, { baseline: older, changes: added }).listed)[0]).toBe(
      'new-check users.a k: fails, but the baseline’s version of the suite did not check it: expected 404, found 200',
    );
    expect(
      decided(after, { baseline: older, changes: added, newChecks: 'red' }).red.map(({ kind }) => kind),
    ).toEqual(['new-check', 'new-check']);
  });
});

describe('what a gate cannot decide', () => {
  test('is said with what stood in the way', () => {
    const blockedBy = {
      step: 's',
      request: 'POST /Users',
      status: 500,
      signature: 'POST /Users answered 500',
      exchange: 1,
    };
    const of = report([
      outcome('users.b', 'blocked', { blockedBy }),
      outcome('users.e', 'error', { error: 'it claimed nothing' }),
      outcome('users.d', 'not-run', { reason: 'deadline' }),
      outcome('users.x', 'blocked'),
      outcome('users.f', 'not-run', { reason: 'filtered' }),
    ]);
    expect(told(decided(of).undecided)).toEqual([
      'undecided users.b -: blocked: POST /Users answered 500',
      'undecided users.e -: error: it claimed nothing',
      'undecided users.d -: not-run: deadline',
      'undecided users.x -: blocked: no outcome',
    ]);
  });

  test('is nothing of a warning, unless warnings count', () => {
    const warned = buildReport(
      parts({
        rows,
        definitions: [definition('users.w', ['r:w'], { severity: 'warning' })],
        outcomes: [outcome('users.w', 'blocked')],
      }),
    );
    expect(decided(warned).result).toBe('green');
    expect(decided(warned, { failOn: 'warning' }).result).toBe('undecided');
  });

  test('is listed of what the baseline did not opt in to', () => {
    const before = report([outcome('users.o', 'not-run', { reason: 'opt-in' })]);
    expect(told(decided(report([outcome('users.o', 'blocked')]), { baseline: before }).listed)).toEqual([
      'new-check users.o -: blocked: no outcome; the baseline did not opt in to it',
    ]);
  });

  test('is said once of a run that ended early, with what to do', () => {
    const cut = report([
      outcome('users.a', 'not-run', { reason: 'deadline' }),
      outcome('users.b', 'blocked'),
    ]);
    const decision = decided({ ...cut, run: { ...cut.run, ended } });
    expect(told(decision.undecided)).toEqual([
      'undecided  -: the deadline came',
      'undecided users.b -: blocked: no outcome',
    ]);
    expect([decision.hint, decided(cut).hint]).toEqual(['raise --deadline', undefined]);
  });

  test('is a partial run by itself', () => {
    const scope = { kind: 'filtered' as const, filters: ['--group users'], terms: [] };
    const of = report([outcome('users.a', 'pass')], { scope });
    expect(decided(of).undecided[0]?.text).toContain('name a baseline with its filters, or run all');
    expect(decided(of).partial).toBe(
      'partial run (--group users): 1 of 1 selected checks passed; no verdict on conformance',
    );
    expect(decided(of, { baseline: of }).undecided).toEqual([]);
    expect(decided(report([outcome('users.a', 'pass')]))).not.toHaveProperty('partial');
  });
});

describe('a waiver that no longer fits', () => {
  const waiver = { check: 'users.a', key: 'k', reason: 'r', owner: 'o', expires: '2026-06-15' };
  const lines = (over: object, of: Report, more: Partial<GateOptions> = {}) => {
    const { red, listed } = decided(of, { waivers: [{ ...waiver, ...over }], ...more });
    return told([...red, ...listed]);
  };
  const failing = report([fails('users.a', 'k')]);

  test.each<[object, Report, string]>([
    [
      { check: 'users.z' },
      failing,
      'waiver-unknown-check users.z k: the waiver names a check that does not exist: correct or remove it',
    ],
    [
      { reason: ' ' },
      failing,
      'waiver-unfilled users.a k: the waiver does not count until reason and owner are filled in',
    ],
    [
      { expires: '2026-06-14' },
      failing,
      'waiver-expired users.a k: the waiver expired on 2026-06-14: fix the failure or agree on a new date',
    ],
    [
      {},
      report([outcome('users.a', 'pass')]),
      'waiver-stale users.a k: the check passes now: remove the waiver',
    ],
    [
      { key: 'l' },
      failing,
      'waiver-differs users.a l: the check fails differently from what was waived: review it',
    ],
  ])('is told: %j', (over, of, line) => {
    expect(lines(over, of)).toContain(line);
  });

  test('is none while it excuses something, with or without a key', () => {
    const line = 'waived users.a k: waived until 2026-06-15 by o: r';
    expect(lines({}, failing)).toEqual([line]);
    expect(lines({ key: undefined }, failing)).toEqual([line]);
    expect(lines({ key: undefined }, report([outcome('users.a', 'blocked')]))).toEqual([]);
  });

  test('is outdated where the suite asks for it no more, unless it fits all the same', () => {
    const changes = [{ since: '1.0.0', what: 'removed' as const, check: 'users.a', why: 'no text says so' }];
    const outdated =
      'waiver-outdated users.a k: the suite no longer asks for it; remove the waiver: no text says so';
    expect(lines({}, report([outcome('users.b', 'pass')]), { changes })).toEqual([outdated]);
    expect(lines({}, report([outcome('users.a', 'pass')]), { changes })).toEqual([outdated]);
    expect(lines({ key: 'l' }, failing, { changes })).toContain(outdated.replace('users.a k', 'users.a l'));
    expect(lines({}, failing, { changes })).toEqual(['waived users.a k: waived until 2026-06-15 by o: r']);
  });

  test('holds through the whole of its last day', () => {
    expect(isExpired(waiver, Date.parse('2026-06-15T23:59:59.999Z'))).toBe(false);
    expect(isExpired(waiver, Date.parse('2026-06-16T00:00:00Z'))).toBe(true);
    expect(
      [...byCheck([waiver, { ...waiver, key: 'l' }, { ...waiver, check: 'users.b' }])].map(([id, all]) => [
        id,
        all.length,
      ]),
    ).toEqual([
      ['users.a', 2],
      ['users.b', 1],
    ]);
  });
});
