import { absent } from './absent.ts';
import { answers } from './answers.ts';
import { lists } from './lists.ts';
import { neighbours } from './neighbours.ts';
import { successor } from './successor.ts';
import { takenAway } from './takenAway.ts';

/** Deletion as the SmartFile connector has it: at once and for good. */
export const hardDelete = [...takenAway, ...absent, ...answers, ...lists, ...neighbours, ...successor];
