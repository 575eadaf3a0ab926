import { loadRows } from '../config/requirements/catalogue.ts';
import { Catalogue } from '../kit/check/catalogue.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { attributes } from './attributes/index.ts';
import { auth } from './auth/index.ts';
import { bulk } from './bulk/index.ts';
import { discovery } from './discovery/index.ts';
import { entra } from './entra/index.ts';
import { errors } from './errors/index.ts';
import { groups } from './groups/index.ts';
import { hardDelete } from './hard-delete/index.ts';
import { matching } from './matching/index.ts';
import { me } from './me/index.ts';
import { okta } from './okta/index.ts';
import type { OwnSuite } from './own.ts';
import { patch } from './patch/index.ts';
import { practice } from './practice/index.ts';
import { protocol } from './protocol/index.ts';
import { queries } from './queries/index.ts';
import { smartfile } from './smartfile/index.ts';
import { traffic } from './traffic/index.ts';
import { users } from './users/index.ts';
import { versions } from './versions/index.ts';

/**
 * Version of the ids, severities and conditions below: a check removed or made stricter raises the first number, a
 * check added the second.
 */
export const catalogueVersion = '1.0';

/** Every check and rule, in the order in which reports list them. */
export const catalogue: CatalogueEntry[] = [
  ...discovery,
  ...attributes,
  ...users,
  ...patch,
  ...groups,
  ...matching,
  ...queries,
  ...hardDelete,
  ...bulk,
  ...versions,
  ...me,
  ...protocol,
  ...errors,
  ...auth,
  ...entra,
  ...smartfile,
  ...okta,
  ...practice,
  ...traffic,
];

/** The catalogue of this package, with a user's own checks and rows at its end. */
export function catalogueWith(own: OwnSuite = { checks: [], rows: [] }): Catalogue {
  return new Catalogue([...catalogue, ...own.checks], [...loadRows(), ...own.rows]);
}
