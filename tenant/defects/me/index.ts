import type { Defect } from '../defect.ts';
import { aliasDefects } from './alias.ts';

/** What goes wrong with /Me. */
export const me: Defect[] = [...aliasDefects];
