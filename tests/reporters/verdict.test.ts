import { describe, expect, it } from 'vitest';
import type { Row, Severity } from '../../config/row.ts';
import type { Status } from '../../kit/outcome.ts';
import { type JudgedCheck, stateFor, worse } from '../../reporters/verdict.ts';
import { check, judged, partly, STATES } from './judging.ts';
import { row } from './synthetic.ts';

describe('the verdict over one violation-row beside one that passed', () => {
  const table: [Status, string | undefined, string][] = [
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
    const order: Status[] = ['fail', 'error', 'blocked', 'not-run', 'pass', 'not-applicable'];
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
    expect(stateFor(failed, 'r1')).toBe('not-run');
    expect(judged([row('r1'), row('r2')], [failed]).rows.get('r1')).toMatchObject({
      state: 'not-run',
      inScope: true,
    });
  });

  it('is judged by the checks that tell, where another one failed by what a client alone wishes', () => {
    const rows = [row('r1'), row('e1', { source: 'entra' })];
    const refused = check('a', ['r1', 'e1'], 'fail', { findings: [{ row: 'e1' }] });
    const state = (...others: JudgedCheck[]) => judged(rows, [refused, ...others]).rows.get('r1')?.state;
    expect(state(check('b', ['r1'], 'pass'))).toBe('pass');
    expect(state(check('b', ['r1'], 'fail'))).toBe('fail');
    expect(state(check('b', ['r1'], 'pass'), check('c', ['r1'], 'blocked'))).toBe('blocked');
    expect(state(check('b', ['r1'], 'not-applicable'))).toBe('not-run');
    expect(state()).toBe('not-run');
    const { verdicts } = judged(rows, [refused, check('b', ['r1'], 'pass')]);
    expect(verdicts.find(({ source }) => source === 'rfc')?.verdict).toBe('conformant');
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
