import type { Row, Severity } from '../../config/row.ts';
import type { Status } from '../../kit/outcome.ts';
import { type JudgedCheck, judge } from '../../reporters/verdict.ts';
import { profile } from './synthetic.ts';

export const STATES: Status[] = ['pass', 'fail', 'blocked', 'not-applicable', 'error', 'not-run'];
export const SCOPE = ['filtered', 'read-only', 'opt-in', 'skipped', 'needs-setting'];

export function check(
  id: string,
  verifies: string[],
  status: Status,
  over: Partial<JudgedCheck> = {},
): JudgedCheck {
  const broken = status === 'fail' ? verifies.slice(0, 1) : [];
  return { id, status, verifies, findings: broken.map((one) => ({ row: one })), ...over };
}

export function judged(
  rows: Row[],
  checks: JudgedCheck[],
  severityOf = (one: Row): Severity => one.severity,
) {
  return judge({ profile, rows, checks, severityOf, partial: false });
}

export function partly(rows: Row[], checks: JudgedCheck[]) {
  return judge({ profile, rows, checks, severityOf: (one) => one.severity, partial: true });
}
