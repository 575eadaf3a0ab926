import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, Severity } from '../../config/row.ts';
import type { State } from '../../kit/outcome.ts';
import { type JudgedCheck, judge, stateFor, worse } from '../../reporters/verdict.ts';
import { profile, row } from './synthetic.ts';

const STATES: State[] = ['pass', 'fail', 'blocked', 'not-applicable', 'error', 'not-run'];
const SCOPE = ['filtered', 'read-only', 'opt-in', 'skipped', 'needs-setting'];

function check(id: string, verifies: string[], status: State, over: Partial<JudgedCheck> = {}): JudgedCheck {
  const broken = status === 'fail' ? verifies.slice(0, 1) : [];
  return { id, status, verifies, findings: broken.map((one) => ({ row: one })), ...over };
}

function judged(rows: Row[], checks: JudgedCheck[], severityOf = (one: Row): Severity => one.severity) {
  return judge({ profile, rows, checks, severityOf, partial: false });
}

function partly(rows: Row[], checks: JudgedCheck[]) {
  return judge({ profile, rows, checks, severityOf: (one) => one.severity, partial: true });
}

describe('the verdict over one violation-row beside one that passed', () => {
  const table: [State, string | undefined, string][] = [
    ['pass', undefined, 'conformant'],
    ['fail', undefined, 'not conformant'],
    ['blocked', undefined, 'incomplete'],
    ['error', undefined, 'incomplete'],
    ['not-applicable', 'declared', 'conformant'],
    ['not-run', 'interrupted', 'incomplete'],
    ['not-run', 'deadline', 'incomplete'],
    ['not-run', undefined, 'incomplete'],
    ['not-run', 'filtered', 'conformant'],
    ['not-run', 'read-only', 'conformant'],
    ['not-run', 'opt-in', 'conformant'],
    ['not-run', 'needs-setting', 'conformant'],
  ];
  it.each(table)('%s (%s) gives %s', (status, reason, verdict) => {
    const checks = [
      check('a', ['r1'], 'pass'),
      check('b', ['r2'], status, reason === undefined ? {} : { reason }),
    ];
    expect(judged([row('r1'), row('r2')], checks).verdict).toBe(verdict);
  });

  it.each(STATES)('a warning-row in state %s leaves it conformant', (status) => {
    const rows = [row('r1'), row('r2', { severity: 'warning' })];
    expect(judged(rows, [check('a', ['r1'], 'pass'), check('b', ['r2'], status)]).verdict).toBe('conformant');
  });

  it('not conformant outranks incomplete', () => {
    const rows = [row('r1'), row('r2')];
    expect(judged(rows, [check('a', ['r1'], 'blocked'), check('b', ['r2'], 'fail')]).verdict).toBe(
      'not conformant',
    );
  });
});

describe('the verdict', () => {
  it('is incomplete where nothing passed', () => {
    expect(judged([row('r1')], [check('a', ['r1'], 'not-applicable')]).verdict).toBe('incomplete');
    expect(judged([], []).verdict).toBe('incomplete');
  });

  it('is about deciding sources only, and says of the others what it would be', () => {
    const rows = [row('r1'), row('p1', { source: 'practice' }), row('o1', { source: 'okta' })];
    const checks = [check('a', ['r1'], 'pass'), check('b', ['p1'], 'fail'), check('c', ['o1'], 'fail')];
    const { verdict, verdicts, rows: states } = judged(rows, checks);
    expect(verdict).toBe('conformant');
    expect(verdicts.map(({ source, decides, verdict: own }) => [source, decides, own])).toEqual([
      ['rfc', true, 'conformant'],
      ['entra', true, 'incomplete'],
      ['smartfile', true, 'incomplete'],
      ['practice', false, 'not conformant'],
    ]);
    expect([...states.keys()]).toEqual(['r1', 'p1']);
  });

  it('takes the severity after the overrides of the profile', () => {
    const checks = [check('a', ['r1'], 'pass'), check('b', ['r2'], 'fail')];
    const lowered = (one: Row): Severity => (one.id === 'r2' ? 'note' : one.severity);
    expect(judged([row('r1'), row('r2')], checks, lowered).verdict).toBe('conformant');
  });

  it('does not mind rows that no check verifies, and counts them', () => {
    const rows = [row('r1'), row('r2'), row('r3', { notTested: 'not visible over HTTP' })];
    const { verdict, verdicts, rows: states } = judged(rows, [check('a', ['r1'], 'pass')]);
    expect(verdict).toBe('conformant');
    expect(verdicts[0]?.rows).toMatchObject({ pass: 1, 'not-verified': 1, 'not-tested': 1 });
    expect(states.get('r2')).toEqual({ state: 'not-verified', checks: [], inScope: false });
  });

  it('is incomplete when the run reports what the catalogue does not know', () => {
    const checks = [check('a', ['r1'], 'pass'), check('stranger', [], 'error')];
    expect(judged([row('r1')], checks).verdict).toBe('incomplete');
  });

  it('counts by reason what a choice of the run left out', () => {
    const rows = [row('r1'), row('r2'), row('r3'), row('p1', { source: 'practice' })];
    const filtered = { reason: 'filtered' };
    const checks = [
      check('a', ['r1'], 'pass'),
      check('b', ['r2'], 'not-run', filtered),
      check('c', ['r3'], 'not-run', { reason: 'opt-in' }),
      check('d', ['p1'], 'not-run', filtered),
    ];
    expect(judged(rows, checks).left).toEqual({ filtered: 1, 'opt-in': 1 });
  });

  it.each([
    ['pass', 'conformant', 0],
    ['fail', 'not conformant', 1],
    ['blocked', 'incomplete', 2],
  ] as const)('ends with its exit code: %s is %s, %i', (status, verdict, code) => {
    expect(judged([row('r1')], [check('a', ['r1'], status)])).toMatchObject({ verdict, exitCode: code });
  });
});

describe('the verdict of a partial run', () => {
  const rows = [row('r1'), row('w1', { severity: 'warning' }), row('p1', { source: 'practice' })];
  const left = check('z', ['r1'], 'not-run', { reason: 'filtered' });

  it.each<[string, JudgedCheck[], string, number]>([
    ['everything passed', [check('a', ['r1'], 'pass')], 'partial', 0],
    ['nothing applied', [check('a', ['r1'], 'not-applicable')], 'partial', 0],
    ['a warning failed', [check('a', ['w1'], 'fail')], 'partial', 0],
    ['a violation that is shown only failed', [check('a', ['p1'], 'fail')], 'partial', 0],
    ['a violation failed', [check('a', ['r1'], 'fail'), check('b', ['r1'], 'blocked')], 'not conformant', 1],
    ['a violation was blocked', [check('a', ['r1'], 'blocked')], 'partial', 2],
    ['a warning was blocked', [check('a', ['r1'], 'pass'), check('b', ['w1'], 'blocked')], 'partial', 2],
    ['the suite erred', [check('a', ['r1'], 'error')], 'partial', 2],
    ['time ran out', [check('a', ['r1'], 'not-run', { reason: 'deadline' })], 'partial', 2],
    ['nothing came of it', [], 'partial', 0],
  ])('is never conformant: %s', (_, checks, verdict, code) => {
    const judgement = partly(rows, [...checks, left]);
    expect(judgement).toMatchObject({ verdict, exitCode: code, selected: checks.length });
    expect(judgement.verdicts.map((one) => one.verdict)).not.toContain('conformant');
  });
});

describe('the state of a row', () => {
  it('is the worst of its checks', () => {
    const order: State[] = ['fail', 'error', 'blocked', 'not-run', 'pass', 'not-applicable'];
    for (const [index, bad] of order.entries()) {
      for (const good of order.slice(index)) {
        const state = judged([row('r1')], [check('a', ['r1'], good), check('b', ['r1'], bad)]).rows.get(
          'r1',
        )?.state;
        expect(state).toBe(bad);
        expect(worse(good, bad)).toBe(bad);
      }
    }
  });

  it('fails only where a finding names it; the others of the check stay unproven', () => {
    const failed = check('a', ['r1', 'r2'], 'fail', { findings: [{ row: 'r2' }] });
    expect(stateFor(failed, 'r2')).toBe('fail');
    expect(stateFor(failed, 'r1')).toBe('blocked');
  });

  it('holds beside a broken one where a rule watched all traffic', () => {
    const rule = check('a', ['r1', 'r2'], 'fail', { findings: [{ row: 'r2', count: 3 }] });
    expect(stateFor(rule, 'r1')).toBe('pass');
  });

  it('is an error where a failed check names none of its rows', () => {
    const silent = check('a', ['r1'], 'fail', { findings: [] });
    expect(judged([row('r1')], [silent]).rows.get('r1')?.state).toBe('error');
    expect(judged([row('r1')], [silent]).verdict).toBe('incomplete');
  });

  it('is fail for a finding of a check that was blocked later on', () => {
    const checks = [check('a', ['r1'], 'blocked', { findings: [{ row: 'r1' }] })];
    expect(judged([row('r1')], checks).verdict).toBe('not conformant');
  });

  it('is not claimed where one check passed and a choice of the run left another out', () => {
    const checks = [check('a', ['r1'], 'pass'), check('b', ['r1'], 'not-run', { reason: 'opt-in' })];
    const { rows, verdict } = judged([row('r1')], checks);
    expect(rows.get('r1')).toEqual({ state: 'not-run', checks: ['a', 'b'], inScope: false, left: 'opt-in' });
    expect(verdict).toBe('conformant');
  });

  it('stays in scope where an interruption, not only a choice, left checks out', () => {
    const left = (reason: string) => check(reason, ['r1'], 'not-run', { reason });
    const { rows, verdict } = judged([row('r1')], [left('opt-in'), left('interrupted')]);
    expect(rows.get('r1')?.inScope).toBe(true);
    expect(verdict).toBe('incomplete');
  });
});

describe('whatever the outcomes are', () => {
  const ids = ['r0', 'r1', 'r2', 'r3', 'r4'];
  const severities = fc.array(fc.constantFrom<Severity>('violation', 'warning', 'note'), {
    minLength: ids.length,
    maxLength: ids.length,
  });
  const someCheck = fc
    .record({
      verifies: fc.subarray(ids, { minLength: 1, maxLength: 3 }),
      status: fc.constantFrom(...STATES),
      reason: fc.constantFrom(...SCOPE, 'interrupted', 'deadline'),
      broken: fc.nat(2),
    })
    .map(
      ({ verifies, status, reason, broken }): Omit<JudgedCheck, 'id'> => ({
        verifies,
        status,
        ...(status === 'not-run' && { reason }),
        findings: status === 'fail' ? [{ row: verifies[broken % verifies.length] ?? '' }] : [],
      }),
    );
  const someRun = fc.record({ severities, checks: fc.array(someCheck, { maxLength: 12 }) }).map((run) => ({
    rows: ids.map((id, index) => row(id, { severity: run.severities[index] ?? 'note' })),
    checks: run.checks.map((one, index) => ({ ...one, id: `c${index}` })),
  }));

  it('a row that a check left blocked or not run is never shown as passed', () => {
    fc.assert(
      fc.property(someRun, ({ rows, checks }) => {
        for (const [id, { state }] of judged(rows, checks).rows) {
          const open = checks.some(
            ({ verifies, status }) => verifies.includes(id) && (status === 'blocked' || status === 'not-run'),
          );
          if (open) expect(state).not.toBe('pass');
        }
      }),
    );
  });

  it('not conformant needs a finding against a violation-row', () => {
    fc.assert(
      fc.property(someRun, ({ rows, checks }) => {
        const violations = new Set(
          rows.filter(({ severity }) => severity === 'violation').map(({ id }) => id),
        );
        const broken = checks.some(({ findings }) => findings.some((found) => violations.has(found.row)));
        expect(judged(rows, checks).verdict === 'not conformant').toBe(broken);
      }),
    );
  });

  it('a partial run is never conformant, and ends with 1 exactly where a full one would', () => {
    fc.assert(
      fc.property(someRun, ({ rows, checks }) => {
        const [part, full] = [partly(rows, checks), judged(rows, checks)];
        expect(part.verdict).not.toBe('conformant');
        expect(part.exitCode === 1).toBe(full.exitCode === 1);
      }),
    );
  });

  it('conformant needs a check that passed, and no violation-row in scope that is open', () => {
    fc.assert(
      fc.property(someRun, ({ rows, checks }) => {
        const judgement = judged(rows, checks);
        if (judgement.verdict !== 'conformant') return;
        expect(checks.some(({ status }) => status === 'pass')).toBe(true);
        for (const { id } of rows.filter(({ severity }) => severity === 'violation')) {
          const { state, inScope } = judgement.rows.get(id) ?? { state: 'fail', inScope: true };
          if (inScope) expect(['pass', 'not-applicable']).toContain(state);
        }
      }),
    );
  });

  it('turning a pass into something else never betters the verdict, unless it leaves the scope', () => {
    const rank = { conformant: 0, partial: 0, incomplete: 1, 'not conformant': 2 };
    fc.assert(
      fc.property(
        someRun,
        fc.constantFrom<State>('fail', 'blocked', 'error'),
        ({ rows, checks }, worseState) => {
          const at = checks.findIndex(({ status }) => status === 'pass');
          if (at < 0) return;
          const spoiled = checks.map((one, index) =>
            index === at ? check(one.id, one.verifies, worseState) : one,
          );
          expect(rank[judged(rows, spoiled).verdict]).toBeGreaterThanOrEqual(
            rank[judged(rows, checks).verdict],
          );
        },
      ),
    );
  });
});
