import type { Row } from '../../config/row.ts';
import type { CatalogueEntry, Check } from '../check/check.ts';
import type { Rule } from '../check/rule.ts';
import type { Outcome } from '../outcome.ts';
import type { Leftover } from '../safety/cleanUp.ts';
import type { Run } from './run.ts';
import { runCheck } from './runCheck.ts';

/** The selected checks by the phase in which they run, long ones first, each in catalogue order. */
export interface Plan {
  concurrent: Check[];
  exclusive: Check[];
  credentials: Check[];
  rules: Rule[];
}

/** Sorts the selected entries of a catalogue into phases. */
export function planOf(entries: CatalogueEntry[], selected: (id: string) => boolean): Plan {
  const chosen = entries.filter((entry) => selected(entry.id));
  const checks = chosen.filter((entry): entry is Check => entry.kind === 'check');
  const inPhase = (phase: string) => checks.filter((one) => (one.phase ?? 'concurrent') === phase);
  const concurrent = inPhase('concurrent');
  return {
    concurrent: [...concurrent.filter(({ long }) => long), ...concurrent.filter(({ long }) => !long)],
    exclusive: inPhase('exclusive'),
    credentials: inPhase('credentials'),
    rules: chosen.filter((entry): entry is Rule => entry.kind === 'rule'),
  };
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
