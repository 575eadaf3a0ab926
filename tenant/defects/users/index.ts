import type { Defect } from '../defect.ts';
import { createDefects } from './create.ts';
import { createIgnoredDefects } from './createIgnored.ts';
import { createOmittedDefects } from './createOmitted.ts';
import { enterpriseDefects } from './enterprise.ts';
import { passwordDefects } from './password.ts';
import { readDefects } from './read.ts';
import { replaceDefects } from './replace.ts';
import { replaceImmutableDefects } from './replaceImmutable.ts';
import { replaceRefusedDefects } from './replaceRefused.ts';
import { replaceWholeDefects } from './replaceWhole.ts';
import { shownNameDefects } from './shownNames.ts';
import { stateDefects } from './state.ts';
import { userNameDefects } from './userName.ts';
import { userDefects } from './users.ts';
import { valueDefects } from './values.ts';

/** What goes wrong in the life of a user. */
export const users: Defect[] = [
  ...userDefects,
  ...createDefects,
  ...createOmittedDefects,
  ...createIgnoredDefects,
  ...userNameDefects,
  ...valueDefects,
  ...passwordDefects,
  ...shownNameDefects,
  ...enterpriseDefects,
  ...readDefects,
  ...stateDefects,
  ...replaceDefects,
  ...replaceWholeDefects,
  ...replaceImmutableDefects,
  ...replaceRefusedDefects,
];
