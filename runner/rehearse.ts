import type { Profile } from '../config/profile.ts';
import type { Settings } from '../config/settings/settings.ts';
import type { Catalogue } from '../kit/check/catalogue.ts';
import type { Check } from '../kit/check/check.ts';
import { newRunId } from '../kit/check/random.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import type { Outcome } from '../kit/outcome.ts';
import { makePlan } from '../kit/run/plan.ts';
import { runPlan } from '../kit/run/runPlan.ts';
import { openInMemory } from './open/openRun.ts';
import type { RunOrder } from './order.ts';
import { makeSetup } from './setup.ts';

/** One check against an endpoint, with what it sent, oldest first; clean-up left out. */
export interface Rehearsal {
  outcome: Outcome;
  exchanges: Exchange[];
}

/** What a run asks for itself, whichever checks it has: it is no part of any of them. */
const OF_EVERY_RUN = new Set(['shared:first-contact', 'shared:user']);

/** Runs one check in this process, without a test runner and without a file. */
export async function rehearse(
  check: Check,
  catalogue: Catalogue,
  order: { settings: Settings; profile: Profile; endpoint: RunOrder['endpoint']; toolVersion: string },
): Promise<Rehearsal> {
  const exchanges: Exchange[] = [];
  const opened = openInMemory({ setup: makeSetup(order, newRunId()), exchanges });
  try {
    const run = await opened.begin(await opened.discover(), []);
    let outcome: Outcome | undefined;
    const plan = makePlan({ entries: [check], rowOf: (id) => catalogue.rowOf(id) });
    await runPlan(plan, run, (one) => {
      if (one.id === check.id) outcome = one;
    });
    if (outcome === undefined) throw new Error(`${check.id} ended without an outcome`);
    const own = exchanges.filter(
      ({ check: sender, purpose }) =>
        (sender === check.id || (sender.startsWith('shared:') && !OF_EVERY_RUN.has(sender))) &&
        purpose !== 'clean-up',
    );
    return { outcome, exchanges: own };
  } finally {
    await opened.close();
  }
}
