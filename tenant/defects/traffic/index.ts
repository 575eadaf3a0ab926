import type { Defect } from '../defect.ts';
import { errorDefects } from './errors.ts';
import { failureDefects } from './failures.ts';
import { httpDefects } from './http.ts';
import { identityDefects } from './identity.ts';
import { schemaDefects } from './schemas.ts';
import { trafficDefects } from './traffic.ts';
import { valueDefects } from './values.ts';

/** What goes wrong with messages whatever they are about. */
export const traffic: Defect[] = [
  ...errorDefects,
  ...failureDefects,
  ...httpDefects,
  ...schemaDefects,
  ...identityDefects,
  ...trafficDefects,
  ...valueDefects,
];
