import { attributes } from './attributes/index.ts';
import { auth } from './auth/index.ts';
import { bulk } from './bulk/index.ts';
import type { Defect } from './defect.ts';
import { discovery } from './discovery/index.ts';
import { entra } from './entra/index.ts';
import { errors } from './errors/index.ts';
import { groups } from './groups/index.ts';
import { hardDelete } from './hard-delete/index.ts';
import { matching } from './matching/index.ts';
import { me } from './me/index.ts';
import { okta } from './okta/index.ts';
import { patch } from './patch/index.ts';
import { practice } from './practice/index.ts';
import { protocol } from './protocol/index.ts';
import { queries } from './queries/index.ts';
import { smartfile } from './smartfile/index.ts';
import { traffic } from './traffic/index.ts';
import { users } from './users/index.ts';
import { versions } from './versions/index.ts';

/** Every defect that is known by id. */
export const defects: Defect[] = [
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
