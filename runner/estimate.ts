import { loadRows, rowById } from '../config/requirements/catalogue.ts';
import { groupOf } from '../kit/check/definition.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import { planOf, runPlan } from '../kit/run/phases.ts';
import { newRunId } from '../kit/run/random.ts';
import { catalogue } from '../suites/catalogue.ts';
import { openInMemory } from './open/openRun.ts';
import type { RunOrder } from './order.ts';
import { type Selection, selectionFor } from './select.ts';
import { setupOf } from './setup.ts';

/** What a run would do, measured by running it elsewhere. */
export interface Estimate {
  selection: Selection;
  /** Checks that would run, by group. */
  groups: Record<string, number>;
  requests: number;
  /** Requests by method. */
  methods: Record<string, number>;
  resources: { atOnce: number; inAll: number; allowed: number };
  /** Checks that are left out unless they are asked for, by tag. */
  optIn: Record<string, number>;
  /** Checks that hold more at once than the limit allows. */
  doNotFit: string[];
}

/**
 * Runs the selected checks against an endpoint that belongs to this process, in memory and without files, and counts.
 * @param order the settings of the run in question, and the endpoint to count on
 */
export async function estimate(order: Omit<RunOrder, 'folder'>): Promise<Estimate> {
  const { own } = order;
  const entries = [...catalogue, ...own.checks];
  const rows = new Map([...loadRows(), ...own.rows].map((row) => [row.id, row]));
  const rowOf = (id: string) => rowById(id) ?? rows.get(id);
  const selection = selectionFor(entries, order);
  const exchanges: Exchange[] = [];
  const { rps: _, ...setup } = { ...setupOf(order, newRunId()), patienceMs: 0 };
  const opened = openInMemory({ setup, exchanges });
  try {
    const chosen = new Set(selection.selected);
    const plan = planOf(entries, (id) => chosen.has(id));
    const run = await opened.begin(await opened.discover(), plan.rules);
    const { outcomes } = await runPlan(plan, run, rowOf);
    const { peak, made, most } = run.ledger;
    return {
      selection,
      groups: countBy(selection.selected, groupOf),
      requests: exchanges.length,
      methods: countBy(exchanges, ({ method }) => method),
      resources: { atOnce: peak, inAll: made, allowed: most },
      optIn: countBy(
        entries.filter(({ id }) => selection.notRun.get(id)?.reason === 'opt-in'),
        ({ optIn }) => optIn ?? '',
      ),
      doNotFit: outcomes.filter(({ reason }) => reason === 'needs-setting').map(({ id }) => id),
    };
  } finally {
    await opened.close();
  }
}

function countBy<T>(items: readonly T[], by: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[by(item)] = (counts[by(item)] ?? 0) + 1;
  return counts;
}
