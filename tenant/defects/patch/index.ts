import type { Defect } from '../defect.ts';
import { addingDefects } from './adding.ts';
import { answerDefects } from './answers.ts';
import { complexDefects } from './complex.ts';
import { offeredDefects } from './offered.ts';
import { otherDefects } from './others.ts';
import { patchDefects } from './patch.ts';
import { pathDefects } from './paths.ts';
import { removingDefects } from './removing.ts';
import { replacingDefects } from './replacing.ts';
import { replacingAtFilterDefects } from './replacingAtFilters.ts';

/** PATCH that does something else than it was asked to. */
export const patch: Defect[] = [
  ...patchDefects,
  ...offeredDefects,
  ...answerDefects,
  ...addingDefects,
  ...removingDefects,
  ...replacingDefects,
  ...replacingAtFilterDefects,
  ...complexDefects,
  ...pathDefects,
  ...otherDefects,
];
