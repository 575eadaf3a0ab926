import type { Defect } from '../defect.ts';
import { bulkDefects } from './bulk.ts';
import { effectDefects } from './effects.ts';
import { failOnErrorDefects } from './failOnErrors.ts';
import { limitDefects } from './limits.ts';
import { referenceDefects } from './references.ts';
import { resultDefects } from './results.ts';

/** What goes wrong with bulk jobs. */
export const bulk: Defect[] = [
  ...bulkDefects,
  ...resultDefects,
  ...effectDefects,
  ...failOnErrorDefects,
  ...referenceDefects,
  ...limitDefects,
];
