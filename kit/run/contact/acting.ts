import type { Capabilities } from '../../../schemas/capabilities.ts';
import type { Random } from '../../check/random.ts';
import type { Fullness, PayloadOptions } from '../../compose/payload.ts';
import type { Emptying } from '../../safety/cleanUp/emptying.ts';
import type { Leftover } from '../../safety/cleanUp/leftover.ts';
import type { Guard } from '../../safety/guard.ts';
import type { Ledger } from '../../safety/ledger.ts';
import type { Sender, WriteKind } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import type { Scim } from '../../wire/scim.ts';
import type { Lagging } from '../patience/lags.ts';
import type { Patience } from '../patience/patience.ts';
import type { RunSetup } from '../session/runSetup.ts';
import type { Session } from '../session/session.ts';

/** What the first writes need of a run: who they are, what holds them back, and clients that send. */
export interface Acting {
  readonly marker: string;
  readonly domain: string;
  readonly setup: RunSetup;
  readonly session: Session;
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly patience: Patience;
  readonly emptying: Emptying;
  readonly capabilities: Capabilities;
  readonly payloadOptions: PayloadOptions;
  readonly needsReferee: boolean;
  fullness: Fullness;
  referee: string | undefined;
  client(sender: Sender): Scim;
  random(owner: string): Random;
  pause(ms: number): Promise<void>;
  cleanUp(of: Sender): Promise<Leftover[]>;
  learnFullness(endpoint: string): Promise<void>;
}

/** So often a read is repeated at first: what is learned here, every later read of the run waits for. */
const STEP_MS = 50;
const STEPS_MS = 1_000;
/** So many reads in a row that show it, where one before did not. */
const CERTAIN = 4;

/** What a read waits for. */
export interface Awaited {
  written: WriteKind;
  path: string;
  step: string;
  /** When it was written, where an earlier read did not show it. */
  wroteAt?: number | undefined;
  /** What is known to be as late as this read from then on; without it, reads of one resource. */
  of?: Lagging;
  /** Reads in place of a plain GET. */
  read?(): PromiseLike<ScimResponse>;
}

/** Reads a resource until it shows what a write of this kind did, as long as the run is patient. */
export async function readUntil(
  run: Acting,
  scim: Scim,
  { written, path, step, wroteAt, of = 'reads', read }: Awaited,
  arrived: (answer: ScimResponse) => boolean,
): Promise<ScimResponse> {
  const started = wroteAt ?? performance.now();
  let behind = wroteAt === undefined ? undefined : 0;
  let inARow = 0;
  // Where reads are late after other writes, it is to be seen whether they are after this one.
  const wonders = run.patience.wonders(written);
  for (let pause = STEP_MS; ; ) {
    const answer = await (read?.() ?? readWhole(run, scim, path, step, wonders));
    const waited = performance.now() - started;
    inARow = arrived(answer) ? inARow + 1 : 0;
    if (inARow === 0) behind = waited;
    if (inARow > 0 && behind === undefined && !wonders) return answer;
    // Replicas that are asked in turn show it to one read and not to the next.
    if (inARow === CERTAIN) run.patience.late(of, [written], behind === undefined ? 0 : behind + pause);
    if (waited > STEPS_MS) pause = Math.min(pause * 2, 2_000);
    if (inARow === CERTAIN || waited + pause > run.setup.patienceMs) return answer;
    await run.pause(pause);
  }
}

/**
 * A resource as a plain read shows it, together with those of its names that it shows on request alone.
 * @param atOnce whether it is read although it may not show yet what was written
 */
export async function readWhole(
  run: Acting,
  scim: Scim,
  path: string,
  step: string,
  atOnce = false,
): Promise<ScimResponse> {
  const options = atOnce ? { atOnce } : {};
  const proof = run.guard.proofAddress(path);
  const names = proof === path ? undefined : await scim.get(proof, options).as('control', step);
  const answer = await scim.get(path, options).as('control', step);
  return names?.ok && answer.ok ? { ...answer, body: { ...names.body, ...answer.body } } : answer;
}

/**
 * Sees that the endpoint still serves: where it does not, what is not found says nothing.
 * @throws NoAnswer where it does not
 */
export async function mustServe(run: Acting, scim: Scim, endpoint: string): Promise<void> {
  if (!(await run.session.isServing()))
    await scim.get(endpoint).as('control', 'see whether anything is served');
}

/** A question with the number of times that it was asked. */
export function countAsked<T>(ask: (of: T) => boolean): { (of: T): boolean; times: number } {
  const asked = Object.assign(
    (of: T) => {
      asked.times += 1;
      return ask(of);
    },
    { times: 0 },
  );
  return asked;
}
