import type { CatalogueEntry } from '../kit/check.ts';
import { groups } from './groups.ts';
import { hardDelete } from './hardDelete.ts';
import { identity } from './identity.ts';

/** What the SmartFile connector relies on, and what its own documents promise. */
export const smartfile: CatalogueEntry[] = [...hardDelete, ...groups, ...identity];
