import type { Row } from '../../config/row.ts';
import { isCaseExact } from '../../schemas/lookup.ts';
import type { Check, CheckTools } from '../check/check.ts';
import { type CheckState, newState } from '../check/checkState.ts';
import { Given } from '../check/given.ts';
import { Must } from '../check/must.ts';
import { Network } from '../check/network.ts';
import { DoesNotFit, NoAnswer, NotApplicable } from '../errors.ts';
import { type Outcome, STOPPED_SERVING } from '../outcome.ts';
import { describeEnding, notRun, obstruction } from './ending.ts';
import { declaredBy, knownToHold } from './order/prospects.ts';
import type { Run } from './run.ts';

const ATTEMPTS = 2;

/**
 * Runs one check and says what came of it; throws nothing. Knows no test runner.
 * @param rowOf the requirement row of an id, for its conditions
 */
export async function runCheck(
  check: Check,
  run: Run,
  rowOf: (id: string) => Row | undefined,
): Promise<Outcome> {
  try {
    return await outcomeFrom(check, run, rowOf);
  } finally {
    run.prospects.past(check.id);
    run.shelf.past(check.id);
  }
}

async function outcomeFrom(check: Check, run: Run, rowOf: (id: string) => Row | undefined): Promise<Outcome> {
  if (run.stopped !== undefined) return notRun(check.id, run.stopped);
  const state = newState(check.id, check.verifies);
  const obstructed = obstruction(check, run, rowOf, state.assumed);
  if (obstructed !== undefined) return { ...composeOutcome(check.id, state, 0), ...obstructed };
  // For what is known not to fit, nothing is removed that others would have to make again.
  const { most } = run.ledger;
  if (knownToHold(check) > most) return notRun(check.id, 'needs-setting', new DoesNotFit(most).message);
  const started = performance.now();
  let attempts = 0;
  /** What attempts before the last one exchanged. */
  const earlier: number[] = [];
  const tries = async (): Promise<Partial<Outcome>> => {
    for (;;) {
      if (run.stopped !== undefined) return notRun(check.id, run.stopped);
      attempts += 1;
      const ending = await attempt(check, run, state, attempts, rowOf);
      const away = await endingWhileAway(run, state, ending);
      if (away !== undefined && (run.session.outage.isAway || attempts >= ATTEMPTS)) return away;
      if (away === undefined && ending.status !== undefined) return ending;
      // A lost write leaves the state of the resource unknown: once more, with new resources and without the old. So
      // does an endpoint that served nothing for a while.
      await run.cleanUp(state.sender, { lostToo: true });
      earlier.push(...state.sender.exchanges.splice(0));
    }
  };
  const toTheEnd = async (): Promise<Partial<Outcome>> => {
    try {
      return await tries();
    } finally {
      await run.cleanUpAfter(state.sender);
      await run.endCheck(check.id);
    }
  };
  const alone = await run.ledger.begin(check.id, declaredBy(check));
  let ending = await toTheEnd();
  if (ending.reason === 'needs-setting' && !alone) {
    await run.ledger.beginAlone(check.id);
    ending = await toTheEnd();
  }
  const exchanges = [...new Set([...earlier, ...state.sender.exchanges])];
  const composed = composeOutcome(check.id, state, performance.now() - started);
  const outcome = { ...composed, exchanges, ...ending, attempts };
  return run.edge.outcome(outcome);
}

/** Runs the check once; an ending without a state asks for a second attempt. */
async function attempt(
  check: Check,
  run: Run,
  state: CheckState,
  number: number,
  rowOf: (id: string) => Row | undefined,
): Promise<Partial<Outcome>> {
  state.claims = 0;
  state.findings.length = 0;
  state.observations.length = 0;
  state.remarks.length = 0;
  try {
    await check.run(makeTools(check, run, state, number));
    if (state.claims === 0) return { status: 'error', error: 'the check claimed nothing' };
    if (state.sender.exchanges.length === 0) return { status: 'error', error: 'the check exchanged nothing' };
    return { status: 'pass' };
  } catch (error) {
    if (error instanceof NoAnswer && error.write && !error.heldUp && number < ATTEMPTS) return {};
    return describeEnding(error, check, run, state, rowOf);
  } finally {
    for (const giveBack of state.returns.splice(0)) giveBack();
  }
}

/**
 * The ending of a check to which the endpoint served nothing any more: whatever it met then says nothing of its claim.
 * @returns undefined where the endpoint served
 */
async function endingWhileAway(
  run: Run,
  state: CheckState,
  ending: Partial<Outcome>,
): Promise<Partial<Outcome> | undefined> {
  if (ending.status === 'not-run') return undefined;
  const shown = state.findings.flatMap((finding) => finding.exchanges);
  const all = [...state.sender.exchanges, ...shown, ending.blockedBy?.exchange ?? 0];
  if (ending.status !== 'pass') await run.session.lookWhetherAway(all);
  const last = run.session.outage.struck(all);
  if (last === undefined) return undefined;
  const { exchange, request, status } = last;
  const said = typeof status === 'number' ? `every request was answered ${status}` : 'no connection lasted';
  return {
    status: 'blocked',
    blockedBy: { step: 'get an answer', request, status, signature: STOPPED_SERVING + said, exchange },
    findings: [],
    remarks: [],
    observations: [],
  };
}

function makeTools(check: Check, run: Run, state: CheckState, attempt: number): CheckTools {
  const scim = run.client(state.sender);
  const given = new Given(run, scim, run.random(attempt === 1 ? check.id : `${check.id}#${attempt}`), state);
  return {
    scim,
    given,
    network: new Network(run, scim),
    must: new Must(state, (resource, path) => isCaseExact(run.capabilities, resource, path)),
    capabilities: run.capabilities,
    profile: run.setup.profile,
    remark: (severity, key, text) => {
      state.claims += 1;
      state.remarks.push({ severity, key, text, exchanges: state.sender.exchanges.slice(-1) });
    },
    observe: (key, value) => {
      state.claims += 1;
      state.observations.push({ key, value });
    },
    notApplicable: (explanation, reason = 'declared') => {
      throw new NotApplicable(reason, explanation);
    },
    eventually: (read, arrived) => run.patience.eventually(read, arrived, state.remarks),
  };
}

function composeOutcome(id: string, state: CheckState, durationMs: number): Outcome {
  return {
    id,
    status: 'error',
    findings: state.findings,
    remarks: state.remarks,
    observations: state.observations,
    exchanges: state.sender.exchanges,
    assumed: [...state.assumed],
    attempts: 0,
    durationMs: Math.round(durationMs),
  };
}
