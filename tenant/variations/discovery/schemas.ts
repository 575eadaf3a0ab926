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
