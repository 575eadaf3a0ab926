import { diagnosisById, diagnosisOfRow } from '../config/diagnoses/diagnoses.ts';
import { type Harm, harms } from '../config/row.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import { present } from '../schemas/present.ts';
import { byAnswer, byRow, detailIn, type Group, refusalIn } from './answers.ts';
import { type Candidate, isLast, listCandidates } from './candidates.ts';
import type { Entry } from './entry.ts';
import { GuiltyFacets } from './facets.ts';
import { putUnder } from './under.ts';
import { type Failure, type Judged, type Requirements, View } from './view.ts';
import { wordEntry } from './wording.ts';

/** A candidate that was looked at, with what nothing before it explains. */
interface Chosen extends Candidate {
  gain: Failure[];
}

/** An entry with what decides its place. */
interface Placed {
  entry: Entry;
  sureness: number;
}

/**
 * What is wrong with an endpoint, each cause said once: the diagnoses that explain most, then what is left by what was
 * answered, then by requirement. Pure: the same outcomes and exchanges give the same entries.
 *
 * The order is that in which people should read it: by harm, by how many failures it explains, by how sure it is.
 */
export function diagnose(
  outcomes: readonly Judged[],
  exchanges: readonly Exchange[],
  requirements: Requirements,
): Entry[] {
  // Without a failure there is nothing to explain, and no need to read the traffic again.
  if (!outcomes.some(({ status, findings }) => status === 'blocked' || findings.length > 0)) return [];
  const view = new View(outcomes, exchanges, requirements);
  const left = new Set(view.failures);
  const facets = new GuiltyFacets(view);
  const chosen = choose(listCandidates(view, facets), left, view);
  absorb(chosen, left, view);
  const answers = byAnswer([...left], view);
  for (const { failures } of answers) for (const failure of failures) left.delete(failure);

  const placed = [
    ...chosen.map((candidate) => placedCandidate(candidate, chosen, view)),
    ...answers.map((group) => placedGroup('answer', group, requirements)),
    ...byRow([...left], view).map((group) => placedGroup('requirement', group, requirements)),
  ];
  putUnder(placed, facets, view);
  return placed.sort(inOrder).map(({ entry }) => entry);
}

/**
 * Candidates in the order in which each explains most of what is left, and of those that explain as much the one whose
 * own requirements fail, or from which others are known to follow; takes from `left` what they explain.
 */
function choose(candidates: readonly Candidate[], left: Set<Failure>, view: View): Chosen[] {
  const rest = candidates.map((candidate) => ({ candidate, owned: owns(candidate) }));
  // That a server breaks is no more than what rules see, where one cause says over what.
  const isPlain = (failure: Failure) => !view.isRule(failure.check);
  const isSaid = (gain: readonly Failure[]) =>
    candidates.some(
      (one) =>
        !isLast(one) &&
        gain.some(isPlain) &&
        gain.filter(isPlain).every((failure) => one.failures.has(failure)),
    );
  const weigh = (candidate: Candidate | undefined, gain: readonly Failure[]) =>
    candidate !== undefined && isLast(candidate) && isSaid(gain) ? gain.filter(isPlain).length : gain.length;
  const chosen: Chosen[] = [];
  while (rest.length > 0) {
    const gains = rest.map(({ candidate }) => [...candidate.failures].filter((failure) => left.has(failure)));
    const weights = gains.map(
      (gain, index) =>
        weigh(rest[index]?.candidate, gain) +
        (gain.some(rest[index]?.owned ?? isNone) ? 0.5 : 0) +
        (rest[index]?.candidate.leads ? 0.25 : 0),
    );
    const best = weights.reduce((most, weight, index) => (weight > (weights[most] ?? 0) ? index : most), 0);
    const [one] = rest.splice(best, 1);
    if (one) chosen.push({ ...one.candidate, gain: gains[best] ?? [] });
    for (const failure of gains[best] ?? []) left.delete(failure);
  }
  return chosen;
}

const isNone = (): boolean => false;

/** Whether a failure is a candidate's own by the row that it breaks; what only traffic shows owns whatever shows it. */
function owns({ id, precise }: Candidate): (failure: Failure) => boolean {
  if (precise || diagnosisById(id)?.rows.length === 0) return () => true;
  return ({ row, key }) => row !== undefined && diagnosisOfRow(row, key)?.id === id;
}

/** What is left and fails by a refusal that a diagnosis explains elsewhere is its doing as well. */
function absorb(chosen: readonly Chosen[], left: Set<Failure>, view: View): void {
  const known = chosen.map((candidate) => ({
    candidate,
    refusals: candidate.gain.flatMap((failure) => refusalIn(failure, view) ?? []),
    details: candidate.gain.flatMap((failure) => detailIn(failure, view) ?? []),
  }));
  for (const failure of left) {
    const refusal = refusalIn(failure, view);
    if (refusal === undefined) continue;
    // One reason is one cause, whatever it was that was refused for it.
    const detail = detailIn(failure, view);
    const times = known.map(({ refusals, details }) =>
      Math.max(count(refusals, refusal), count(details, detail)),
    );
    const most = Math.max(0, ...times);
    // One refusal in words of its own tells its cause; without words it may have any.
    if (most < (detail === undefined ? 2 : 1)) continue;
    known[times.indexOf(most)]?.candidate.gain.push(failure);
    left.delete(failure);
  }
}

const count = (texts: readonly string[], text: string | undefined): number =>
  texts.filter((one) => one === text).length;

/** The entry of a candidate; within another one where that one explains all that it could. */
function placedCandidate(candidate: Chosen, chosen: readonly Chosen[], view: View): Placed {
  const words = diagnosisById(candidate.id);
  if (!words) throw new Error(`no diagnosis has the id ${candidate.id}: config/diagnoses has to name it`);
  const { gain } = candidate;
  const isEmpty = gain.length === 0 || (isLast(candidate) && gain.every(({ check }) => view.isRule(check)));
  const above = isEmpty ? findParent(candidate, chosen) : undefined;
  const explained = above && gain.length === 0 ? [...candidate.failures] : gain;
  const entry: Entry = {
    kind: 'diagnosis',
    id: words.id,
    harm: words.harm,
    ...wordEntry(words, candidate.about, explained, view),
    explains: explained.map(named),
    exchanges: candidate.exchanges,
    ...(above && { within: above.id }),
  };
  return { entry, sureness: candidate.sureness };
}

function findParent({ failures, id }: Chosen, chosen: readonly Chosen[]): Chosen | undefined {
  const shared = (one: Chosen) => one.gain.filter((failure) => failures.has(failure)).length;
  return chosen
    .filter((one) => one.id !== id && one.gain.length > 0)
    .reduce<Chosen | undefined>((best, one) => (!best || shared(one) > shared(best) ? one : best), undefined);
}

function placedGroup(kind: 'answer' | 'requirement', group: Group, { rowById }: Requirements): Placed {
  const rows = group.rows.flatMap((id) => rowById(id) ?? []);
  const entry: Entry = {
    kind,
    id: group.id,
    says: group.says,
    harm: harms.find((harm) => rows.some((row) => row.harm === harm)) ?? 'formal',
    fix: rows.find(({ fix }) => fix !== undefined)?.fix ?? 'Look at the exchange shown.',
    explains: group.failures.map(named),
    exchanges: group.exchanges.slice(0, 3),
  };
  return { entry, sureness: 0 };
}

function named({ check, key }: Failure): Entry['explains'][number] {
  return { check, ...present({ key }) };
}

function inOrder(a: Placed, b: Placed): number {
  return (
    Number(a.entry.within !== undefined) - Number(b.entry.within !== undefined) ||
    harms.indexOf(a.entry.harm as Harm) - harms.indexOf(b.entry.harm as Harm) ||
    b.entry.explains.length - a.entry.explains.length ||
    b.sureness - a.sureness ||
    (a.entry.id < b.entry.id ? -1 : 1)
  );
}
