import type { Defect } from '../defect.ts';
import { connectionDefects } from './connection.ts';
import { groupDefects } from './groups.ts';
import { hardDeleteDefects } from './hardDelete.ts';
import { identityDefects } from './identity.ts';
import { provisioningDefects } from './provisioning.ts';
import { tokenDefects } from './token.ts';

/** What breaks the SmartFile connector and little else. */
export const smartfile: Defect[] = [
  ...connectionDefects,
  ...provisioningDefects,
  ...hardDeleteDefects,
  ...groupDefects,
  ...identityDefects,
  ...tokenDefects,
];
