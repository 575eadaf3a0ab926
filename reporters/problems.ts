import type { Severity, Source } from '../config/row.ts';
import type { Entry } from '../diagnosis/entry.ts';
import type { Finding } from '../kit/outcome.ts';
import type { Report, ReportedCheck } from './model.ts';
import { count } from './words.ts';

/** An entry of the report's first list with what every rendering says of it. */
export interface Problem {
  entry: Entry;
  /** The gravest severity among the requirements that it breaks or leaves unproven. */
  severity: Severity;
  /** Whether a source of the profile's decision is concerned. */
  decides: boolean;
  /** The checks that it explains, those of the entries within it included. */
  checks: ReportedCheck[];
  findings: { check: ReportedCheck; finding: Finding }[];
  /** What follows from it. */
  within: Entry[];
}

/** What the suite itself did wrong, by its message: nothing that the endpoint could repair. */
export interface SuiteError {
  message: string;
  checks: ReportedCheck[];
}

const GRAVITY: Record<Severity, number> = { violation: 0, warning: 1, note: 2 };

/** The top level of the report's first list, in its order, each with all that follows from it. */
export function groupProblems(report: Report): Problem[] {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const decides = (source: Source) => report.profile.decides.includes(source);
  return report.entries
    .filter(({ within }) => within === undefined)
    .map((entry) => {
      const within = report.entries.filter((one) => one.within === entry.id);
      const named = [entry, ...within].flatMap(({ explains }) => explains);
      const concerned = [...new Set(named.flatMap(({ check }) => checks.get(check) ?? []))];
      const keys = new Set(named.map(({ check, key }) => `${check} ${key}`));
      const findings = concerned.flatMap((check) =>
        check.findings
          .filter(({ key }) => keys.has(`${check.id} ${key}`))
          .map((finding) => ({ check, finding })),
      );
      const blocked = concerned.filter(({ status }) => status === 'blocked');
      const broken = [
        ...findings.map(({ finding }) => finding.row),
        ...blocked.flatMap((one) => one.verifies),
      ];
      const touched = broken.flatMap((id) => rows.get(id) ?? []);
      const deciding = touched.filter(({ source }) => decides(source));
      const severities = (deciding.length > 0 ? deciding : touched).map(({ severity }) => severity);
      return {
        entry,
        severity: severities.sort((a, b) => GRAVITY[a] - GRAVITY[b])[0] ?? 'note',
        decides: deciding.length > 0,
        checks: concerned,
        findings,
        within,
      };
    });
}

/** Checks in error, by what went wrong. */
export function listSuiteErrors(report: Report): SuiteError[] {
  const errors = new Map<string, SuiteError>();
  for (const check of report.checks) {
    if (check.status !== 'error') continue;
    const message = check.error ?? 'an unknown error';
    const error = errors.get(message) ?? { message, checks: [] };
    errors.set(message, error);
    error.checks.push(check);
  }
  return [...errors.values()];
}

/** How many of the checks that failed or were blocked a problem explains: `explains 97 of 114 failures`. */
export function reachInWords({ checks }: Problem, report: Report): string {
  const all = report.checks.filter(
    ({ status, findings }) => status === 'fail' || status === 'blocked' || findings.length > 0,
  ).length;
  return `explains ${checks.length} of ${count(all, 'failure')}`;
}
