import type { Named } from '../../config/diagnoses/refusals.ts';
import { NoAnswer, Refused, Stopped } from '../../kit/errors.ts';
import type { Run } from '../../kit/run/run.ts';
import type { Leftover } from '../../kit/safety/cleanUp/leftover.ts';
import { present } from '../../schemas/present.ts';
import { hintForFailure } from '../hints.ts';
import { Halt, type PilotStep } from './step.ts';
import { PilotWalk } from './walk.ts';

/** What stops Entra. */
type Ending = Pick<PilotResult, 'sentence' | 'hint' | 'diagnosis'>;

/** An administrator's answer. */
export interface PilotResult {
  ready: boolean;
  /** "Entra can start provisioning.", or what stops it. */
  sentence: string;
  /** What to do about it. */
  hint?: string;
  /** What stops Entra in the words of the report. */
  diagnosis?: Named;
  steps: PilotStep[];
  /** What it made and could not remove. */
  leftovers: Leftover[];
  /** Clean-up included. */
  requests: number;
  durationMs: number;
}

/**
 * Walks through what Entra does with one user and one group: Test Connection, lookup by each matching attribute of
 * the profile, create, match again, update, membership, delete, create again, delete. Before the first create of the walk, first
 * contact shows that writes reach what they name. Sends about 80 requests, and stops at the first that stops Entra.
 * What it made is removed.
 * @param learn reads what the endpoint says of itself and gives the run that goes on with it
 */
export async function pilot(first: Run, learn?: () => Promise<Run>): Promise<PilotResult> {
  const started = performance.now();
  const walk = new PilotWalk(first, learn);
  let halt: Ending | undefined;
  try {
    await walk.all();
  } catch (error) {
    halt = ending(error, walk.ask.current, first.session.url);
  }
  const { run } = walk;
  const leftovers = await run.cleanUp(undefined, { sweep: true });
  if (leftovers.length > 0 && halt === undefined)
    halt = {
      sentence: 'Entra could work, but the pilot’s resources could not be removed.',
      hint: 'Check DELETE.',
    };
  return run.edge.all({
    ready: halt === undefined,
    sentence: `Entra can start provisioning.${without(walk.unsupported)}`,
    ...halt,
    steps: walk.ask.steps,
    leftovers,
    requests: walk.requestsBefore + run.session.requests,
    durationMs: Math.round(performance.now() - started),
  });
}

/** What the job must do without: whoever is not found by the first matching attribute is looked up by the next. */
function without(unsupported: ReadonlySet<string>): string {
  if (unsupported.size === 0) return '';
  return ` Its matching attributes must not include ${[...unsupported].join(' and ')}: the endpoint refuses that filter.`;
}

function ending(error: unknown, step: string, url: string): Ending {
  const stops = (why: string) => `Entra cannot start provisioning: ${step}: ${why}.`;
  if (error instanceof Halt) {
    const { message, hint, diagnosis } = error;
    return { sentence: stops(message), hint, ...present({ diagnosis }) };
  }
  if (error instanceof NoAnswer) {
    const { message, hint } = hintForFailure(error.code, error.message, url);
    return { sentence: stops(message), hint };
  }
  if (error instanceof Refused || error instanceof Stopped) return { sentence: stops(error.message) };
  throw error;
}
