import { members } from './members.ts';

/** Groups and their membership. */
export const groups = [...members];
