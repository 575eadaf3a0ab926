import type { CatalogueEntry } from '../../kit/check/check.ts';
import { connection } from './connection.ts';
import { groups } from './groups.ts';
import { hardDelete } from './hardDelete.ts';
import { identity } from './identity.ts';
import { provisioning } from './provisioning.ts';
import { token } from './token.ts';

/** What the SmartFile connector relies on, and what its own documents promise. */
export const smartfile: CatalogueEntry[] = [
  ...connection,
  ...provisioning,
  ...hardDelete,
  ...groups,
  ...identity,
  ...token,
];
