import type { Profile } from '../config/profile.ts';
import { findReason } from '../config/profiles.ts';
import type { Row, Severity } from '../config/row.ts';
import { diagnose } from '../diagnosis/entries.ts';
import type { Entry } from '../diagnosis/entry.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import type { NotRunReason, Outcome } from '../kit/outcome.ts';
import { present } from '../schemas/present.ts';
import { listCreates, withCreates } from './creates.ts';
import { measureLatency } from './latency.ts';
import { limitedBy } from './limited.ts';
import type { Leftover, Report, ReportedCheck, ReportedRow, Scope } from './model.ts';
import { judge, worse } from './verdict.ts';

/** What the report needs of a check's definition. */
export interface CheckDefinition {
  id: string;
  title: string;
  group: string;
  verifies: readonly string[];
  severity: Severity;
}

/** Everything a report is made of. */
export interface ReportParts {
  tool: Report['tool'];
  catalogue: { version: string; digest: string };
  run: Omit<Report['run'], 'durationMs' | 'requests' | 'limited'>;
  target: Report['target'];
  profile: Profile;
  /** Severity of a row after the profile's overrides. */
  severityOf: (row: Row) => Severity;
  scope: Pick<Scope, 'kind' | 'filters' | 'terms'>;
  /** All checks in catalogue order. */
  definitions: readonly CheckDefinition[];
  rows: readonly Row[];
  outcomes: readonly Outcome[];
  /** By check id: why a check was not started. */
  notRun: ReadonlyMap<string, { reason: NotRunReason; explanation?: string }>;
  /** All lines of exchanges.ndjson. */
  exchanges: readonly Exchange[];
  leftovers: readonly Leftover[];
}

/** Group under which outcomes are listed that no definition claims. */
export const UNKNOWN_GROUP = 'unknown';

/**
 * Makes the report out of its parts; pure, the same parts give the same report whatever order the outcomes and
 * exchanges came in.
 *
 * The report walks the catalogue: a check without an outcome is there with the reason in `notRun`, else as
 * interrupted where the run ended early, else as an error. An outcome that no definition claims is an error at
 * the end of the list, and leaves the verdict incomplete.
 */
export function buildReport(parts: ReportParts): Report {
  const severities = new Map(parts.rows.map((row) => [row.id, parts.severityOf(row)]));
  const checks = reportChecks(parts, severities);
  const judgement = judge({
    profile: parts.profile,
    rows: parts.rows,
    checks,
    severityOf: parts.severityOf,
    partial: parts.scope.kind !== 'full',
  });
  const rows = parts.rows.flatMap((row) => {
    const judged = judgement.rows.get(row.id);
    return judged ? [reportRow(row, parts.severityOf(row), judged, parts.profile)] : [];
  });
  const { id, seed, startedAt, finishedAt, ended } = parts.run;
  const verifies = new Map(parts.definitions.map((definition) => [definition.id, definition.verifies]));
  const known = new Map(parts.rows.map((row) => [row.id, row]));
  const entries = diagnose(parts.outcomes, parts.exchanges, {
    rowsFor: (check) => verifies.get(check) ?? [],
    rowById: (id) => known.get(id),
  });
  const limited = limitedBy(parts.exchanges);
  return {
    schemaVersion: '2.0',
    tool: parts.tool,
    catalogue: {
      version: parts.catalogue.version,
      digest: parts.catalogue.digest,
      checks: parts.definitions.length,
      rows: parts.rows.length,
    },
    run: {
      id,
      seed,
      startedAt,
      finishedAt,
      durationMs: Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)),
      requests: parts.exchanges.length,
      ...present({ limited, ended }),
    },
    target: parts.target,
    profile: {
      name: parts.profile.name,
      version: parts.profile.version,
      decides: parts.profile.decides,
      shows: parts.profile.shows,
    },
    scope: { ...parts.scope, selected: judgement.selected, left: judgement.left },
    verdict: judgement.verdict,
    exitCode: judgement.exitCode,
    verdicts: judgement.verdicts,
    entries,
    checks,
    rows,
    observations: checks.flatMap((check) =>
      check.observations.map(({ key, value }) => ({ check: check.id, key, value })),
    ),
    leftovers: [...parts.leftovers].sort((a, b) => (a.path < b.path ? -1 : 1)),
    latency: measureLatency(parts.exchanges),
    exchanges: evidence(checks, entries, parts.exchanges),
  };
}

function reportChecks(parts: ReportParts, severities: ReadonlyMap<string, Severity>): ReportedCheck[] {
  const outcomes = new Map<string, Outcome>();
  for (const outcome of parts.outcomes) {
    const before = outcomes.get(outcome.id);
    // Two outcomes of one check must not happen; if they do, the better one may not hide the worse.
    if (!before || worse(outcome.status, before.status) !== before.status) outcomes.set(outcome.id, outcome);
  }
  const known = parts.definitions.map((definition) => {
    const outcome = outcomes.get(definition.id) ?? absent(definition.id, parts);
    outcomes.delete(definition.id);
    return reportCheck({ ...definition, severity: effective(definition, severities) }, outcome);
  });
  const unknown = [...outcomes.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((outcome) =>
      reportCheck(
        { id: outcome.id, title: outcome.id, group: UNKNOWN_GROUP, verifies: [], severity: 'violation' },
        {
          ...outcome,
          status: 'error',
          error: `The run reported "${outcome.id}", which the catalogue does not define: both must come from one build.`,
        },
      ),
    );
  return [...known, ...unknown];
}

/** The gravest severity among a check's rows after the profile's overrides. */
function effective(definition: CheckDefinition, severities: ReadonlyMap<string, Severity>): Severity {
  const found = definition.verifies.flatMap((row) => severities.get(row) ?? []);
  if (found.includes('violation')) return 'violation';
  if (found.includes('warning')) return 'warning';
  return found[0] ?? definition.severity;
}

/** What stands for a check that left no outcome. */
function absent(id: string, parts: ReportParts): Outcome {
  const nothing = { id, findings: [], remarks: [], observations: [], exchanges: [], assumed: [] };
  const reason = parts.notRun.get(id);
  const ended = parts.run.ended;
  if (reason) return { ...nothing, status: 'not-run', ...reason, attempts: 0, durationMs: 0 };
  if (ended) {
    return {
      ...nothing,
      status: 'not-run',
      reason: ended.why === 'deadline' || ended.why === 'unsafe' ? ended.why : 'interrupted',
      explanation: ended.message,
      attempts: 0,
      durationMs: 0,
    };
  }
  const error = 'The check should have run but left no outcome.';
  return { ...nothing, status: 'error', error, attempts: 0, durationMs: 0 };
}

function reportCheck(definition: CheckDefinition, outcome: Outcome): ReportedCheck {
  const { id, title, group, severity, verifies } = definition;
  const { reason, explanation, blockedBy, error } = outcome;
  return {
    id,
    title,
    group,
    status: outcome.status,
    severity,
    ...present({ reason, explanation }),
    verifies: [...verifies],
    findings: outcome.findings,
    remarks: outcome.remarks,
    observations: outcome.observations,
    exchanges: outcome.exchanges,
    ...present({ blockedBy }),
    ...(outcome.assumed.length > 0 && { assumed: outcome.assumed }),
    ...present({ error }),
    attempts: outcome.attempts,
    durationMs: outcome.durationMs,
  };
}

function reportRow(
  row: Row,
  severity: Severity,
  judged: Pick<ReportedRow, 'state' | 'checks' | 'inScope'>,
  profile: Profile,
): ReportedRow {
  const { id, source, area, section, link, level, statement, fix, harm } = row;
  const reason = findReason(row, profile);
  return {
    id,
    source,
    area,
    section,
    link,
    level,
    severity,
    statement,
    ...present({ fix, reason }),
    harm,
    state: judged.state,
    checks: judged.checks,
    inScope: judged.inScope,
  };
}

/**
 * Exchanges that show what failed, was blocked or erred, by number: those that the check sent itself, those that its
 * findings point at, and those that show what is wrong with the endpoint, with the creates of what they are about. What
 * a rule merely looked at is all traffic, and stays in exchanges.ndjson.
 */
function evidence(
  checks: readonly ReportedCheck[],
  entries: readonly Entry[],
  exchanges: readonly Exchange[],
): Exchange[] {
  const wanted = checks.filter(
    ({ status, findings }) =>
      status === 'fail' || status === 'blocked' || status === 'error' || findings.length > 0,
  );
  const ids = new Set(wanted.map((check) => check.id));
  const proving = new Set(entries.flatMap((entry) => entry.exchanges));
  const proofs = exchanges.filter(({ number }) => proving.has(number));
  const numbers = new Set([
    ...withCreates(proofs, listCreates(proofs.length === 0 ? [] : exchanges)).map(({ number }) => number),
    ...wanted.flatMap((check) => [
      ...check.findings.flatMap((finding) => finding.exchanges),
      ...(check.blockedBy?.exchange === undefined ? [] : [check.blockedBy.exchange]),
    ]),
  ]);
  return exchanges
    .filter((exchange) => numbers.has(exchange.number) || ids.has(exchange.check))
    .sort((a, b) => a.number - b.number);
}
