import { consistency } from './consistency.ts';
import { createRacesChecks } from './createRaces.ts';
import { deleteRaces } from './deleteRaces.ts';
import { firstContacts } from './firstContact.ts';
import { inARow } from './inARow.ts';
import { isolation } from './isolation.ts';
import { largeGroups } from './largeGroups.ts';
import { memberRaces } from './memberRaces.ts';
import { unofferedFilters } from './unofferedFilters.ts';
import { updateRaces } from './updateRaces.ts';

/** What the RFC does not say but a product relies on: consistency, isolation, races, lost updates, size. */
export const practice = [
  ...firstContacts,
  ...consistency,
  ...isolation,
  ...unofferedFilters,
  ...createRacesChecks,
  ...inARow,
  ...memberRaces,
  ...updateRaces,
  ...deleteRaces,
  ...largeGroups,
];
