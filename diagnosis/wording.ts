import { type Diagnosis, diagnosisOfRow, fillSaying } from '../config/diagnoses/diagnoses.ts';
import { exactlySaid } from '../config/diagnoses/exact.ts';
import { detailIn } from './answers.ts';
import type { Failure, View } from './view.ts';

/** Of the failures that are a diagnosis's own, so many have to say the same for it to be said in place of the whole. */
const MOST = 0.6;
/** Of what a diagnosis explains, so much has to be its own for these words to be the point. */
const LEAST = 0.25;

/**
 * What is said of an endpoint for a diagnosis: of what the traffic shows to be concerned, or in the words of what alone
 * failed; the diagnosis in general where several of its kinds did.
 */
export function wordEntry(
  diagnosis: Diagnosis,
  about: string | undefined,
  explained: readonly Failure[],
  view: View,
): Pick<Diagnosis, 'says' | 'fix'> {
  const exact = about === undefined ? findExact(diagnosis, explained, view) : undefined;
  const fix = exact && view.requirements.rowById(exact.row)?.fix;
  return {
    says: (exact?.says ?? fillSaying(diagnosis, about)) + reasonGiven(diagnosis.id, explained, view),
    fix: fix ?? diagnosis.fix,
  };
}

/** What most failures of a diagnosis say by themselves, in one way or in two, and the row that they break. */
function findExact(
  { id }: Diagnosis,
  explained: readonly Failure[],
  view: View,
): { says: string; row: string } | undefined {
  const own = explained.flatMap(({ row, key }) =>
    row !== undefined && diagnosisOfRow(row, key)?.id === id ? [{ row, says: exactlySaid(row, key) }] : [],
  );
  const times = new Map<string, number>();
  for (const { says } of own) if (says !== undefined) times.set(says, (times.get(says) ?? 0) + 1);
  const sorted = [...times].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
  const [most, second] = sorted;
  const isEnough = (number: number) => number >= own.length * MOST;
  // Where nearly all that it explains fails by other requirements, it is the whole of it that is wrong.
  const claimed = explained.filter(({ row, check }) => row !== undefined && !view.isRule(check));
  if (most === undefined || own.length < claimed.length * LEAST) return undefined;
  const row = own.find(({ says }) => says === most[0])?.row ?? '';
  if (isEnough(most[1])) return { says: most[0], row };
  return second && isEnough(most[1] + second[1]) ? { says: `${most[0]} ${second[0]}`, row } : undefined;
}

/** What the endpoint itself says of refusing sound creates: what it wants is known to nobody else. */
function reasonGiven(id: string, explained: readonly Failure[], view: View): string {
  if (!/^create\.(refused|sound-body-refused)$/.test(id)) return '';
  const times = new Map<string, number>();
  for (const failure of explained) {
    const detail = detailIn(failure, view);
    if (detail !== undefined) times.set(detail, (times.get(detail) ?? 0) + 1);
  }
  const [most] = [...times].sort(([, left], [, right]) => right - left);
  return most === undefined ? '' : ` It answers: ${most[0]}`;
}
