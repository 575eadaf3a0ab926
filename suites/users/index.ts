import { create } from './create.ts';

/** The life of a user: create, read, replace, PATCH. */
export const users = [...create];
