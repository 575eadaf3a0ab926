import { ENTERPRISE, GROUP, USER } from './attributes.ts';
import type { Attribute, ResourceType, SchemaDefinition } from './capabilities.ts';

/** A string as RFC 7643 section 7 has it where nothing is said, but for what differs. */
export function attribute(name: string, differs: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    referenceTypes: [],
    subAttributes: [],
    ...differs,
  };
}

const named = (names: string[]): Attribute[] => names.map((name) => attribute(name));

function plural(name: string, differs: Partial<Attribute> = {}, sub: Attribute[] = []): Attribute {
  return attribute(name, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute('value'),
      attribute('display'),
      attribute('type'),
      attribute('primary', { type: 'boolean' }),
      ...sub,
    ],
    ...differs,
  });
}

/** What a profile may assume of an endpoint whose /ResourceTypes or /Schemas cannot be read. */
export const ASSUMED_RESOURCE_TYPES: ResourceType[] = [
  { name: 'User', endpoint: '/Users', schema: USER, extensions: [{ schema: ENTERPRISE, required: false }] },
  { name: 'Group', endpoint: '/Groups', schema: GROUP, extensions: [] },
];

/** The attributes that the SmartFile mapping touches, with the characteristics that RFC 7643 fixes. */
export const ASSUMED_SCHEMAS: SchemaDefinition[] = [
  {
    id: USER,
    name: 'User',
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('name', {
        type: 'complex',
        subAttributes: named(['formatted', 'familyName', 'givenName']),
      }),
      attribute('displayName'),
      attribute('active', { type: 'boolean' }),
      plural('emails'),
      plural('groups', { mutability: 'readOnly' }),
    ],
  },
  {
    id: GROUP,
    name: 'Group',
    attributes: [
      attribute('displayName', { required: true }),
      attribute('members', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attribute('value', { mutability: 'immutable' }),
          attribute('$ref', {
            type: 'reference',
            mutability: 'immutable',
            referenceTypes: ['User', 'Group'],
          }),
          attribute('type', { mutability: 'immutable' }),
        ],
      }),
    ],
  },
];
