import { userName } from './userName.ts';

/** Lookups by matching attribute, as a provisioning client makes them before each create. */
export const matching = [...userName];
