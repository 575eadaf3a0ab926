import { claims } from './claims.ts';
import { definitions } from './definitions.ts';
import { refusals } from './refusals.ts';
import { resourceTypes } from './resourceTypes.ts';
import { schemas } from './schemas.ts';
import { serviceProviderConfig } from './serviceProviderConfig.ts';
import { uris } from './uris.ts';

/** What the endpoint says of itself: ServiceProviderConfig, ResourceTypes, Schemas. */
export const discovery = [
  ...serviceProviderConfig,
  ...claims,
  ...resourceTypes,
  ...schemas,
  ...definitions,
  ...uris,
  ...refusals,
];
