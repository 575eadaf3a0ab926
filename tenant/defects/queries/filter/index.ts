import type { Defect } from '../../defect.ts';
import { comparisonDefects } from './comparison.ts';
import { filterDefects } from './filter.ts';
import { listDefects } from './lists.ts';
import { logicDefects } from './logic.ts';
import { metaDefects } from './meta.ts';
import { nameDefects } from './names.ts';
import { orderingDefects } from './ordering.ts';
import { refusalDefects } from './refusals.ts';
import { scopeDefects } from './scope.ts';
import { textDefects } from './text.ts';

/** What goes wrong with filters. */
export const filters: Defect[] = [
  ...comparisonDefects,
  ...orderingDefects,
  ...metaDefects,
  ...logicDefects,
  ...nameDefects,
  ...textDefects,
  ...filterDefects,
  ...listDefects,
  ...scopeDefects,
  ...refusalDefects,
];
