import type { Catalogue } from '../check/catalogue.ts';
import type { CatalogueEntry, Check } from '../check/check.ts';
import type { Rule } from '../check/rule.ts';
import { declaredBy } from './order/prospects.ts';
import { listLenders } from './order/queue.ts';

/** From so many resources on it matters how long a fixture stays on the endpoint. */
const LARGE_FIXTURE = 4;

/**
 * The selected checks by the phase in which they run, each in catalogue order; but of the concurrent ones those that
 * are long or borrow from each other come first, and those last that share large fixtures with checks of later phases, so that these stay
 * for a short time only.
 */
export interface Plan {
  /** What first contact came to; those that were not selected speak only where something went wrong. */
  first: Check[];
  concurrent: Check[];
  exclusive: Check[];
  credentials: Check[];
  /** What became of all that the run took away again. */
  last: Check[];
  rules: Rule[];
  /** Ids of all that were selected. */
  selected: ReadonlySet<string>;
  /** The requirement row of an id, for its conditions. */
  rowOf: Catalogue['rowOf'];
}

/** Sorts the selected entries of a catalogue into phases. */
export function makePlan(
  catalogue: Pick<Catalogue, 'entries' | 'rowOf'>,
  selected: (entry: CatalogueEntry) => boolean = () => true,
): Plan {
  const chosen = catalogue.entries.filter(selected);
  const checks = chosen.filter((entry): entry is Check => entry.kind === 'check');
  const inPhase = (phase: string) => checks.filter((one) => (one.phase ?? 'concurrent') === phase);
  const concurrent = inPhase('concurrent');
  const kept = new Set([...inPhase('exclusive'), ...inPhase('credentials')].flatMap(listLargeFixtures));
  const turnFor = (one: Check) => {
    // Those that borrow wait for each other, and the run would wait for the last of them.
    const isLong = one.long === true || listLenders(one).length > 0;
    const isLate = listLargeFixtures(one).some((key) => kept.has(key));
    return (isLate ? 2 : 0) + (isLong ? 0 : 1);
  };
  return {
    first: catalogue.entries.filter(
      (entry): entry is Check => entry.kind === 'check' && entry.phase === 'first',
    ),
    concurrent: concurrent.sort((a, b) => turnFor(a) - turnFor(b)),
    exclusive: inPhase('exclusive'),
    credentials: inPhase('credentials'),
    last: inPhase('last'),
    rules: chosen.filter((entry): entry is Rule => entry.kind === 'rule'),
    selected: new Set(chosen.map(({ id }) => id)),
    rowOf: (id) => catalogue.rowOf(id),
  };
}

function listLargeFixtures(check: Check): string[] {
  const { shared } = declaredBy(check);
  return [...shared.keys()].filter((key) => (shared.get(key) ?? 0) >= LARGE_FIXTURE);
}
