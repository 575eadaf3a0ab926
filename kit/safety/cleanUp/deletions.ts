import type { Guard } from '../guard.ts';
import type { Leftover } from './leftover.ts';
import { type Hindrance, inParallel, persistently } from './persistence.ts';

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
