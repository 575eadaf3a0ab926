import { cursors } from './cursor/cursor.ts';
import { cursorLimits } from './cursor/limits.ts';
import { cursorMethods } from './cursor/methods.ts';
import { cursorPublished } from './cursor/published.ts';
import { filters } from './filter/index.ts';
import { pagingCount } from './paging/count.ts';
import { paging } from './paging/paging.ts';
import { plainLists } from './paging/plain.ts';
import { pagingStart } from './paging/start.ts';
import { pagingWalk } from './paging/walk.ts';
import { projectionAttributes } from './projection/attributes.ts';
import { projectionExcluded } from './projection/excluded.ts';
import { projectionLimits } from './projection/limits.ts';
import { searchMembers } from './search/members.ts';
import { searches } from './search/search.ts';
import { sortingLimits } from './sorting/limits.ts';
import { sorting } from './sorting/sorting.ts';
import { sortingValues } from './sorting/values.ts';
import { truth } from './truth/index.ts';

export const queries = [
  ...filters,
  ...truth,
  ...paging,
  ...pagingCount,
  ...pagingStart,
  ...pagingWalk,
  ...plainLists,
  ...sorting,
  ...sortingValues,
  ...sortingLimits,
  ...projectionAttributes,
  ...projectionExcluded,
  ...projectionLimits,
  ...searches,
  ...searchMembers,
  ...cursors,
  ...cursorLimits,
  ...cursorMethods,
  ...cursorPublished,
];
