import { STOPPED_SERVING } from '../../kit/outcome.ts';
import type { Act } from '../traffic/act.ts';
import type { Failure, View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const NOWHERE: Sighted = { seen: [], contrary: 0 };

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

const WRITES = new Set(['create', 'replace', 'patch', 'delete', 'bulk']);
/** Purposes of requests with the run's own token that are not meant to be refused. */
const MEANT = new Set(['given', 'claim', 'control', 'clean-up']);
/** Statuses by which an endpoint says that it takes no more, whatever is sent: no right, no licence, no room, read-only. */
const CLOSED = new Set([402, 403, 405, 423, 501, 507]);
/** So many have to be refused in a row at the end. */
const CERTAIN = 20;
/** So many of each kind have to be taken before, and refused then. */
const FEW = 3;
/** Share of what came then that this has to be. */
const MOST = 0.8;

/** Writes, or creates of users or groups alone, that were taken at first and from one moment on all refused with one status. */
function stopsTakingWrites(view: View): Sighted {
  const writes = view.acts.filter(
    ({ verb, status, exchange }) => WRITES.has(verb) && status !== undefined && MEANT.has(exchange.purpose),
  );
  const all = refusedAtTheEnd(writes);
  if (all.length >= CERTAIN) return tell(all, 'write');
  const creates = writes.filter(({ verb }) => verb === 'create');
  const collections = new Set(creates.map(({ collection }) => collection));
  const refused = [...collections].flatMap((one) =>
    refusedAtTheEnd(creates.filter(({ collection }) => collection === one)),
  );
  return refused.length >= CERTAIN ? tell(refused, 'create') : NOWHERE;
}

function refusedAtTheEnd(acts: readonly Act[]): Act[] {
  const last = acts.findLastIndex(({ succeeded }) => succeeded);
  const since = acts.slice(last + 1).findIndex(({ status = 0 }) => CLOSED.has(status));
  const after = since < 0 ? [] : acts.slice(last + 1 + since);
  const refused = after.filter(({ status }) => status === after[0]?.status);
  const taken = acts.slice(0, last + 1).filter(({ succeeded }) => succeeded).length;
  const isCertain = Math.min(taken, refused.length) >= FEW && refused.length >= after.length * MOST;
  return isCertain ? refused : [];
}

function tell(refused: readonly Act[], what: string): Sighted {
  const seen = new Map<string, Sighting>();
  for (const { exchange, number } of refused) add(seen, exchange.check, [number]);
  return { seen: [...seen.values()], contrary: 0, about: `every ${what} was answered ${refused[0]?.status}` };
}

/** That the endpoint stopped serving, or taking writes, in the middle of a run. */
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
  { id: 'answers.stops-taking-writes', share: 0, certain: true, look: stopsTakingWrites },
];
