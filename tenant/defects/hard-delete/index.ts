import type { Defect } from '../defect.ts';
import { absentDefects } from './absent.ts';
import { answerDefects } from './answers.ts';
import { listDefects } from './lists.ts';
import { neighbourDefects } from './neighbours.ts';
import { successorDefects } from './successor.ts';
import { takenAwayDefects } from './takenAway.ts';

/** What is left of resources that were deleted, and deletions that take more with them. */
export const hardDelete: Defect[] = [
  ...takenAwayDefects,
  ...absentDefects,
  ...answerDefects,
  ...listDefects,
  ...neighbourDefects,
  ...successorDefects,
];
