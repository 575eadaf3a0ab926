import { entries } from './entries.ts';
import { large } from './large.ts';
import { members } from './members.ts';
import { namesakes } from './namesakes.ts';
import { removal } from './removal.ts';
import { replacedMembers } from './replacedMembers.ts';
import { wholeGroups } from './wholeGroups.ts';

/** Groups and their membership (RFC 7643 section 4.2). */
export const groups = [
  ...wholeGroups,
  ...namesakes,
  ...entries,
  ...members,
  ...large,
  ...replacedMembers,
  ...removal,
];
