import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../config/row.ts';
import type { Status } from '../../kit/outcome.ts';
import type { JudgedCheck } from '../../reporters/verdict.ts';
import { check, judged, partly, SCOPE, STATES } from './judging.ts';
import { row } from './synthetic.ts';

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

  it('a row is blocked only where one of its checks is', () => {
    fc.assert(
      fc.property(someRun, ({ rows, checks }) => {
        for (const [id, { state }] of judged(rows, checks).rows)
          if (state === 'blocked')
            expect(checks.some(({ verifies, status }) => verifies.includes(id) && status === 'blocked')).toBe(
              true,
            );
      }),
    );
  });

  it('turning a pass into something else never betters the verdict, unless it leaves the scope', () => {
    const rank = { conformant: 0, partial: 0, incomplete: 1, 'not conformant': 2 };
    fc.assert(
      fc.property(
        someRun,
        fc.constantFrom<Status>('fail', 'blocked', 'error'),
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
