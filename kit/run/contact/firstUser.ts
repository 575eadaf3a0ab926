import { resourceType } from '../../../schemas/lookup.ts';
import { readList } from '../../check/must.ts';
import { type Fullness, payload } from '../../compose/payload.ts';
import { idAt } from '../../wire/paths.ts';
import type { Sender, WriteKind } from '../../wire/request.ts';
import { quote, type Scim } from '../../wire/scim.ts';
import type { Acting } from './acting.ts';

const LEVELS: Fullness[] = [0, 1, 2];
/** Where a run may hold fewer resources than this, not even the first user stays for the end. */
export const SCARCE = 40;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Creates the first user of a run, and learns with it how much a user must carry and how long a filter takes to find
 * what was created.
 */
export async function firstUser(run: Acting, endpoint: string): Promise<void> {
  const sender: Sender = { check: 'shared:user', ordinal: 0, exchanges: [] };
  const random = run.random(sender.check);
  const scim = run.client(sender);
  for (const fullness of LEVELS) {
    const body = payload('User', `${run.marker}${random.token()}`, run.payloadOptions, fullness);
    const answer = await scim.post(endpoint, body).as('given', 'find out which attributes a new user needs');
    if (!answer.ok) continue;
    await learnLag(run, sender, endpoint, String(body.userName));
    run.fullness = fullness;
    if (run.needsReferee) {
      const [user] = run.guard.remaining(new Set([sender.check]));
      run.referee = user && idAt(user.path);
      return;
    }
    if (run.ledger.most >= SCARCE) return;
    await run.cleanUp(sender);
    run.ledger.end(sender.check, 0);
    return;
  }
  await lookAtGroups(run, scim, random.token());
}

/** Where no user can be created, a group tells whether this client may create anything. */
async function lookAtGroups(run: Acting, scim: Scim, token: string): Promise<void> {
  const groups = resourceType(run.capabilities, 'Group')?.endpoint;
  if (groups === undefined || run.needsReferee) return;
  const body = payload('Group', `${run.marker}${token}`, run.payloadOptions);
  await scim.post(groups, body).as('given', 'see whether anything can be created');
}

/**
 * Learns how long a filter takes to find a user that was created, or not to find one any more that was deleted.
 * @param there whether the user is there now
 */
export async function learnLag(
  run: Acting,
  sender: Sender,
  endpoint: string,
  userName: string,
  there = true,
): Promise<void> {
  if (run.setup.patienceMs === 0 || run.capabilities.features.filter === false) return;
  const scim = run.client(sender);
  const kinds: WriteKind[] = there ? ['POST', 'PUT', 'PATCH'] : ['DELETE'];
  const written = sender.wrote?.[there ? 'POST' : 'DELETE'] ?? performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const answer = await scim
      .get(endpoint, { query: { filter: `userName eq ${quote(userName)}` }, atOnce: true })
      .as(
        'given',
        `find out how soon a filter ${there ? 'finds what was created' : 'stops finding what was deleted'}`,
      );
    const waited = performance.now() - written;
    if (!answer.ok) return;
    if (readList(answer).resources.length > 0 === there) {
      const isBehind = run.patience.isBehind('lists');
      // Where lists are behind other writes, a first look that came late tells only that this is not later.
      run.patience.late('lists', kinds, pause > FIRST_PAUSE_MS || isBehind ? waited : 0);
      // They may not have shown yet what is gone.
      if (isBehind && !there) run.patience.asLateAsAny('lists', 'DELETE');
      return;
    }
    if (waited + pause > run.setup.patienceMs) {
      if (there) run.patience.neverShows(endpoint);
      return;
    }
    await run.pause(pause);
  }
}
