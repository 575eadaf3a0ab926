import { SCHEMA, type SchemaAttribute, type SchemaDefinition } from '../model.ts';
import { attribute, plural } from './build.ts';

/** Attributes that every resource has whatever its schema (RFC 7643 section 3.1); not published. */
export const commonAttributes: SchemaAttribute[] = [
  attribute('schemas', 'string', 'Schemas of the resource.', {
    multiValued: true,
    caseExact: true,
    returned: 'always',
  }),
  attribute('id', 'string', 'Identifier issued by this tenant.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'string', 'Identifier issued by the client.', { caseExact: true }),
  attribute('meta', 'complex', 'Metadata kept by this tenant.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'string', 'Name of the resource type.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
      attribute('created', 'dateTime', 'When the resource came to be.', { mutability: 'readOnly' }),
      attribute('lastModified', 'dateTime', 'When the resource last changed.', { mutability: 'readOnly' }),
      attribute('location', 'reference', 'Address of the resource.', {
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      attribute('version', 'string', 'Entity tag of the resource.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
    ],
  }),
];

const places = ['work', 'home', 'other'];

/** The core User of RFC 7643 section 4.1. */
export const userSchema: SchemaDefinition = {
  id: SCHEMA.user,
  name: 'User',
  description: 'An account of this tenant',
  attributes: [
    attribute('userName', 'string', 'Name that the account signs in with.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', 'complex', "Parts of the person's name.", {
      subAttributes: [
        attribute('formatted', 'string', 'The whole name, ready to show.'),
        attribute('familyName', 'string', 'Family name.'),
        attribute('givenName', 'string', 'Given name.'),
        attribute('middleName', 'string', 'Middle names.'),
        attribute('honorificPrefix', 'string', 'Title before the name.'),
        attribute('honorificSuffix', 'string', 'Suffix after the name.'),
      ],
    }),
    attribute('displayName', 'string', 'Name to show for the account.'),
    attribute('nickName', 'string', 'Casual name of the person.'),
    attribute('profileUrl', 'reference', 'Page about the person.'),
    attribute('title', 'string', 'Job title.'),
    attribute('userType', 'string', 'Relation of the person to the organisation.'),
    attribute('preferredLanguage', 'string', 'Language that the person prefers.'),
    attribute('locale', 'string', 'Locale for dates, numbers and currency.'),
    attribute('timezone', 'string', 'Time zone of the person.'),
    attribute('active', 'boolean', 'Whether the account may sign in.'),
    attribute('password', 'string', 'Secret that the account signs in with.', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    plural('emails', 'Mail addresses.', attribute('value', 'string', 'Mail address.'), places),
    plural('phoneNumbers', 'Telephone numbers.', attribute('value', 'string', 'Telephone number.'), [
      ...places,
      'mobile',
      'fax',
      'pager',
    ]),
    plural('ims', 'Instant messaging addresses.', attribute('value', 'string', 'Messaging address.'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural('photos', 'Pictures of the person.', attribute('value', 'reference', 'Address of a picture.'), [
      'photo',
      'thumbnail',
    ]),
    attribute('addresses', 'complex', 'Postal addresses.', {
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'string', 'The whole address, ready to show.'),
        attribute('streetAddress', 'string', 'Street, number, apartment.'),
        attribute('locality', 'string', 'City.'),
        attribute('region', 'string', 'State or region.'),
        attribute('postalCode', 'string', 'Postal code.'),
        attribute('country', 'string', 'Country as two letters of ISO 3166-1.'),
        attribute('type', 'string', 'What this address is used for.', { canonicalValues: places }),
        attribute('primary', 'boolean', 'Whether this address is the preferred one.'),
      ],
    }),
    attribute('groups', 'complex', 'Groups that the account is a member of.', {
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'string', 'Identifier of the group.', { caseExact: true, mutability: 'readOnly' }),
        attribute('$ref', 'reference', 'Address of the group.', {
          mutability: 'readOnly',
          referenceTypes: ['Group'],
        }),
        attribute('display', 'string', 'Name of the group.', { mutability: 'readOnly' }),
        attribute('type', 'string', 'Whether the membership is direct.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
    }),
    plural('entitlements', 'Things that the account is entitled to.', text('Entitlement.'), []),
    plural('roles', 'Roles of the account.', text('Role.'), []),
    plural(
      'x509Certificates',
      'Certificates issued to the account.',
      attribute('value', 'binary', 'One DER certificate.'),
      [],
    ),
  ],
};

/** The core Group of RFC 7643 section 4.2; names are unique here, which Entra asks for and the schema says. */
export const groupSchema: SchemaDefinition = {
  id: SCHEMA.group,
  name: 'Group',
  description: 'A set of accounts and groups',
  attributes: [
    attribute('displayName', 'string', 'Name of the group.', { required: true, uniqueness: 'server' }),
    attribute('members', 'complex', 'Members of the group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'string', 'Identifier of the member.', {
          required: true,
          caseExact: true,
          mutability: 'immutable',
        }),
        attribute('$ref', 'reference', 'Address of the member.', {
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('type', 'string', 'Kind of the member.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'string', 'Name of the member.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};

function text(description: string): SchemaAttribute {
  return attribute('value', 'string', description);
}
