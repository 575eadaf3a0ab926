import {
  type Change,
  changesBetween,
  concerns,
  isOlder,
  loadChanges,
  presentName,
} from '../../config/changes.ts';
import { present } from '../../schemas/present.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { isOpen, isSelected } from '../verdict.ts';
import { kindInWords, type Narrowed, partialInWords } from '../words.ts';
import { type DiagnosisChange, diagnosisChanges } from './diagnoses.ts';
import { type Failure, listFailures, listUndecided, nameFailure, sameFilters } from './failures.ts';
import { findCauses, type GateCause } from './reasons.ts';
import { type SuiteChange, translated } from './versions.ts';
import { byCheck, covers, isExpired, isFilledIn, type Waiver } from './waivers.ts';

export type GateKind =
  | 'new-failure'
  | 'new-check'
  | 'known'
  | 'waived'
  | 'fixed'
  | 'waiver-expired'
  | 'waiver-unknown-check'
  | 'waiver-stale'
  | 'waiver-differs'
  | 'waiver-unfilled'
  | 'waiver-outdated'
  | 'undecided';

/** One line of a gate's decision. */
export interface GateItem {
  kind: GateKind;
  check: string;
  key?: string;
  /** What happened and what to do about it, in one sentence. */
  text: string;
  /** Id of the cause that it follows from. */
  cause?: string;
}

export interface GateDecision {
  result: 'green' | 'red' | 'undecided';
  red: GateItem[];
  undecided: GateItem[];
  /** What is wrong with the endpoint and explains lines of the two, as the report orders it. */
  causes: GateCause[];
  /** Failures that are excused or were there before, checks that are new, failures that are gone. */
  listed: GateItem[];
  /** What the suite itself renamed, regraded, removed or added since the baseline; nothing of it is red. */
  changes: SuiteChange[];
  /** What is wrong with the endpoint since the baseline, and what no longer is; nothing without a baseline. */
  diagnoses: DiagnosisChange[];
  /** Whether there was a baseline to compare with. */
  hasBaseline: boolean;
  /** What was selected and how that went; of a partial run only. */
  partial?: string;
  /** What to do about the end of a run that ended early. */
  hint?: string;
}

export interface GateOptions {
  baseline?: Report;
  waivers: Waiver[];
  /** What of new failures is red: violations alone, or warnings with them. */
  failOn: 'violation' | 'warning';
  /** Whether a failing check that the baseline's catalogue did not have is red. */
  newChecks: 'red' | 'list';
  /** Milliseconds since the epoch. */
  now: number;
  /** What changed in the catalogue; that of the package unless a test says otherwise. */
  changes?: readonly Change[];
}

/** What decides whether a baseline fits: all of it is known before a run. */
interface Judged extends Narrowed {
  profile: { name: string };
  catalogue: { version: string };
}

/** Why a baseline cannot be used for a report, or for a run to be: the words to say, or undefined where it can. */
export function incomparable(report: Judged, baseline: Judged): string | undefined {
  if (report.profile.name !== baseline.profile.name)
    return `the baseline was made with profile ${baseline.profile.name}, this run with ${report.profile.name}`;
  if (isOlder(report.catalogue.version, baseline.catalogue.version))
    return `the baseline was made with catalogue ${baseline.catalogue.version}, this run with ${report.catalogue.version}`;
  if (!sameFilters(report, baseline))
    return `the baseline is a ${kindInWords(baseline)}, this a ${kindInWords(report)}`;
  return undefined;
}

/**
 * Decides whether a release may pass: by check id and finding key, only what got worse is red. A waiver excuses a
 * failure and nothing else; one that no longer fits is red itself, so that the list cannot rot.
 */
export function decide(report: Report, options: GateOptions): GateDecision {
  const { now, changes = loadChanges() } = options;
  const before = options.baseline && translated(options.baseline, report, changes);
  const baseline = before?.report;
  const waivers = presentWaivers(options.waivers, report, changes);
  const counted = listFailures(report).filter(({ severity }) => weighs(severity, options.failOn));
  const known = new Set((baseline ? listFailures(baseline) : []).map(nameFailure));
  const asked = new Set(baseline?.checks.filter(({ status }) => status !== 'not-run').map(({ id }) => id));
  // A gate opts in to load; a baseline of a plain run did not, and says nothing of what got worse there.
  const unasked = new Set(baseline?.checks.filter(({ reason }) => reason === 'opt-in').map(({ id }) => id));
  const valid = byCheck(waivers.filter((waiver) => isFilledIn(waiver) && !isExpired(waiver, now)));
  const checks = new Map(report.checks.map((one) => [one.id, one]));
  const problems = waivers.flatMap((waiver) => waiverProblem(waiver, checks.get(waiver.check), now, changes));
  const red = problems.filter(({ kind }) => kind !== 'waiver-outdated');
  const listed = problems.filter(({ kind }) => kind === 'waiver-outdated');
  for (const failure of counted) {
    const { check, key } = failure;
    const waiver = valid.get(check)?.find((one) => covers(one, failure));
    if (waiver !== undefined)
      listed.push({
        kind: 'waived',
        check,
        key,
        text: `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`,
      });
    else if (known.has(nameFailure(failure)))
      listed.push({ kind: 'known', check, key, text: 'fails as in the baseline' });
    else if (unasked.has(check))
      listed.push({
        kind: 'new-check',
        check,
        key,
        text: `fails, but the baseline did not opt in to this check: ${inWords(failure)}`,
      });
    else if (before !== undefined && !asked.has(check))
      (options.newChecks === 'red' ? red : listed).push({
        kind: 'new-check',
        check,
        key,
        text: `fails, but the baseline did not run this check: ${inWords(failure)}`,
      });
    else if (before?.added.some((change) => concerns(change, failure)))
      (options.newChecks === 'red' ? red : listed).push({
        kind: 'new-check',
        check,
        key,
        text: `fails, but the baseline’s version of the suite did not check it: ${inWords(failure)}`,
      });
    else red.push({ kind: 'new-failure', check, key, text: inWords(failure) });
  }
  const failing = new Set(listFailures(report).map(nameFailure));
  const judged = new Set(
    report.checks.filter((check) => isSelected(check) && !isOpen(check)).map(({ id }) => id),
  );
  for (const failure of baseline ? listFailures(baseline) : [])
    if (
      weighs(failure.severity, options.failOn) &&
      judged.has(failure.check) &&
      !failing.has(nameFailure(failure))
    )
      listed.push({ kind: 'fixed', check: failure.check, key: failure.key, text: 'no longer fails' });
  const undecided: GateItem[] = [];
  const { ended } = report.run;
  for (const { id, status, severity, blockedBy, error, reason } of listUndecided(report)) {
    if (!weighs(severity, options.failOn) || (ended !== undefined && status === 'not-run')) continue;
    const text = `${status}: ${blockedBy?.signature ?? error ?? reason ?? 'no outcome'}`;
    if (unasked.has(id))
      listed.push({ kind: 'new-check', check: id, text: `${text}; the baseline did not opt in to it` });
    else undecided.push({ kind: 'undecided', check: id, text });
  }
  // Why the run ended early is said once, not for each check that it left open.
  if (ended !== undefined) undecided.unshift({ kind: 'undecided', check: '', text: ended.message });
  const partial = partialInWords(report);
  if (partial !== undefined && before === undefined)
    undecided.push({
      kind: 'undecided',
      check: '',
      text: 'a partial run by itself says nothing about a release: name a baseline with its filters, or run all',
    });
  const { causes, items } = findCauses(report, [...red, ...undecided]);
  return {
    result: red.length > 0 ? 'red' : undecided.length > 0 ? 'undecided' : 'green',
    red: items.slice(0, red.length),
    undecided: items.slice(red.length),
    causes,
    listed,
    changes: before?.changes ?? [],
    hasBaseline: baseline !== undefined,
    diagnoses: baseline === undefined ? [] : diagnosisChanges(baseline, report),
    ...present({ hint: ended?.hint }),
    ...(partial !== undefined && { partial: `${kindInWords(report)}: ${partial}` }),
  };
}

/** The exit code of a gate: 0 nothing red, 1 something red, 2 cannot be decided. */
export function gateExitCode({ result }: GateDecision): 0 | 1 | 2 {
  return result === 'green' ? 0 : result === 'red' ? 1 : 2;
}

/** Waivers in the names of today; those that fit the report as it stands are left alone. */
export function presentWaivers(
  waivers: readonly Waiver[],
  report: Report,
  changes: readonly Change[],
): Waiver[] {
  const since = changesBetween(changes, '0', report.catalogue.version);
  return waivers.map((waiver) => presentName(waiver, since));
}

function waiverProblem(
  waiver: Waiver,
  found: ReportedCheck | undefined,
  now: number,
  changes: readonly Change[],
): GateItem[] {
  const { check, key, expires } = waiver;
  const item = (kind: GateKind, text: string): GateItem[] => [{ kind, check, ...(key && { key }), text }];
  const fits =
    found?.status === 'fail' && found.findings.some((finding) => covers(waiver, { check, key: finding.key }));
  const removed = changes.find((change) => change.what === 'removed' && concerns(change, waiver));
  if (removed !== undefined && !fits)
    return item('waiver-outdated', `the suite no longer asks for it; remove the waiver: ${removed.why}`);
  if (found === undefined)
    return item('waiver-unknown-check', 'the waiver names a check that does not exist: correct or remove it');
  if (!isFilledIn(waiver))
    return item('waiver-unfilled', 'the waiver does not count until reason and owner are filled in');
  if (isExpired(waiver, now))
    return item('waiver-expired', `the waiver expired on ${expires}: fix the failure or agree on a new date`);
  if (found.status === 'pass') return item('waiver-stale', 'the check passes now: remove the waiver');
  if (found.status === 'fail' && key !== undefined && !found.findings.some((finding) => finding.key === key))
    return item('waiver-differs', 'the check fails differently from what was waived: review it');
  return [];
}

function weighs(severity: string, failOn: GateOptions['failOn']): boolean {
  return severity === 'violation' || (failOn === 'warning' && severity === 'warning');
}

function inWords({ expected, observed }: Failure): string {
  return `expected ${expected}, found ${observed}`;
}
