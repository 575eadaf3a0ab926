import type { Defect } from '../defect.ts';
import { entryDefects } from './entries.ts';
import { largeDefects } from './large.ts';
import { memberDefects } from './members.ts';
import { namesakeDefects } from './namesakes.ts';
import { removalDefects } from './removal.ts';
import { wholeGroupDefects } from './wholeGroups.ts';

/** Groups that go wrong. */
export const groups: Defect[] = [
  ...wholeGroupDefects,
  ...entryDefects,
  ...memberDefects,
  ...largeDefects,
  ...removalDefects,
  ...namesakeDefects,
];
