import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, Refused, Stopped } from './errors.ts';
import type { Create, Guard } from './guard.ts';
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

/**
 * Deletes what a run made, groups before users, each only after a GET showed that it is the run's own.
 * @param of whose resources to remove; without it, all that the run still holds, lost creates included
 * @returns what could not be removed, with the reason
 */
export async function cleanUp(session: Session, guard: Guard, of?: Sender): Promise<Leftover[]> {
  const left: Leftover[] = [];
  const sender: Sender = { check: 'clean-up', ordinal: 0, ...of, exchanges: [] };
  if (of === undefined) for (const create of guard.lost()) await find(session, guard, create, sender);
  const wanted = guard.remaining(of?.check);
  for (const stage of [wanted.filter(isGroup), wanted.filter((one) => !isGroup(one))]) {
    const queue = [...stage];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const why = next.foreign
          ? 'the endpoint answered our create with it, but it is not ours'
          : await remove(session, next.path, sender);
        if (why !== undefined) left.push({ path: next.path, marker: next.marker, why });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return left;
}

/** Looks for what a create made whose answer was lost: by its exact name, and only what bears its marker. */
async function find(session: Session, guard: Guard, create: Create, sender: Sender): Promise<void> {
  const { attribute, value } = create.name ?? { attribute: '', value: '' };
  const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
  const path = `${create.endpoint}?filter=${filter}`;
  try {
    const answer = await session.send({ method: 'GET', path, purpose: 'clean-up' }, sender);
    for (const resource of listOf(answer).resources) {
      const own = resourcePath(create.endpoint, resource);
      if (
        own !== undefined &&
        create.marker !== '' &&
        JSON.stringify(resource).toLowerCase().includes(create.marker)
      )
        guard.found(own, create);
    }
  } catch (error) {
    if (!(error instanceof NoAnswer) && !(error instanceof Stopped)) throw error;
  }
}

async function remove(session: Session, path: string, sender: Sender): Promise<string | undefined> {
  let why = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const answer = await session.send({ method: 'DELETE', path, purpose: 'clean-up' }, sender);
      if (answer.ok || answer.status === 404 || answer.status === 410) return undefined;
      why = `DELETE answered ${answer.status}`;
      if (answer.status < 500) return why;
    } catch (error) {
      if (error instanceof Refused || error instanceof Stopped) return error.message;
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
