import type { Severity, Source } from '../config/row.ts';
import type { Finding, NotRunReason, Status } from '../kit/outcome.ts';
import type { ExitCode, ReportedRow, SourceVerdict, Verdict } from './model.ts';

/** What the verdict needs to know of a check. */
export interface JudgedCheck {
  id: string;
  status: Status;
  reason?: string;
  verifies: string[];
  findings: Pick<Finding, 'row' | 'count'>[];
}

/** What the verdict needs to know of a row; `notTested` carries the reason why no check can ask for it. */
export interface JudgedRow {
  id: string;
  source: Source;
  notTested?: string;
}

/** One row, judged. */
interface RowJudgement {
  state: ReportedRow['state'];
  /** Ids of the checks that speak about the row, in catalogue order. */
  checks: string[];
  inScope: boolean;
  /** Why the row is out of scope; only where a choice of the run took it out. */
  left?: NotRunReason;
}

export interface Judgement {
  verdict: Verdict;
  exitCode: ExitCode;
  verdicts: SourceVerdict[];
  /** Checks that were to run. */
  selected: number;
  /** By row id; rows of sources that the profile neither decides on nor shows are absent. */
  rows: Map<string, RowJudgement>;
  /** Rows of the deciding sources that a choice of the run took out, by reason. */
  left: Record<string, number>;
}

/** Worst first. `not-applicable` comes last, so a row is that only when all its checks are. */
const WORST_FIRST: readonly Status[] = ['fail', 'error', 'blocked', 'not-run', 'pass', 'not-applicable'];

/** Reasons of not-run that narrow the scope; an interruption or a deadline narrows nothing. */
const SCOPE_REASONS: ReadonlySet<string> = new Set<NotRunReason>([
  'filtered',
  'read-only',
  'opt-in',
  'skipped',
  'needs-setting',
]);

/** The worse of two check states, in the order fail, error, blocked, not-run, pass, not-applicable. */
export function worse(a: Status, b: Status): Status {
  return WORST_FIRST.indexOf(a) <= WORST_FIRST.indexOf(b) ? a : b;
}

/**
 * What one check says of one row.
 *
 * A finding fails the row that it names and no other, so that a finding against a warning cannot fail a
 * violation that the same check verifies. A claim may have ended the check at its first failure, so the other
 * rows of a failed check are `not-run`: unproven. A rule over all traffic (its findings carry a count) always
 * reaches its end, so its other rows hold: `pass`. A failed check whose findings name none of its rows is a fault
 * of the suite: `error`.
 */
export function stateFor(check: JudgedCheck, row: string): Status {
  if (check.findings.some((finding) => finding.row === row)) return 'fail';
  if (check.status !== 'fail') return check.status;
  if (!check.findings.some((finding) => check.verifies.includes(finding.row))) return 'error';
  return check.findings.every((finding) => finding.count !== undefined) ? 'pass' : 'not-run';
}

/**
 * State of a row: the worst of what its checks say, whether or not they ran.
 *
 * A check that failed by rows of other sources alone is passed over where another one tells.
 *
 * A row is out of scope when that worst is `not-run` by a choice of the run (filter, read-only, opt-in, missing
 * setting): it is then not claimed to hold, even where another of its checks passed. A row that failed, erred or
 * is blocked stays in scope whatever else was left out.
 */
function judgeRow(row: JudgedRow, concerned: readonly JudgedCheck[], sources: SourceById): RowJudgement {
  const ids = concerned.map((check) => check.id);
  const checks = telling(row, concerned, sources);
  if (checks.length === 0) {
    return {
      state: row.notTested === undefined ? 'not-verified' : 'not-tested',
      checks: ids,
      inScope: false,
    };
  }
  const state = checks.map((check) => stateFor(check, row.id)).reduce(worse);
  if (state !== 'not-run') return { state, checks: ids, inScope: true };
  const reasons = checks.filter((check) => check.status === 'not-run').map((check) => check.reason ?? '');
  const left = reasons.every((reason) => SCOPE_REASONS.has(reason))
    ? (reasons[0] as NotRunReason)
    : undefined;
  return left === undefined
    ? { state, checks: ids, inScope: true }
    : { state, checks: ids, inScope: false, left };
}

/** Of which source each row is. */
type SourceById = ReadonlyMap<string, Source>;

/**
 * The checks that say something of a row. One that failed by other sources alone says nothing: what a client wishes and
 * does not get proves neither that the RFC's row holds nor that it does not. It is left out where another check tells.
 */
function telling(
  row: JudgedRow,
  checks: readonly JudgedCheck[],
  sources: SourceById,
): readonly JudgedCheck[] {
  const isSilent = ({ status, findings }: JudgedCheck) =>
    status === 'fail' &&
    findings.length > 0 &&
    findings.every((finding) => sources.has(finding.row) && sources.get(finding.row) !== row.source);
  const others = checks.filter((check) => !isSilent(check));
  return others.some((check) => ['pass', 'fail'].includes(stateFor(check, row.id))) ? others : checks;
}

/** Whether a check was to run: no choice of the run left it out. */
export function isSelected({ status, reason }: Pick<JudgedCheck, 'status' | 'reason'>): boolean {
  return status !== 'not-run' || !SCOPE_REASONS.has(reason ?? '');
}

/** Whether a check was to run and nothing is known of its claim. */
export function isOpen(check: Pick<JudgedCheck, 'status' | 'reason'>): boolean {
  return isSelected(check) && ['blocked', 'error', 'not-run'].includes(check.status);
}

/**
 * The verdict, for the profile and per source, and the exit code: the one function that every rendering reads.
 *
 * Of a full run, in scope: a failed violation-row makes it `not conformant`; else a violation-row that is blocked, in error or
 * not run, or a run in which no check of the sources passed, makes it `incomplete`; else `conformant`.
 * A check in error that verifies no row (an outcome that the catalogue does not know) leaves the profile
 * incomplete too: what was run is then not what the catalogue says.
 *
 * A partial run never ends conformant: a failed violation-row makes it `not conformant`, else it is `partial`, with
 * exit code 2 where a selected check could not be judged, else 0. Severities are those after the profile's overrides,
 * from `severityOf`.
 */
export function judge<R extends JudgedRow>(parts: {
  profile: { decides: readonly Source[]; shows: readonly Source[] };
  rows: readonly R[];
  checks: readonly JudgedCheck[];
  severityOf: (row: R) => Severity;
  /** Whether the run was narrowed. */
  partial: boolean;
}): Judgement {
  const { decides, shows } = parts.profile;
  const sources = [...decides, ...shows.filter((source) => !decides.includes(source))];
  const known = parts.rows.filter((row) => sources.includes(row.source));
  const speakers = checksByRow(parts.checks);
  const bySource: SourceById = new Map(parts.rows.map(({ id, source }) => [id, source]));
  const rows = new Map(known.map((row) => [row.id, judgeRow(row, speakers.get(row.id) ?? [], bySource)]));

  const decide = (of: readonly Source[]): Verdict => {
    const asked = known.filter((row) => of.includes(row.source));
    const violations = asked
      .filter((row) => parts.severityOf(row) === 'violation')
      .flatMap((row) => rows.get(row.id) ?? [])
      .filter((row) => row.inScope)
      .map((row) => row.state);
    if (violations.includes('fail')) return 'not conformant';
    if (parts.partial) return 'partial';
    if (violations.some((state) => state === 'blocked' || state === 'error' || state === 'not-run')) {
      return 'incomplete';
    }
    const passed = asked.some((row) =>
      speakers.get(row.id)?.some((check) => stateFor(check, row.id) === 'pass'),
    );
    return passed ? 'conformant' : 'incomplete';
  };

  const strange = parts.checks.some((check) => check.status === 'error' && check.verifies.length === 0);
  const decided = decide(decides);
  const verdict = decided === 'conformant' && strange ? 'incomplete' : decided;
  return {
    verdict,
    exitCode: exitCode(verdict, parts.checks),
    selected: parts.checks.filter(isSelected).length,
    verdicts: sources.map((source) => ({
      source,
      decides: decides.includes(source),
      verdict: decide([source]),
      rows: countStates(
        known.filter((row) => row.source === source).flatMap((row) => rows.get(row.id) ?? []),
      ),
    })),
    rows,
    left: countLeft(
      known.filter((row) => decides.includes(row.source)).flatMap((row) => rows.get(row.id) ?? []),
    ),
  };
}

/** 0 conformant, or partial with every selected check judged; 1 not conformant; 2 anything less. */
function exitCode(verdict: Verdict, checks: readonly JudgedCheck[]): ExitCode {
  if (verdict === 'not conformant') return 1;
  if (verdict === 'partial') return checks.some(isOpen) ? 2 : 0;
  return verdict === 'conformant' ? 0 : 2;
}

/** Checks that verify a row or found it broken, in the order given. */
function checksByRow(checks: readonly JudgedCheck[]): Map<string, JudgedCheck[]> {
  const byRow = new Map<string, JudgedCheck[]>();
  for (const check of checks) {
    for (const row of new Set([...check.verifies, ...check.findings.map((finding) => finding.row)])) {
      const list = byRow.get(row);
      if (list) list.push(check);
      else byRow.set(row, [check]);
    }
  }
  return byRow;
}

function countStates(rows: readonly RowJudgement[]): SourceVerdict['rows'] {
  const counts: SourceVerdict['rows'] = {
    pass: 0,
    fail: 0,
    blocked: 0,
    'not-applicable': 0,
    error: 0,
    'not-run': 0,
    'not-verified': 0,
    'not-tested': 0,
  };
  // Rows that no check verifies are no part of the scope, and are counted all the same: they are what is unknown.
  for (const row of rows) if (row.inScope || row.checks.length === 0) counts[row.state] += 1;
  return counts;
}

function countLeft(rows: readonly RowJudgement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { left } of rows) if (left !== undefined) counts[left] = (counts[left] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
