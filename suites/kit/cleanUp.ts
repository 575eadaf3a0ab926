import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, Refused, Stopped } from './errors.ts';
import { showsMarker } from './foreign.ts';
import type { Guard, Lost, Remaining } from './guard.ts';
import { listOf } from './must.ts';
import { resourcePath, type Sender, type Session } from './session.ts';

/** A resource of the run that is still there. */
export interface Leftover {
  path: string;
  marker: string;
  why: string;
}

const ATTEMPTS = 3;
const AT_ONCE = 8;
const FOREIGN = 'the endpoint answered our create with it, but it is not ours';

/**
 * Deletes what a run made, groups before users, each only after a GET showed that it is the run's own.
 * @param of whose resources to remove; without it, all that the run still holds, lost creates included
 * @returns what could not be removed, with the reason
 */
export async function cleanUp(session: Session, guard: Guard, of?: Sender): Promise<Leftover[]> {
  const left: Leftover[] = [];
  const sender: Sender = { check: 'clean-up', ordinal: 0, ...of, exchanges: [] };
  if (of === undefined)
    for (const create of guard.lost()) {
      const why = await find(session, guard, create, sender);
      const { endpoint: path, marker } = create;
      if (why !== undefined) left.push({ path, marker, why: `its create was not answered, and ${why}` });
    }
  const wanted = guard.remaining(of?.check);
  for (const stage of [wanted.filter(isGroup), wanted.filter((one) => !isGroup(one))]) {
    const queue = [...stage];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const why = next.foreign ? FOREIGN : await remove(session, guard, next, sender);
        if (why !== undefined) left.push({ path: next.path, marker: next.marker, why });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return left;
}

/**
 * Looks for what a create made whose answer was lost: by its exact name, and only what bears its marker.
 * @returns why that cannot be told
 */
async function find(
  session: Session,
  guard: Guard,
  create: Lost,
  sender: Sender,
): Promise<string | undefined> {
  const { attribute, value } = create.name;
  const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
  const path = `${create.endpoint}?filter=${filter}`;
  try {
    const answer = await session.send({ method: 'GET', path, purpose: 'clean-up' }, sender);
    if (!answer.ok) return `looking it up answered ${answer.status}`;
    const { resources } = listOf(answer);
    const own = resources.filter((resource) => showsMarker(resource, create.marker));
    if (own.length === 0 && resources.length > 0) return 'looking it up found others only';
    const paths = own.flatMap((resource) => resourcePath(create.endpoint, resource) ?? []);
    if (paths.length < own.length) return 'looking it up found it without an id';
    // Nothing found settles nothing: the endpoint may still be at work on it.
    if (paths.length > 0) guard.found(create.number, paths);
    return undefined;
  } catch (error) {
    if (!(error instanceof NoAnswer) && !(error instanceof Stopped)) throw error;
    return error.message;
  }
}

async function remove(
  session: Session,
  guard: Guard,
  { path, proved }: Remaining,
  sender: Sender,
): Promise<string | undefined> {
  let why = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      if (!proved) {
        const seen = await session.send({ method: 'GET', path, purpose: 'clean-up' }, sender);
        if (seen.status === 404 || seen.status === 410) {
          guard.deleted(path);
          return undefined;
        }
        if (!seen.ok) return `GET answered ${seen.status}`;
      }
      const answer = await session.send({ method: 'DELETE', path, purpose: 'clean-up' }, sender);
      if (answer.ok || answer.status === 404 || answer.status === 410) return undefined;
      why = `DELETE answered ${answer.status}`;
      if (answer.status < 500) return why;
    } catch (error) {
      if (error instanceof Refused) return error.foreign ? FOREIGN : error.message;
      if (error instanceof Stopped) return error.message;
      if (!(error instanceof NoAnswer)) throw error;
      why = error.message;
    }
    await sleep(50 * attempt);
  }
  return why;
}

function isGroup({ path }: { path: string }): boolean {
  return path.startsWith('/Groups/');
}
