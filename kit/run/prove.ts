import type { Attributes } from '../../schemas/attributes.ts';
import type { Guard } from '../safety/guard.ts';
import type { Sender } from '../wire/request.ts';
import type { Scim } from '../wire/scim.ts';

/** The first wait for a resource to be shown that was just made; each further one is twice as long. */
const FIRST_PAUSE_MS = 100;

/** Whose a resource is, as far as this run can tell. */
export type Owner = 'ours' | 'unproved' | 'foreign';

/** What a proof needs of a run. */
interface Asking {
  guard: Guard;
  setup: { patienceMs: number };
  client(sender: Sender): Scim;
  pause(ms: number): Promise<void>;
}

/**
 * Whose a resource is that a lookup found.
 * @param path where it is, below `endpoint`
 */
export async function whose(
  run: Asking,
  endpoint: string,
  path: string,
  resource: Attributes,
): Promise<Owner> {
  if (run.guard.knows(path) && (await prove(run, path))) return 'ours';
  return run.guard.vouching.claims(endpoint, resource) ? 'unproved' : 'foreign';
}

/**
 * Whether a create was answered with what it made. Under names without the marker a GET has to show it, which is
 * waited for where it is not shown at once; under others the guard asks before anything is written.
 */
export async function prove(run: Asking, path: string): Promise<boolean> {
  const { guard, setup } = run;
  if (guard.vouching.findState(path) === undefined) return !guard.isForeign(path);
  const sender: Sender = { check: 'ownership', ordinal: 0, exchanges: [] };
  let waited = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    if (guard.isOwned(path)) return true;
    const answer = await run
      .client(sender)
      .get(guard.proofAddress(path))
      .as('control', 'confirm that the resource belongs to this run');
    if (answer.ok || waited + pause > setup.patienceMs) return guard.isOwned(path);
    await run.pause(pause);
    waited += pause;
  }
}
