import { concerns, isOlder } from '../../config/changes.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { isSelected } from '../verdict.ts';
import { kindInWords } from '../words.ts';
import { type BehaviourChange, behaviourChanges } from './behaviour.ts';
import { type ClaimChange, claimChanges } from './claims.ts';
import { type DiagnosisChange, diagnosisChanges } from './diagnoses.ts';
import { listFailures, nameFailure, sameFilters } from './failures.ts';
import type { NormalExchange } from './normalise.ts';
import { type SuiteChange, translated } from './versions.ts';

export type ChangeKind = 'regressed' | 'fixed' | 'new' | 'gone' | 'still-failing' | 'no-longer-verified';

/** What became of one check between two runs. */
interface CheckChange {
  kind: ChangeKind;
  check: string;
  before?: string;
  after?: string;
  /** Finding keys that are new, gone or still there, as the kind has it. */
  keys: string[];
}

interface ObservationChange {
  check: string;
  key: string;
  before?: string;
  after?: string;
}

interface LatencyChange {
  operation: string;
  before: number;
  after: number;
}

/** Everything that differs between two runs; A is the older. */
export interface Comparison {
  schemaVersion: '1.0';
  a: Side;
  b: Side;
  regression: boolean;
  diagnoses: DiagnosisChange[];
  checks: CheckChange[];
  observations: ObservationChange[];
  behaviour: BehaviourChange[];
  claims: ClaimChange[];
  latency: LatencyChange[];
  /** What the suite itself renamed, regraded, removed or added between the two runs. */
  changes: SuiteChange[];
}

interface Side {
  url: string;
  verdict: string;
  scope: string;
  startedAt: string;
  catalogue: string;
  profile: string;
}

export interface Compared {
  report: Report;
  /** The run's exchanges in normal form; empty where they are not at hand. */
  exchanges: NormalExchange[];
}

const LATENCY_SAMPLES = 30;
/** Milliseconds by which a median has to grow beside doubling: below, the machine and its load speak. */
const LATENCY_GROWTH_MS = 10;

/** Why two runs cannot be compared: the words to say, or undefined where they can. */
export function notComparable(a: Report, b: Report): string | undefined {
  if (a.profile.name !== b.profile.name)
    return `A was judged by profile ${a.profile.name}, B by ${b.profile.name}`;
  if (isOlder(b.catalogue.version, a.catalogue.version))
    return `A was judged by catalogue ${a.catalogue.version}, B by the older ${b.catalogue.version}`;
  if (!sameFilters(a, b)) return `A is a ${kindInWords(a)}, B a ${kindInWords(b)}`;
  const unreached = [a, b].find(({ run }) => run.ended?.why === 'preflight');
  if (unreached) return `${unreached.target.url} could not be judged: ${unreached.run.ended?.message}`;
  return undefined;
}

/** Compares two runs; pure. A regression is a check that no longer passes, or a finding that A did not have. */
export function compare(a: Compared, b: Compared): Comparison {
  const before = translated(a.report, b.report);
  const checks = checkChanges(before.report, b.report, (failure) =>
    before.added.some((change) => concerns(change, failure)),
  );
  const changed = new Set(checks.map(({ check }) => check));
  return {
    schemaVersion: '1.0',
    a: describeSide(a.report),
    b: describeSide(b.report),
    regression: checks.some(({ kind }) => kind === 'regressed' || kind === 'no-longer-verified'),
    diagnoses: diagnosisChanges(a.report, b.report),
    checks,
    observations: observationChanges(before.report, b.report),
    behaviour: behaviourChanges(a.exchanges, b.exchanges).filter(({ check }) => !changed.has(check)),
    claims: claimChanges(a.report.target.capabilities, b.report.target.capabilities),
    latency: latencyChanges(a.report, b.report),
    changes: before.changes,
  };
}

function describeSide(report: Report): Side {
  const { target, verdict, run, catalogue, profile } = report;
  return {
    url: target.url,
    verdict,
    scope: kindInWords(report),
    startedAt: run.startedAt,
    catalogue: catalogue.version,
    profile: `${profile.name} ${profile.version}`,
  };
}

type IsAdded = (failure: { check: string; key: string }) => boolean;

function checkChanges(a: Report, b: Report, isAdded: IsAdded): CheckChange[] {
  const before = new Map(a.checks.map((check) => [check.id, check]));
  const keysBefore = new Set(listFailures(a).map(nameFailure));
  const keysAfter = new Set(listFailures(b).map(nameFailure));
  const changes = b.checks.flatMap((after) =>
    compareCheck(before.get(after.id), after, keysBefore, keysAfter, isAdded),
  );
  const there = new Set(b.checks.map(({ id }) => id));
  const gone = a.checks
    .filter(({ id }) => !there.has(id))
    .map(({ id, status }): CheckChange => ({ kind: 'gone', check: id, before: status, keys: [] }));
  return [...changes, ...gone];
}

function compareCheck(
  before: ReportedCheck | undefined,
  after: ReportedCheck,
  keysBefore: ReadonlySet<string>,
  keysAfter: ReadonlySet<string>,
  isAdded: IsAdded,
): CheckChange[] {
  const named = (kind: ChangeKind, keys: string[]): CheckChange[] => [
    { kind, check: after.id, ...(before && { before: before.status }), after: after.status, keys },
  ];
  const keys = after.findings.map(({ key }) => key);
  // What one side did not run is no change of the endpoint.
  const [was, is] = [before !== undefined && isSelected(before), isSelected(after)];
  if (before === undefined || (!was && is)) return named('new', keys);
  if (!is) return was ? named('gone', []) : [];
  const unknown = keys.filter((key) => !keysBefore.has(nameFailure({ check: after.id, key })));
  const fresh = unknown.filter((key) => !isAdded({ check: after.id, key }));
  const cured = before.findings
    .map(({ key }) => key)
    .filter((key) => !keysAfter.has(nameFailure({ check: after.id, key })));
  if (after.status === 'fail') {
    if (fresh.length > 0 || (before.status !== 'fail' && unknown.length === 0))
      return named('regressed', fresh);
    if (before.status !== 'fail') return named('new', unknown);
    return [...named('still-failing', keys), ...(cured.length > 0 ? named('fixed', cured) : [])];
  }
  const lost = after.status === 'blocked' || after.status === 'error' || after.status === 'not-run';
  if (lost && before.status === 'pass') return named('no-longer-verified', []);
  if (before.status === 'fail' && (after.status === 'pass' || after.status === 'not-applicable'))
    return named('fixed', cured);
  if (lost && before.status === 'fail') return named('no-longer-verified', cured);
  return [];
}

/** Of checks that ran in both: what one side did not ask about did not change. */
function observationChanges(a: Report, b: Report): ObservationChange[] {
  const ran = (report: Report) =>
    new Set(report.checks.filter(({ status }) => status !== 'not-run').map(({ id }) => id));
  const [inA, inB] = [ran(a), ran(b)];
  const name = ({ check, key }: { check: string; key: string }) => `${check} ${key}`;
  const before = new Map(a.observations.map((one) => [name(one), one]));
  const after = new Map(b.observations.map((one) => [name(one), one]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((both) => {
    const [old, fresh] = [before.get(both), after.get(both)];
    const { check, key } = (fresh ?? old) as { check: string; key: string };
    if (old?.value === fresh?.value || !inA.has(check) || !inB.has(check)) return [];
    return [{ check, key, ...(old && { before: old.value }), ...(fresh && { after: fresh.value }) }];
  });
}

/** Operations that became at least twice as slow, where both runs have enough samples to say so. */
function latencyChanges(a: Report, b: Report): LatencyChange[] {
  const before = new Map(a.latency.map((one) => [one.operation, one]));
  return b.latency.flatMap(({ operation, samples, p50 }) => {
    const old = before.get(operation);
    if (old === undefined || Math.min(old.samples, samples) < LATENCY_SAMPLES) return [];
    if (p50 < Math.max(2 * old.p50, old.p50 + LATENCY_GROWTH_MS)) return [];
    return [{ operation, before: old.p50, after: p50 }];
  });
}
