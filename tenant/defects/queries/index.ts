import type { Defect } from '../defect.ts';
import { cursorDefects } from './cursor/cursor.ts';
import { cursorMethodDefects } from './cursor/methods.ts';
import { filters } from './filter/index.ts';
import { pagingDefects } from './paging/paging.ts';
import { pagingPlainDefects } from './paging/plain.ts';
import { pagingStartDefects } from './paging/start.ts';
import { projectionAttributeDefects } from './projection/attributes.ts';
import { projectionExcludedDefects } from './projection/excluded.ts';
import { projectionLimitDefects } from './projection/limits.ts';
import { searchDefects } from './search/search.ts';
import { sortingDefects } from './sorting/sorting.ts';
import { sortingValueDefects } from './sorting/values.ts';

/** What goes wrong with lists: what filters select, pages, order, projection. */
export const queries: Defect[] = [
  ...filters,
  ...pagingDefects,
  ...pagingStartDefects,
  ...pagingPlainDefects,
  ...sortingDefects,
  ...sortingValueDefects,
  ...projectionAttributeDefects,
  ...projectionExcludedDefects,
  ...projectionLimitDefects,
  ...searchDefects,
  ...cursorDefects,
  ...cursorMethodDefects,
];
