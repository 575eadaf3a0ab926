import { identifierVariations } from './resources/identifiers.ts';
import type { Variation } from './variation.ts';

/** Every variation that is known by id. */
export const variations: Variation[] = [...identifierVariations];

/** What speaks against a combination of variations, in one sentence; undefined where nothing does. */
export function contradiction(ids: readonly string[]): string | undefined {
  const chosen = variations.filter(({ id }) => ids.includes(id));
  for (const [at, left] of chosen.entries()) {
    const right = chosen.slice(at + 1).find((other) => exclude(left, other));
    if (right) return `the variations ${left.id} and ${right.id} exclude each other`;
  }
  return undefined;
}

/** Whether two variations cannot be had together. */
export function exclude(left: Variation, right: Variation): boolean {
  if (left.choice !== undefined && left.choice === right.choice) return true;
  return left.excludes?.includes(right.id) === true || right.excludes?.includes(left.id) === true;
}
