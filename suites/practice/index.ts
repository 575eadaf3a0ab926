import { createRacesChecks } from './createRaces.ts';
import { deleteRaces } from './deleteRaces.ts';
import { isolation } from './isolation.ts';
import { updateRaces } from './updateRaces.ts';

/** What the RFC does not say but a product relies on: races, lost updates, isolation. */
export const practice = [...isolation, ...createRacesChecks, ...updateRaces, ...deleteRaces];
