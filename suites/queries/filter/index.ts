import { comparison } from './comparison.ts';
import { extensions } from './extensions.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { metaFilters } from './meta.ts';
import { names } from './names.ts';
import { ordering } from './ordering.ts';
import { refusals } from './refusals.ts';
import { scope } from './scope.ts';
import { text } from './text.ts';
import { truthValues } from './truthValues.ts';

/** What filters select and which are refused (RFC 7644 section 3.4.2.2). */
export const filters = [
  ...comparison,
  ...ordering,
  ...metaFilters,
  ...logic,
  ...names,
  ...text,
  ...truthValues,
  ...lists,
  ...extensions,
  ...scope,
  ...refusals,
];
