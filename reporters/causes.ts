import type { Severity, Source } from '../config/row.ts';
import type { Finding } from '../kit/outcome.ts';
import type { Report, ReportedCheck, ReportedRow } from './model.ts';
import { stateOf } from './verdict.ts';

/** One thing to repair, and every check that it explains. */
export interface Cause {
  /** `blocked`: a set-up step failed; `fail`: a requirement is broken; `error`: the suite itself failed. */
  kind: 'blocked' | 'fail' | 'error';
  /** Stable: the signature, the row id or the message. */
  key: string;
  severity: Severity;
  /** Whether a source of the profile's decision is concerned. */
  decides: boolean;
  checks: ReportedCheck[];
  /** The broken requirement; kind `fail` only, and absent if the report does not hold it. */
  row?: ReportedRow;
  /** What the checks found wrong; kind `fail` only. */
  findings: { check: ReportedCheck; finding: Finding }[];
}

const GRAVITY: Record<Severity, number> = { violation: 0, warning: 1, note: 2 };
const KINDS: Record<Cause['kind'], number> = { blocked: 0, fail: 1, error: 2 };

/**
 * What is wrong, worst first: causes that decide the verdict before those that are shown beside it, violations
 * before warnings before notes, then failed set-up steps (they hide other results), then what concerns most
 * checks. Findings are grouped by the requirement that they break, blocked checks by their signature.
 */
export function causesOf(report: Report): Cause[] {
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const causes = new Map<string, Cause>();
  const add = (kind: Cause['kind'], key: string, check: ReportedCheck, row?: ReportedRow): Cause => {
    const cause = causes.get(`${kind} ${key}`) ?? {
      kind,
      key,
      severity: 'note',
      decides: false,
      checks: [],
      findings: [],
      ...(row && { row }),
    };
    causes.set(`${kind} ${key}`, cause);
    if (!cause.checks.includes(check)) cause.checks.push(check);
    return cause;
  };

  for (const check of report.checks) {
    for (const finding of check.findings) {
      const cause = add('fail', finding.row, check, rows.get(finding.row));
      cause.findings.push({ check, finding });
    }
    if (check.status === 'blocked') add('blocked', check.blockedBy?.signature ?? 'an unknown step', check);
    else if (check.status === 'error') add('error', check.error ?? 'an unknown error', check);
  }
  for (const cause of causes.values()) grade(cause, rows, report.profile.decides);
  return [...causes.values()].sort(
    (a, b) =>
      Number(b.decides) - Number(a.decides) ||
      GRAVITY[a.severity] - GRAVITY[b.severity] ||
      KINDS[a.kind] - KINDS[b.kind] ||
      b.checks.length - a.checks.length ||
      (a.key < b.key ? -1 : 1),
  );
}

/** Severity and weight of a cause come from the rows that it breaks or leaves unproven, never from its checks. */
function grade(cause: Cause, rows: ReadonlyMap<string, ReportedRow>, decides: readonly Source[]): void {
  const touched =
    cause.kind === 'fail'
      ? cause.row
        ? [cause.row]
        : []
      : cause.checks.flatMap((check) =>
          check.verifies
            .filter((row) => stateOf(check, row) === cause.kind)
            .flatMap((row) => rows.get(row) ?? []),
        );
  const deciding = touched.filter((row) => decides.includes(row.source));
  cause.decides = deciding.length > 0;
  for (const { severity } of cause.decides ? deciding : touched) {
    if (GRAVITY[severity] < GRAVITY[cause.severity]) cause.severity = severity;
  }
}
