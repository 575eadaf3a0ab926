import type { Row } from '../../config/row.ts';
import type { CatalogueEntry, Check } from '../check/check.ts';
import type { Rule } from '../check/rule.ts';
import type { Outcome } from '../outcome.ts';
import type { Leftover } from '../safety/leftover.ts';
import { declaredBy } from './prospects.ts';
import type { Run } from './run.ts';
import { runCheck } from './runCheck.ts';

/** From so many resources on it matters how long a fixture stays on the endpoint. */
const LARGE_FIXTURE = 4;

/**
 * The selected checks by the phase in which they run, each in catalogue order; but of the concurrent ones those that
 * are long come first, and those last that share large fixtures with checks of later phases, so that these stay
 * for a short time only.
 */
export interface Plan {
  /** What first contact came to; those that were not selected speak only where something went wrong. */
  first: Check[];
  concurrent: Check[];
  exclusive: Check[];
  credentials: Check[];
  rules: Rule[];
  /** Ids of all that were selected. */
  selected: string[];
}

/** Sorts the selected entries of a catalogue into phases. */
export function planOf(entries: CatalogueEntry[], selected: (id: string) => boolean): Plan {
  const chosen = entries.filter((entry) => selected(entry.id));
  const checks = chosen.filter((entry): entry is Check => entry.kind === 'check');
  const inPhase = (phase: string) => checks.filter((one) => (one.phase ?? 'concurrent') === phase);
  const concurrent = inPhase('concurrent');
  const kept = new Set([...inPhase('exclusive'), ...inPhase('credentials')].flatMap(largeFixturesOf));
  const turnOf = (one: Check) => (one.long ? 0 : largeFixturesOf(one).some((key) => kept.has(key)) ? 2 : 1);
  return {
    first: entries.filter((entry): entry is Check => entry.kind === 'check' && entry.phase === 'first'),
    concurrent: concurrent.sort((a, b) => turnOf(a) - turnOf(b)),
    exclusive: inPhase('exclusive'),
    credentials: inPhase('credentials'),
    selected: chosen.map(({ id }) => id),
    rules: chosen.filter((entry): entry is Rule => entry.kind === 'rule'),
  };
}

function largeFixturesOf(check: Check): string[] {
  const { shared } = declaredBy(check);
  return [...shared.keys()].filter((key) => (shared.get(key) ?? 0) >= LARGE_FIXTURE);
}

/**
 * The first contact of a run with its endpoint, and what the checks of that phase say of it. Where what the run makes
 * could not be taken away again, it ends there, unless the tenant may be destroyed.
 */
export async function runFirst(
  plan: Plan,
  run: Run,
  rowOf: (id: string) => Row | undefined,
): Promise<Outcome[]> {
  const selected = new Set(plan.selected);
  const writes = [...plan.concurrent, ...plan.exclusive, ...plan.credentials].some(({ reads }) => !reads);
  const asked = plan.first.some(({ id }) => selected.has(id));
  run.prospects.expect([...plan.concurrent, ...plan.exclusive, ...plan.credentials]);
  // Without a check that speaks of it nobody would hear what it came to.
  if (plan.first.length === 0 || run.setup.readOnly || (!writes && !asked)) return [];
  await run.makeContact();
  const outcomes: Outcome[] = [];
  for (const check of plan.first) {
    const outcome = await runCheck(check, run, rowOf);
    if (selected.has(check.id) || outcome.state === 'fail') outcomes.push(outcome);
  }
  if (run.contact?.stays !== undefined && !run.setup.disposable) run.stop('unsafe');
  return outcomes;
}

/**
 * Runs a plan in this process, without a test runner: concurrent checks under a limit, exclusive ones, clean-up,
 * bad credentials, clean-up of what those may have made, and at last what the rules saw.
 */
export async function runPlan(
  plan: Plan,
  run: Run,
  rowOf: (id: string) => Row | undefined,
): Promise<{ outcomes: Outcome[]; leftovers: Leftover[] }> {
  const outcomes: Outcome[] = [];
  const one = async (check: Check) => {
    outcomes.push(await runCheck(check, run, rowOf));
  };
  outcomes.push(...(await runFirst(plan, run, rowOf)));
  const queue = [...plan.concurrent];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next);
  };
  await Promise.all(Array.from({ length: run.setup.concurrency }, work));
  for (const check of plan.exclusive) await one(check);
  await run.cleanUp();
  for (const check of plan.credentials) await one(check);
  const leftovers = await run.cleanUp(undefined, { sweep: true });
  outcomes.push(...run.ruleOutcomes((id) => plan.rules.some((rule) => rule.id === id)));
  return { outcomes, leftovers };
}
