import { SCHEMA, type SchemaDefinition } from '../model.ts';
import { attribute } from './build.ts';

/** An extension with one attribute of each type, mutability, returned, uniqueness and cardinality. */
export const testSchema: SchemaDefinition = {
  id: SCHEMA.test,
  name: 'TestUser',
  description: 'One attribute of each kind that RFC 7643 section 2 knows',
  attributes: [
    attribute('text', 'string', 'A string in which case does not matter.'),
    attribute('exactText', 'string', 'A string in which case matters.', { caseExact: true }),
    attribute('flag', 'boolean', 'A boolean.'),
    attribute('ratio', 'decimal', 'A decimal number.'),
    attribute('number', 'integer', 'An integer.'),
    attribute('moment', 'dateTime', 'A point in time.'),
    attribute('blob', 'binary', 'Bytes in base64.'),
    attribute('link', 'reference', 'An address outside of the tenant.'),
    attribute('place', 'complex', 'A complex value.', {
      subAttributes: [
        attribute('room', 'string', 'Room.'),
        attribute('floor', 'integer', 'Floor.'),
        attribute('open', 'boolean', 'Whether it is open.'),
      ],
    }),
    attribute('serial', 'string', 'Assigned by the tenant.', { caseExact: true, mutability: 'readOnly' }),
    attribute('origin', 'string', 'Set once.', { caseExact: true, mutability: 'immutable' }),
    attribute('secret', 'string', 'Can be written, never read.', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    attribute('anchor', 'string', 'Returned whatever the projection says.', { returned: 'always' }),
    attribute('hidden', 'string', 'Kept and never returned.', { returned: 'never' }),
    attribute('onDemand', 'string', 'Returned when asked for.', { returned: 'request' }),
    attribute('badge', 'string', 'Unique in this tenant.', { uniqueness: 'server' }),
    attribute('passport', 'string', 'Unique in the world.', { caseExact: true, uniqueness: 'global' }),
    attribute('labels', 'string', 'Several strings.', { multiValued: true }),
    attribute('scores', 'integer', 'Several integers.', { multiValued: true }),
    attribute('weights', 'decimal', 'Several decimal numbers.', { multiValued: true }),
    attribute('devices', 'complex', 'Several complex values.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'string', 'Name of the device.', { required: true }),
        attribute('display', 'string', 'Text to show for the device.'),
        attribute('type', 'string', 'Kind of device.', { canonicalValues: ['phone', 'laptop', 'key'] }),
        attribute('primary', 'boolean', 'Whether the device is the preferred one.'),
        attribute('issued', 'dateTime', 'When the device was handed out.'),
      ],
    }),
  ],
};
