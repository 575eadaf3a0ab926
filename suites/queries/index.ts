import { cursors } from './cursor.ts';
import { cursorLimits } from './cursorLimits.ts';
import { cursorMethods } from './cursorMethods.ts';
import { cursorPublished } from './cursorPublished.ts';
import { filters } from './filter/index.ts';
import { paging } from './paging.ts';
import { pagingCount } from './pagingCount.ts';
import { pagingStart } from './pagingStart.ts';
import { pagingWalk } from './pagingWalk.ts';
import { projectionAttributes } from './projectionAttributes.ts';
import { projectionExcluded } from './projectionExcluded.ts';
import { projectionLimits } from './projectionLimits.ts';
import { searches } from './search.ts';
import { searchMembers } from './searchMembers.ts';
import { sorting } from './sorting.ts';
import { sortingLimits } from './sortingLimits.ts';
import { sortingValues } from './sortingValues.ts';
import { truth } from './truth/index.ts';

export const queries = [
  ...filters,
  ...truth,
  ...paging,
  ...pagingCount,
  ...pagingStart,
  ...pagingWalk,
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
