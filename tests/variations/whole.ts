import { type Variation, variations } from '../../tenant/index.ts';
import type { ProfileName } from './judge.ts';
import { combinations, contrary, known, pairs, singles } from './sample.ts';

/** One tenant, the profile that it is run in, and the profiles by which what came of it is graded. */
export interface Trial {
  ids: string[];
  profile: 'rfc' | 'smartfile';
  graded: ProfileName[];
}

const COMBINATIONS = 200;
const VARIATIONS_EACH = 12;

/**
 * All that `npm run vary` tries, what fails most first: the most contrary tenant, known and seeded combinations, every variation
 * alone, every two of a group together. A run in smartfile asks each check that one in rfc asks, so that its findings
 * are graded by both; where a variation changes what the endpoint says of itself, it is run in rfc as well, since that
 * profile assumes nothing.
 */
export function whole(seed: string): Trial[] {
  const both = [[contrary()], known, combinations(seed, COMBINATIONS, VARIATIONS_EACH)].flat();
  const rest = [...singles().reverse(), ...pairs(VARIATIONS_EACH)];
  return [
    ...both.flatMap((ids) => [inSmartfile(ids), inRfc(ids)]),
    ...rest.map(inSmartfile),
    ...rest.filter(saysOtherwise).map(inRfc),
  ];
}

const inSmartfile = (ids: string[]): Trial => ({ ids, profile: 'smartfile', graded: ['rfc', 'smartfile'] });
const inRfc = (ids: string[]): Trial => ({ ids, profile: 'rfc', graded: ['rfc'] });

/** Whether one of these variations changes a discovery document, or what can be had at all. */
function saysOtherwise(ids: string[]): boolean {
  const says = ({ id, publishes, options }: Variation) =>
    publishes !== undefined || options !== undefined || /^(?:discovery|features|types)\./.test(id);
  return variations.some((one) => ids.includes(one.id) && says(one));
}
