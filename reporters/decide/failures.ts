import type { Severity } from '../../config/row.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { isOpen } from '../verdict.ts';
import type { Narrowed } from '../words.ts';

/** One finding of a failed check: what waivers, baselines and comparisons speak of. */
export interface Failure {
  check: string;
  key: string;
  /** Severity of the row that the finding names, after the profile's overrides. */
  severity: Severity;
  expected: string;
  observed: string;
}

/** Every finding of the failed checks of a report, in its order. */
export function listFailures(report: Report): Failure[] {
  const severities = new Map(report.rows.map(({ id, severity }) => [id, severity]));
  return report.checks
    .filter(({ status }) => status === 'fail')
    .flatMap((check) =>
      check.findings.map(({ key, row, expected, observed }) => ({
        check: check.id,
        key,
        severity: severities.get(row) ?? check.severity,
        expected,
        observed,
      })),
    );
}

/** How a finding is named wherever it is compared: the check's id and the finding's key. */
export function nameFailure({ check, key }: Pick<Failure, 'check' | 'key'>): string {
  return `${check} ${key}`;
}

/**
 * Checks of which a run that was meant to judge them says nothing: blocked, in error, interrupted or out of time.
 * What a choice of the run left out was not meant to be judged.
 */
export function listUndecided(report: Report): ReportedCheck[] {
  return report.checks.filter(isOpen);
}

/** Whether two runs were narrowed alike, whatever the order in which that was written. */
export function sameFilters(a: Narrowed, b: Narrowed): boolean {
  const key = ({ scope }: Narrowed) => `${scope.kind} ${[...scope.filters].sort().join(' ')}`;
  return key(a) === key(b);
}
