import type { Defect } from '../defect.ts';
import { bulkDefects } from './bulk.ts';
import { creatingDefects } from './creating.ts';
import { deletingDefects } from './deleting.ts';
import { discoveryDefects } from './discovery.ts';
import { filteringDefects } from './filtering.ts';
import { hardDeleteDefects } from './hardDelete.ts';
import { lifecycleDefects } from './lifecycle.ts';
import { lifecycleReplaceDefects } from './lifecycleReplace.ts';
import { messageDefects } from './messages.ts';
import { pageDefects } from './pages.ts';
import { cursorDefects } from './pagesByCursor.ts';
import { pagingDefects } from './paging.ts';
import { patchingDefects } from './patching.ts';
import { projectingDefects } from './projecting.ts';
import { projectionDefects } from './projections.ts';
import { replacingDefects } from './replacing.ts';
import { searchDefects } from './searches.ts';
import { shapeDefects } from './shapes.ts';
import { versionDefects } from './versions.ts';

/** Every defect that is known by id. */
export const defects: Defect[] = [
  ...discoveryDefects,
  ...creatingDefects,
  ...replacingDefects,
  ...patchingDefects,
  ...deletingDefects,
  ...filteringDefects,
  ...pageDefects,
  ...cursorDefects,
  ...projectionDefects,
  ...searchDefects,
  ...pagingDefects,
  ...projectingDefects,
  ...bulkDefects,
  ...versionDefects,
  ...messageDefects,
  ...shapeDefects,
  ...lifecycleDefects,
  ...lifecycleReplaceDefects,
  ...hardDeleteDefects,
];
