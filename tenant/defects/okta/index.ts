import type { Defect } from '../defect.ts';
import { groupDefects } from './groups.ts';
import { pageDefects } from './pages.ts';
import { userDefects } from './users.ts';

/** What stands in the way of Okta. */
export const okta: Defect[] = [...userDefects, ...pageDefects, ...groupDefects];
