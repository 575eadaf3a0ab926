import { absent } from './absent.ts';

/** Deletion as the SmartFile connector has it: at once and for good. */
export const hardDelete = [...absent];
