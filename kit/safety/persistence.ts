import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const AT_ONCE = 16;

/** Why something could not be done, and whether it may be possible a moment later. */
export interface Hindrance {
  says: string;
  again?: boolean;
}

/** Works on all items, a few at a time. */
export async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const one = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
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

/** Whether an answer says that the same request may succeed later. */
export const passing = (status: number): boolean => status >= 500 || status === 429 || status === 408;
