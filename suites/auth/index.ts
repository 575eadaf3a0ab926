import { authChallenges } from './challenges.ts';
import { authEverywhere } from './everywhere.ts';
import { authRefusals } from './refusals.ts';

/** Authentication: what is refused, and how. */
export const auth = [...authRefusals, ...authChallenges, ...authEverywhere];
