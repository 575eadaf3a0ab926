import { alias } from './alias.ts';

/** The alias of the authenticated subject (RFC 7644 section 3.11). */
export const me = [...alias];
