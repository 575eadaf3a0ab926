import { STOPPED_SERVING } from '../../kit/outcome.ts';
import type { Failure, View } from '../view.ts';
import type { Sighted, Symptom } from './symptom.ts';

const isStopped = ({ signature }: Failure): boolean => signature?.startsWith(STOPPED_SERVING) === true;

/** Checks that met an endpoint which served nothing any more. */
function stopsServing(view: View): Sighted {
  const met = view.failures.filter(isStopped);
  const said = new Set(met.map(({ signature = '' }) => signature.slice(STOPPED_SERVING.length)));
  // The moment at which it stopped is what a reader looks up.
  const seen = met
    .map(({ check, exchanges }) => ({ sender: check, exchanges: [...exchanges] }))
    .sort((a, b) => (a.exchanges[0] ?? 0) - (b.exchanges[0] ?? 0));
  return { seen, contrary: 0, ...(said.size > 0 && { about: [...said].sort().join(', or ') }) };
}

/** That the endpoint stopped serving in the middle of a run. */
export const awaySymptoms: Symptom[] = [
  {
    id: 'answers.stops-serving',
    least: 1,
    share: 0,
    precise: true,
    certain: true,
    look: stopsServing,
    explains: isStopped,
  },
];
