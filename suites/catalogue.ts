import { discovery } from './discovery/index.ts';
import { entra } from './entra/index.ts';
import { groups } from './groups/index.ts';
import { hardDelete } from './hard-delete/index.ts';
import type { CatalogueEntry } from './kit/check.ts';
import { matching } from './matching/index.ts';
import { queries } from './queries/index.ts';
import { smartfile } from './smartfile/index.ts';
import { traffic } from './traffic/index.ts';
import { users } from './users/index.ts';

/**
 * Version of the ids, severities and gates below: a check removed or made stricter raises the first number, a
 * check added the second.
 */
export const catalogueVersion = '0.1';

/** Every check and rule, in the order in which reports list them. */
export const catalogue: CatalogueEntry[] = [
  ...discovery,
  ...users,
  ...groups,
  ...matching,
  ...queries,
  ...hardDelete,
  ...entra,
  ...smartfile,
  ...traffic,
];
