import type { SchemaDefinition } from '../model.ts';
import { attribute } from './build.ts';

/** A resource type that the RFC does not know. */
export function device(endpoint: string): SchemaDefinition {
  return {
    id: 'urn:example:params:scim:schemas:core:2.0:Device',
    name: 'Device',
    description: 'A thing that accounts use',
    endpoint,
    attributes: [
      attribute('displayName', 'string', 'Name of the device.', { required: true }),
      attribute('serialNumber', 'string', 'Serial number.', { uniqueness: 'server', caseExact: true }),
      attribute('owner', 'string', 'Who uses it.', { mutability: 'immutable' }),
    ],
  };
}
