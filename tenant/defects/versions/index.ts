import type { Defect } from '../defect.ts';
import { ifMatchDefects } from './ifMatch.ts';
import { ifNoneMatchDefects } from './ifNoneMatch.ts';
import { tagDefects } from './tags.ts';

/** What goes wrong with versions. */
export const versions: Defect[] = [...tagDefects, ...ifMatchDefects, ...ifNoneMatchDefects];
