import type { SchemaDefinition } from '../../model.ts';
import { attribute } from '../../schemas/build.ts';

/** An extension with one attribute. */
export function extension(name: string, type: string): SchemaDefinition {
  return {
    id: `urn:example:params:scim:schemas:extension:${name}:2.0:${type}`,
    name: `${name} of a ${type}`,
    description: `What ${name} needs to know`,
    attributes: [
      attribute(`${name.replace('x-', '')}Code`, 'string', 'A code.'),
      attribute('x-note_1', 'string', 'A note.'),
      attribute('title', 'string', 'A title of its own.'),
      attribute('since', 'dateTime', 'Since when.'),
      attribute('levels', 'integer', 'Levels.', { multiValued: true }),
    ],
  };
}

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
