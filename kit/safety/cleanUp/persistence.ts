import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, Refused, Stopped, Unsent } from '../../errors.ts';

const FIRST_PAUSE_MS = 100;
const AT_ONCE = 16;
/** Attempts at each resource: after a check, which the end of the run looks after; and at the end of the run. */
export const ATTEMPTS = { check: 2, run: 6 };
/** Failures in a row after which each further resource is tried only once. */
export const DISCOURAGED = 16;
/** Why a resource is left that the endpoint answered a create with. */
export const NOT_OURS =
  'the endpoint answered a create of this run with it, but it does not show what the run made';

/** Why something could not be done, and whether it may be possible a moment later. */
export interface Hindrance {
  says: string;
  again?: boolean;
  /** It was refused as things stand: it may be possible once something else is gone. */
  refused?: boolean;
}

/** Works on all items, a few at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let at = 0;
  const one = async () => {
    while (at < items.length) {
      const item = items[at] as T;
      at += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Tries until it succeeds, is hindered for good, or the attempts are used up; pauses that double in between. */
export async function persistently(
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

/**
 * Tries again what was refused as things stood, as long as others went: whom others refer to, and what has others in
 * it, an endpoint may keep while they are there (409).
 * @param gone how many went so far
 * @param work adds to `refused` what is refused again
 */
export async function whileSomeGo<T>(
  refused: T[],
  gone: () => number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (let before = 0; refused.length > 0 && gone() > before; ) {
    before = gone();
    for (const item of refused.splice(0)) await work(item);
  }
}

/** What hinders a piece of work, whether it says so itself, sent nothing, or got no answer. */
export async function tryWork(work: () => Promise<Hindrance | undefined>): Promise<Hindrance | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return { says: error.because === 'foreign' ? NOT_OURS : error.message };
    if (error instanceof Stopped || error instanceof Unsent) return { says: error.message };
    if (error instanceof NoAnswer) return { says: error.message, again: true };
    throw error;
  }
}

/** What the answer to a DELETE that was not carried out lets hope for. */
export const outlook = (status: number): Omit<Hindrance, 'says'> => ({
  again: passing(status),
  refused: status === 400 || status === 403 || status === 409,
});

/** Whether an answer says that the same request may succeed later; 501 says that it never will. */
export const passing = (status: number): boolean =>
  (status >= 500 && status !== 501) || status === 429 || status === 408;

/** Does something again as long as it makes a number grow, so many times at most. */
export async function whileItGrows(
  most: number,
  size: () => number,
  work: () => Promise<void>,
): Promise<void> {
  for (let [times, before] = [0, -1]; times < most && size() > before; times += 1) {
    before = size();
    await work();
  }
}
