import { errors } from './errors.ts';

/** Rules over every answer of the run. */
export const traffic = [...errors];
