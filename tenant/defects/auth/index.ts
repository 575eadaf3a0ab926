import type { Defect } from '../defect.ts';
import { challengeDefects } from './challenges.ts';
import { everywhereDefects } from './everywhere.ts';
import { refusalDefects } from './refusals.ts';

/** What goes wrong with credentials. */
export const auth: Defect[] = [...refusalDefects, ...challengeDefects, ...everywhereDefects];
