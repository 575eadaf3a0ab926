import { loadConsequences, means } from '../config/diagnoses/consequences.ts';
import { diagnosisOfRow } from '../config/diagnoses/diagnoses.ts';
import { present } from '../schemas/present.ts';
import { refusalIn } from './answers.ts';
import type { GuiltyFacets } from './facets.ts';
import { type Feature, features } from './features.ts';
import { answerSymptoms, lastSymptoms } from './symptoms/answers.ts';
import { attributeSymptoms } from './symptoms/attributes.ts';
import { awaySymptoms } from './symptoms/away.ts';
import { closedSymptoms } from './symptoms/closed.ts';
import { disabledSymptoms } from './symptoms/disabled.ts';
import { discoverySymptoms } from './symptoms/discovery.ts';
import { staysAtItsAddress } from './symptoms/gone.ts';
import { identitySymptoms } from './symptoms/identity.ts';
import { listSymptoms } from './symptoms/lists.ts';
import { lookupSymptoms } from './symptoms/lookups.ts';
import { lostWriteSymptoms } from './symptoms/lostWrites.ts';
import { memberSymptoms } from './symptoms/members.ts';
import { membershipSymptoms } from './symptoms/memberships.ts';
import { ownConflictSymptoms } from './symptoms/ownConflicts.ts';
import { partSymptoms } from './symptoms/parts.ts';
import { putSymptoms } from './symptoms/puts.ts';
import { reassignedSymptoms } from './symptoms/reassigned.ts';
import { renameSymptoms } from './symptoms/renames.ts';
import { resourceSymptoms } from './symptoms/resources.ts';
import { rewrittenSymptoms } from './symptoms/rewritten.ts';
import { shapeSymptoms } from './symptoms/shapes.ts';
import { straySymptoms } from './symptoms/strays.ts';
import type { Symptom } from './symptoms/symptom.ts';
import { undoneSymptoms } from './symptoms/undone.ts';
import { writeSymptoms } from './symptoms/writes.ts';
import type { Failure, View } from './view.ts';

/** A diagnosis that something speaks for, with everything that it could explain. */
export interface Candidate {
  id: string;
  failures: Set<Failure>;
  /** Numbers of the exchanges that show it, the causing request first. */
  exchanges: number[];
  /** From 0 to 1: how regularly it shows, and how few checks pass in spite of it. */
  sureness: number;
  /** Whether it owns what it explains although other requirements fail. */
  precise?: true;
  /** Whether nothing else is a cause of what it explains. */
  certain?: true;
  /** What it is that is wrong, where the words of the diagnosis have a place for it. */
  about?: string;
  /** Whether some of what it explains is known to follow from it. */
  leads?: true;
}

/** In order: where two explain as much, the earlier one is the more general. */
const symptoms: readonly Symptom[] = [
  ...awaySymptoms,
  ...answerSymptoms,
  ...discoverySymptoms,
  ...straySymptoms,
  ...identitySymptoms,
  ...reassignedSymptoms,
  ...undoneSymptoms,
  ...membershipSymptoms,
  ...memberSymptoms,
  ...ownConflictSymptoms,
  ...disabledSymptoms,
  ...rewrittenSymptoms,
  ...renameSymptoms,
  ...resourceSymptoms,
  ...attributeSymptoms,
  ...closedSymptoms,
  ...lookupSymptoms,
  ...listSymptoms,
  ...lostWriteSymptoms,
  ...partSymptoms,
  ...putSymptoms,
  ...shapeSymptoms,
  ...writeSymptoms,
];

/**
 * Everything that speaks for a diagnosis: what the traffic shows, what broken requirements are reason for, and what
 * failed because it leaned on a feature that does not work. One candidate for each diagnosis.
 */
export function listCandidates(view: View, facets: GuiltyFacets): Candidate[] {
  const byRows = fromRows(view);
  const candidates = new Map<string, Candidate>();
  const all = [
    ...symptoms.flatMap((symptom) => fromSymptom(symptom, view)),
    ...features.flatMap((feature) => fromFeature(feature, byRows, view, facets)),
    ...byRows.values(),
    ...lastSymptoms.flatMap((symptom) => fromSymptom(symptom, view)),
  ];
  for (const candidate of all) {
    const before = candidates.get(candidate.id);
    if (!before) candidates.set(candidate.id, candidate);
    else {
      for (const failure of candidate.failures) before.failures.add(failure);
      if (before.about === undefined && candidate.about !== undefined) before.about = candidate.about;
    }
  }
  const bySignature = new Map<string, Failure[]>();
  for (const failure of view.failures)
    if (failure.signature !== undefined)
      bySignature.set(failure.signature, [...(bySignature.get(failure.signature) ?? []), failure]);
  for (const { failures } of candidates.values())
    for (const alike of bySignature.values())
      if (isMostly(alike, failures)) for (const one of alike) failures.add(one);
  joinRefusals(candidates, view);
  joinDeletes(candidates, view);
  joinConsequences(candidates, view);
  for (const { failures } of [...candidates.values()].filter(({ certain }) => certain))
    for (const other of candidates.values())
      if (other.failures !== failures) for (const failure of failures) other.failures.delete(failure);
  return putLast([...candidates.values()].filter(({ failures }) => failures.size > 0));
}

/** Whether a diagnosis says only that the server broke, and not over what. */
export const isLast = ({ id }: Pick<Candidate, 'id'>): boolean =>
  lastSymptoms.some((symptom) => symptom.id === id);

/** What says only that the server broke stands behind what says over what. */
function putLast(candidates: Candidate[]): Candidate[] {
  return [...candidates.filter((one) => !isLast(one)), ...candidates.filter(isLast)];
}

/** A rule that watches all traffic meets the refusals by which the requirements of a diagnosis fail elsewhere: they are one fault. */
function joinRefusals(candidates: ReadonlyMap<string, Candidate>, view: View): void {
  const watched = view.failures.filter(({ check }) => view.isRule(check));
  for (const { id, failures } of watched.length === 0 ? [] : candidates.values()) {
    if (isLast({ id })) continue;
    const own = [...failures].filter(
      ({ check, row, key }) =>
        row !== undefined && diagnosisOfRow(row, key)?.id === id && !view.isRule(check),
    );
    const met = new Set(own.flatMap((failure) => refusalIn(failure, view) ?? []));
    for (const failure of watched) if (met.has(refusalIn(failure, view) ?? '')) failures.add(failure);
  }
}

/** What is still at its own address after its DELETE is in lists, filters and searches for that reason alone. */
function joinDeletes(candidates: ReadonlyMap<string, Candidate>, view: View): void {
  const [cause, effect] = ['delete.not-done', 'delete.still-found'].map((id) => candidates.get(id));
  if (cause === undefined || effect === undefined || !staysAtItsAddress(view)) return;
  for (const failure of effect.failures) cause.failures.add(failure);
}

/** What is known to follow from a diagnosis that something else speaks for is explained by it. */
function joinConsequences(candidates: ReadonlyMap<string, Candidate>, view: View): void {
  for (const { of, when, follows } of loadConsequences()) {
    const cause = candidates.get(of);
    if (cause === undefined || (when !== undefined && !view.failures.some((one) => means(when, one))))
      continue;
    for (const failure of view.failures) {
      if (!follows.some((pattern) => means(pattern, failure))) continue;
      cause.failures.add(failure);
      cause.leads = true;
    }
  }
}

/** Whether at least half of what one step blocks has this cause: then it blocks the rest, too. */
function isMostly(alike: readonly Failure[], failures: ReadonlySet<Failure>): boolean {
  return alike.filter((one) => failures.has(one)).length * 2 >= alike.length;
}

function fromSymptom(
  { id, least = 2, share = 0.8, look, explains, total, byExchange, precise, certain }: Symptom,
  view: View,
): Candidate[] {
  const { seen, contrary, about } = look(view);
  const concerned = new Set(seen.flatMap(({ sender }) => [...view.lookingAt(sender)]));
  const failing = [...concerned].filter((check) => view.hasFailed(check));
  const regularity = seen.length / (seen.length + contrary);
  if (failing.length < least || regularity < share) return [];
  const numbers = new Set(seen.flatMap(({ exchanges }) => exchanges));
  const failures = view.failures.filter(
    (failure) =>
      total ||
      (((!byExchange && concerned.has(failure.check)) ||
        failure.exchanges.some((number) => numbers.has(number))) &&
        (explains?.(failure, view) ?? true)),
  );
  if (failures.length === 0) return [];
  const judged = [...concerned].filter((check) => view.isJudged(check));
  const precision = judged.length === 0 ? 1 : failing.length / judged.length;
  return [
    {
      id,
      failures: new Set(failures),
      exchanges: seen[0]?.exchanges.slice(0, 3) ?? [],
      sureness: regularity * precision,
      ...present({ about, precise, certain }),
    },
  ];
}

/** Diagnoses for which broken requirements are reason enough, by id. */
function fromRows(view: View): Map<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const failure of view.failures) {
    const diagnosis = failure.row === undefined ? undefined : diagnosisOfRow(failure.row, failure.key);
    if (!diagnosis) continue;
    const candidate = found.get(diagnosis.id);
    if (candidate) candidate.failures.add(failure);
    else
      found.set(diagnosis.id, {
        id: diagnosis.id,
        failures: new Set([failure]),
        exchanges: failure.exchanges.slice(0, 3),
        sureness: 0.5,
      });
  }
  // What blocks a check is laid at the door of what its requirements fail by elsewhere.
  for (const failure of view.failures) {
    if (failure.row !== undefined) continue;
    const ids = view.requirements.rowsFor(failure.check).flatMap((row) => diagnosisOfRow(row)?.id ?? []);
    for (const id of ids) found.get(id)?.failures.add(failure);
  }
  return found;
}

/** Of the checks that use a feature, so many have to fail for it to explain them all. */
const MOST = 0.6;

function fromFeature(
  { id, uses, parts }: Feature,
  byRows: Map<string, Candidate>,
  view: View,
  facets: GuiltyFacets,
): Candidate[] {
  const own = byRows.get(id);
  if (!own) return [];
  const using = new Set<string>();
  for (const check of view.judgedChecks) if (view.claims(check).some(uses)) using.add(check);
  const judged = [...using];
  const failing = judged.filter((check) => view.hasFailed(check));
  const precision = failing.length / judged.length;
  const isWhole = failing.length >= 2 && precision >= MOST;
  const concerned = isWhole ? using : failingBy(parts, facets);
  if (concerned.size < 2) return [];
  const failures = view.failures.filter(({ check }) => concerned.has(check));
  return [{ id, failures: new Set(failures), exchanges: own.exchanges, sureness: precision }];
}

/** Checks so many of which fail where one part of a feature is met speak for that part. */
const PART = 4;

function failingBy(parts: RegExp | undefined, { failing }: GuiltyFacets): Set<string> {
  const guilty = [...failing].filter(([facet, checks]) => parts?.test(facet) && checks.length >= PART);
  return new Set(guilty.flatMap(([, checks]) => checks));
}
