import { Kept } from '../kit/kept.ts';

type Trial = () => Promise<void>;

/**
 * Of a whole detection what passed is not tried again before the sources change, and every result is a line in
 * results/detection.ndjson while it goes.
 * @param isWhole whether it is one; nothing is kept otherwise
 */
export function keeping(isWhole: boolean): (id: string, trial: Trial) => Promise<void> {
  const kept = isWhole ? new Kept('detection', ['diagnosis', 'tests/detection']) : undefined;
  return async (id, trial) => {
    if (kept?.has(id)) return;
    const began = performance.now();
    try {
      await trial();
      kept?.add(id, [], began);
    } catch (error) {
      kept?.add(id, [error instanceof Error ? error.message : String(error)], began);
      throw error;
    }
  };
}
