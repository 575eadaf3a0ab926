import type { Defect } from '../defect.ts';
import { definitionDefects } from './definitions.ts';
import { discoveryDefects } from './discovery.ts';
import { refusalDefects } from './refusals.ts';
import { resourceTypeDefects } from './resourceTypes.ts';
import { schemaDefects } from './schemas.ts';
import { serviceProviderConfigDefects } from './serviceProviderConfig.ts';

/** Discovery that misleads whoever reads it. */
export const discovery: Defect[] = [
  ...serviceProviderConfigDefects,
  ...discoveryDefects,
  ...resourceTypeDefects,
  ...schemaDefects,
  ...definitionDefects,
  ...refusalDefects,
];
