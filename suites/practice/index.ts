import { bodyIds } from './bodyIds.ts';
import { circles } from './circles.ts';
import { consistency } from './consistency.ts';
import { createRacesChecks } from './createRaces.ts';
import { deleteRaces } from './deleteRaces.ts';
import { firstContacts } from './firstContact.ts';
import { inARow } from './inARow.ts';
import { inactive } from './inactive.ts';
import { inactiveTakenUp } from './inactiveTakenUp.ts';
import { isolation } from './isolation.ts';
import { largeGroups } from './largeGroups.ts';
import { listed } from './listed.ts';
import { memberRaces } from './memberRaces.ts';
import { ownValues } from './ownValues.ts';
import { readRaces } from './readRaces.ts';
import { refusedCreates } from './refusedCreates.ts';
import { unofferedFilters } from './unofferedFilters.ts';
import { updateRaces } from './updateRaces.ts';

/** What the RFC does not say but a product relies on: consistency, isolation, races, lost updates, size. */
export const practice = [
  ...firstContacts,
  ...consistency,
  ...readRaces,
  ...listed,
  ...isolation,
  ...bodyIds,
  ...ownValues,
  ...inactive,
  ...inactiveTakenUp,
  ...circles,
  ...unofferedFilters,
  ...createRacesChecks,
  ...inARow,
  ...memberRaces,
  ...updateRaces,
  ...deleteRaces,
  ...largeGroups,
  ...refusedCreates,
];
