import type { Defect } from '../defect.ts';
import { bodyIdDefects } from './bodyIds.ts';
import { circleDefects } from './circles.ts';
import { consistencyDefects } from './consistency.ts';
import { createRaceDefects } from './createRaces.ts';
import { deleteRaceDefects } from './deleteRaces.ts';
import { firstContactDefects } from './firstContact.ts';
import { inARowDefects } from './inARow.ts';
import { inactiveDefects } from './inactive.ts';
import { inactiveTakenUpDefects } from './inactiveTakenUp.ts';
import { disablingDefects } from './isolation/disabling.ts';
import { isolationDefects } from './isolation.ts';
import { listedDefects } from './listed.ts';
import { ownValueDefects } from './ownValues.ts';
import { practiceDefects } from './practice.ts';
import { readRaceDefects } from './readRaces.ts';
import { refusedCreateDefects } from './refusedCreates.ts';
import { updateRaceDefects } from './updateRaces.ts';

/** What goes wrong in ways of which the RFC does not speak. */
export const practice: Defect[] = [
  ...firstContactDefects,
  ...consistencyDefects,
  ...readRaceDefects,
  ...listedDefects,
  ...isolationDefects,
  ...disablingDefects,
  ...bodyIdDefects,
  ...ownValueDefects,
  ...inactiveDefects,
  ...inactiveTakenUpDefects,
  ...circleDefects,
  ...createRaceDefects,
  ...inARowDefects,
  ...practiceDefects,
  ...updateRaceDefects,
  ...deleteRaceDefects,
  ...refusedCreateDefects,
];
