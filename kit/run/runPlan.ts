import type { Check } from '../check/check.ts';
import { Stopped } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { NOT_DELETED } from '../safety/cleanUp/deletions.ts';
import type { Leftover } from '../safety/cleanUp/leftover.ts';
import { listRounds } from '../safety/contact.ts';
import { learnRefusals } from './contact/refused.ts';
import { gather } from './order/gather.ts';
import { declaredBy } from './order/prospects.ts';
import { Queue } from './order/queue.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';
import { runCheck } from './runCheck.ts';

/** From so many checks on it is worth a request to learn beforehand what new users may carry. */
const MANY = 40;
/** Checks in progress for each request that may be under way: many wait for what they share with others. */
const CHECKS_A_REQUEST = 2;
/** The room that each check in progress takes: with less, what they share would be made again. */
const ROOM_A_CHECK = 5;
/** So many checks in progress however little room there is. */
const FEWEST = 8;
/** With less room than this not all that checks share can be there at once: those that share the same run in a row. */
const ROOMY = 100;

/**
 * Runs a plan, whoever asks for it: first contact, concurrent checks under a limit, exclusive ones, clean-up, bad
 * credentials, clean-up of what those may have made, what became of all that was taken away, and what the rules saw.
 * @param given the checks, in the order in which they run where there is room for what they share
 * @param onOutcome told of each check and rule as soon as something came of it
 * @returns what could not be removed
 */
export async function runPlan(
  given: Plan,
  run: Run,
  onOutcome: (outcome: Outcome) => void,
): Promise<Leftover[]> {
  const isSmall = run.ledger.most < ROOMY;
  const plan = isSmall ? { ...given, concurrent: gather(given.concurrent) } : given;
  // In a large room the order of the plan is kept: what takes long, and may be large, begins first.
  const fits = (check: Check) => !isSmall || run.ledger.fits(declaredBy(check), run.stock.lent);
  const one = async (check: Check) => onOutcome(await runCheck(check, run, plan.rowOf));
  await makeContact(plan, run, onOutcome);
  if (run.contact !== undefined && run.stopped === undefined && plan.concurrent.length >= MANY)
    await learnRefusals(run);
  run.stock.open();
  const together = async (checks: readonly Check[], most: number) => {
    const queue = new Queue(checks, fits);
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const next = underWay.size < most ? queue.take() : undefined;
      if (next !== undefined) {
        const going = one(next).finally(() => {
          queue.done(next);
          underWay.delete(going);
        });
        underWay.add(going);
      } else if (underWay.size > 0) await Promise.race(underWay);
      else return;
    }
  };
  const { concurrency, probesPerSecond } = run.setup;
  await together(plan.concurrent, countWorkers(concurrency, run.ledger.most));
  for (const check of plan.exclusive) await one(check);
  await run.cleanUp();
  // An endpoint that is to be spared is asked by one of them at a time.
  await together(plan.credentials, probesPerSecond === undefined ? 1 : concurrency);
  const leftovers = await run.cleanUp(undefined, { sweep: true });
  run.stays = leftovers.filter(({ why }) => why.includes(NOT_DELETED));
  for (const check of plan.last) await one(check);
  for (const outcome of run.ruleOutcomes((id) => plan.selected.has(id))) onOutcome(outcome);
  return leftovers;
}

/**
 * The first contact of a run with its endpoint, and what the checks of that phase say of it. Where what the run makes
 * could not be taken away again, it ends there, unless the tenant may be destroyed.
 */
async function makeContact(plan: Plan, run: Run, onOutcome: (outcome: Outcome) => void): Promise<void> {
  const { first, concurrent, exclusive, credentials, selected } = plan;
  const alike = [...concurrent, ...exclusive];
  const later = [...alike, ...credentials];
  const asked = first.some(({ id }) => selected.has(id));
  run.prospects.expect(later);
  run.shelf.expect(alike);
  // Without a check that speaks of it nobody would hear what it came to.
  if (first.length === 0 || run.setup.readOnly || !(asked || later.some(({ reads }) => !reads))) return;
  try {
    await run.makeContact();
  } catch (error) {
    // Whatever cut it short, what it made is taken away: at the end of a run that was told to stop, or at once.
    if (!(error instanceof Stopped)) {
      await run.cleanUp();
      throw error;
    }
  }
  for (const check of first) {
    const outcome = await runCheck(check, run, plan.rowOf);
    if (selected.has(check.id) || outcome.status === 'fail') onOutcome(outcome);
  }
  const stays = run.contact && listRounds(run.contact).some(({ round }) => round.stays !== undefined);
  if (stays && !run.setup.disposable) run.stop('unsafe');
}

/** How many checks are in progress at once: more than requests may be, as far as there is room for what they make. */
function countWorkers(concurrency: number, room: number): number {
  if (concurrency === 1) return 1;
  return Math.min(concurrency * CHECKS_A_REQUEST, Math.max(FEWEST, Math.floor(room / ROOM_A_CHECK)));
}
