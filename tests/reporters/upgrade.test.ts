import { describe, expect, it } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import type { Report } from '../../reporters/model.ts';
import { validateReport } from '../../reporters/validateReport.ts';
import { reportJson } from '../../reporters/write.ts';
import { definition, outcome, parts, row } from './synthetic.ts';

/** A report as version 1.0 wrote it. */
function old(kind: string, filters: string[], verdict: string): unknown {
  const report = buildReport(
    parts({
      rows: [row('r1')],
      definitions: [definition('a.one', ['r1']), definition('a.two', ['r1'])],
      outcomes: [outcome('a.one', 'pass')],
      notRun: new Map([
        [
          'a.two',
          {
            reason: 'filtered' as const,
            explanation: '--skip-auth-probes leaves requests with bad credentials out',
          },
        ],
      ]),
    }),
  );
  const { exitCode: _, scope, ...rest } = JSON.parse(reportJson(report)) as Report;
  const rows = rest.rows.map(({ harm: _harm, ...one }) => one);
  return { ...rest, rows, schemaVersion: '1.0', verdict, scope: { kind, filters, left: scope.left } };
}

describe('a report of schema version 1.0', () => {
  it('of a full run is read as it was', async () => {
    const report = await validateReport(old('full', [], 'conformant'));
    expect(report).toMatchObject({
      schemaVersion: '2.0',
      verdict: 'conformant',
      exitCode: 0,
      scope: { kind: 'full', filters: [], terms: [], selected: 1 },
    });
  });

  it('of a narrowed run is no longer conformant', async () => {
    const report = await validateReport(
      old('filtered', ['--group users,groups', '--check a.*'], 'conformant'),
    );
    expect(report).toMatchObject({ verdict: 'partial', exitCode: 0 });
    expect(report.verdicts.map(({ verdict }) => verdict)).not.toContain('conformant');
    expect(report.scope.filters).toEqual(['--group users', '--group groups', '--check a.*']);
    expect((await validateReport(old('read-only', [], 'incomplete'))).scope).toMatchObject({
      kind: 'read-only',
      filters: ['--read-only'],
    });
  });

  it('without requests with bad credentials was full all the same', async () => {
    const report = await validateReport(old('filtered', ['--skip-auth-probes'], 'not conformant'));
    expect(report).toMatchObject({
      verdict: 'not conformant',
      exitCode: 1,
      scope: { kind: 'full', filters: [], terms: ['--skip-auth-probes'] },
    });
    expect(report.checks[1]?.reason).toBe('skipped');
  });

  it.each([
    [{ schemaVersion: '1.0' }],
    [{ schemaVersion: '1.0', scope: { filters: [1] } }],
    [{ schemaVersion: '3.0' }],
    [null],
  ])('that is none is refused: %j', async (value) => {
    await expect(validateReport(value)).rejects.toThrow('Not a report of schema version 2.0 or 1.x');
  });
});
