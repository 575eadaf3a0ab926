import type { ScimResponse } from '../../wire/response.ts';
import type { Sending } from '../../wire/sending.ts';
import type { Guard } from '../guard.ts';
import type { Remaining } from '../ownership/possession.ts';
import type { Leftover } from './leftover.ts';
import { type Hindrance, inParallel, persistently, tryWork } from './persistence.ts';

/** Why something is left that an endpoint said it deleted. */
export const NOT_DELETED = 'its DELETE was acknowledged, and it is still there';

/**
 * Looks whether what was deleted under names without the marker is gone: no list shows all of it.
 * @param read reads it, and says why that was not possible
 * @returns what is there all the same, or could not be looked at
 */
export async function stillThere(
  { vouching }: Guard,
  attempts: number,
  over: AbortSignal,
  read: (path: string) => Promise<Hindrance | undefined>,
): Promise<Leftover[]> {
  const left: Leftover[] = [];
  await inParallel(vouching.deletedUnseen(), async ({ path, marker }) => {
    const why = await persistently(attempts, over, () => read(path));
    if (why !== undefined) left.push({ path, marker, why: `its DELETE was acknowledged, and ${why.says}` });
    else if (vouching.isBack(path)) left.push({ path, marker, why: NOT_DELETED });
  });
  return left;
}

/**
 * Whether a GET still shows what a DELETE was acknowledged of.
 * @param ask reads it
 */
export async function isShown(attempts: number, over: AbortSignal, ask: () => Promise<ScimResponse>) {
  const why = await persistently(attempts, over, () =>
    tryWork(async () => ((await ask()).ok ? { says: NOT_DELETED, again: true } : undefined)),
  );
  return why?.says === NOT_DELETED;
}

/** What was answered as not being there, to a GET or a DELETE: it is gone, unless nothing is served at all. */
export class Absent {
  private readonly noted: Remaining[] = [];

  /** Notes that a resource is gone, by such an answer. */
  take(guard: Guard, path: string): void {
    this.noted.push(...guard.remaining(undefined, path));
    guard.absent(path);
  }

  /** What is not known to be gone, since everything is answered so now. */
  async doubted(session: Sending, guard: Guard): Promise<Leftover[]> {
    if (this.noted.length === 0 || (await session.isServing())) return [];
    for (const { path } of this.noted) guard.doubt(path, true);
    const why = 'it was answered as not being there, and so was all that had been served before';
    return this.noted.map(({ path, marker }) => ({ path, marker, why }));
  }
}
