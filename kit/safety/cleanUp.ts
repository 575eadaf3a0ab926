import { setTimeout as sleep } from 'node:timers/promises';
import { listOf } from '../check/must.ts';
import { NoAnswer, Refused, Stopped } from '../errors.ts';
import type { Session } from '../run/session.ts';
import { resourcePath } from '../wire/paths.ts';
import type { Sender } from '../wire/request.ts';
import { showsMarker } from './foreign.ts';
import type { Guard } from './guard.ts';
import type { Remaining } from './possessions.ts';
import type { Lost } from './unsettled.ts';

/** A resource of the run that is still there. */
export interface Leftover {
  path: string;
  marker: string;
  why: string;
}

/** Attempts at each resource: after a check, which the end of the run looks after; and at the end of the run. */
const ATTEMPTS = { check: 2, run: 6 };
const FIRST_PAUSE_MS = 100;
const AT_ONCE = 16;
/** Resources in a row that could not be removed, after which each further one is tried only once. */
const DISCOURAGED = 16;
const FOREIGN = 'the endpoint answered our create with it, but it is not ours';

/**
 * Deletes what a run made, groups before users, each only after a GET showed that it is the run's own.
 * @param of whose resources to remove; without it, all that the run still holds, lost creates included
 * @param lostToo whether to look for what came of creates whose answers were lost
 * @returns what could not be removed, with the reason
 */
export async function cleanUp(
  session: Session,
  guard: Guard,
  of?: Sender,
  lostToo = of === undefined,
): Promise<Leftover[]> {
  const left: Leftover[] = [];
  const sender: Sender = { check: 'clean-up', ordinal: 0, ...of, exchanges: [] };
  let failures = 0;
  if (lostToo) {
    const lost = guard.lost().filter(({ check }) => of === undefined || check === of.check);
    await inParallel(lost, async (create) => {
      const attempts = failures < DISCOURAGED ? 3 : 1;
      const why = await persistently(attempts, session.over, () => find(session, guard, create, sender));
      failures = why === undefined ? 0 : failures + 1;
      const { endpoint: path, marker } = create;
      if (why !== undefined) left.push({ path, marker, why: `its create was not answered, and ${why.says}` });
    });
  }
  const wanted = guard.remaining(of?.check);
  failures = 0;
  for (const stage of [wanted.filter(isGroup), wanted.filter((one) => !isGroup(one))])
    await inParallel(stage, async (next) => {
      const attempts = failures < DISCOURAGED ? ATTEMPTS[of === undefined ? 'run' : 'check'] : 1;
      const why = next.foreign
        ? { says: FOREIGN }
        : await persistently(attempts, session.over, () => remove(session, guard, next, sender));
      failures = why === undefined ? 0 : failures + 1;
      if (why !== undefined) left.push({ path: next.path, marker: next.marker, why: why.says });
    });
  return left;
}

/** Why something could not be done, and whether it may be possible a moment later. */
interface Hindrance {
  says: string;
  again?: boolean;
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const one = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Tries until it succeeds, is hindered for good, or the attempts are used up; pauses that double in between. */
async function persistently(
  attempts: number,
  over: AbortSignal,
  work: () => Promise<Hindrance | undefined>,
): Promise<Hindrance | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const hindrance = await work();
    if (hindrance?.again !== true || attempt >= attempts) return hindrance;
    // What comes next is refused when all is over.
    await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: over }).catch(() => {});
  }
}

/** Whether an answer says that the same request may succeed later. */
const passing = (status: number): boolean => status >= 500 || status === 429 || status === 408;

/** Looks for what a create made whose answer was lost: by its exact name, and only what bears its marker. */
async function find(
  session: Session,
  guard: Guard,
  create: Lost,
  sender: Sender,
): Promise<Hindrance | undefined> {
  const { attribute, value } = create.name;
  const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
  const path = `${create.endpoint}?filter=${filter}`;
  try {
    const answer = await session.send({ method: 'GET', path, purpose: 'clean-up' }, sender);
    if (!answer.ok) return { says: `looking it up answered ${answer.status}`, again: passing(answer.status) };
    if (answer.json === undefined) return { says: 'looking it up answered no list' };
    const { resources } = listOf(answer);
    const own = resources.filter((resource) => showsMarker(resource, create.marker));
    if (own.length === 0 && resources.length > 0) return { says: 'looking it up found others only' };
    const paths = own.flatMap((resource) => resourcePath(create.endpoint, resource) ?? []);
    if (paths.length < own.length) return { says: 'looking it up found it without an id' };
    // Nothing found settles nothing: the endpoint may still be at work on it.
    if (paths.length > 0) guard.found(create.number, paths);
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswer) return { says: error.message, again: true };
    if (error instanceof Stopped) return { says: error.message };
    throw error;
  }
}

async function remove(
  session: Session,
  guard: Guard,
  { path, proved }: Remaining,
  sender: Sender,
): Promise<Hindrance | undefined> {
  try {
    if (!proved) {
      const seen = await session.send({ method: 'GET', path, purpose: 'clean-up' }, sender);
      if (seen.status === 404 || seen.status === 410) {
        guard.deleted(path);
        return undefined;
      }
      if (!seen.ok) return { says: `GET answered ${seen.status}`, again: passing(seen.status) };
    }
    const answer = await session.send({ method: 'DELETE', path, purpose: 'clean-up' }, sender);
    if (answer.ok || answer.status === 404 || answer.status === 410) return undefined;
    return { says: `DELETE answered ${answer.status}`, again: passing(answer.status) };
  } catch (error) {
    if (error instanceof Refused) return { says: error.because === 'foreign' ? FOREIGN : error.message };
    if (error instanceof Stopped) return { says: error.message };
    if (error instanceof NoAnswer) return { says: error.message, again: true };
    throw error;
  }
}

function isGroup({ path }: { path: string }): boolean {
  return path.startsWith('/Groups/');
}
