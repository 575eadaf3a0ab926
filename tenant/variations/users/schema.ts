import { invalid } from '../../errors.ts';
import { SCHEMA, type SchemaAttribute, type SchemaDefinition, type ScimObject } from '../../model.ts';
import { attribute } from '../../schemas/build.ts';
import type { Variation } from '../variation.ts';

const onlyCanonical: NonNullable<Variation['semantics']> = (usual) => ({
  keep: (value, attribute) => {
    const listed = attribute.canonicalValues;
    const restricted = ['business', 'Clerk', 'Employee'].some((word) => listed.includes(word));
    const isListed = listed.some((word) => word.toLowerCase() === String(value).toLowerCase());
    if (restricted && !isListed) throw invalid(`${attribute.name} is one of ${listed.join(', ')}`);
    return usual.keep(value, attribute);
  },
});

/** Schemas that ask for more, offer less, or give attributes other characteristics; each is published as it is. */
export const schemaVariations: Variation[] = [
  of('display-name-required', 'displayName is required', ['7643:7'], 'displayName', { required: true }),
  of('emails-required', 'emails are required', ['7643:7'], 'emails', { required: true }),
  of('family-name-required', 'name is required, with familyName in it', ['7643:7'], 'name', (name) => ({
    ...name,
    required: true,
    subAttributes: subs(name, 'familyName', { required: true }),
  })),
  of('email-type-required', 'emails need a type', ['7643:7'], 'emails', (emails) => ({
    ...emails,
    subAttributes: subs(emails, 'type', { required: true }),
  })),
  of('active-required', 'active is required', ['7643:7'], 'active', { required: true }),
  of(
    'employee-number-required',
    'employeeNumber is required of who carries the enterprise extension',
    ['7643:7'],
    'employeeNumber',
    { required: true },
  ),
  of(
    'email-types',
    'emails are business or private, and nothing else is taken',
    ['7643:7', '7643:2.4'],
    'emails',
    (emails) => ({
      ...emails,
      subAttributes: subs(emails, 'type', { canonicalValues: ['business', 'private'] }),
    }),
    { rows: ['7643:7/canonical-values'], semantics: onlyCanonical },
  ),
  of(
    'titles-listed',
    'title is one of three, and nothing else is taken',
    ['7643:7'],
    'title',
    { canonicalValues: ['Clerk', 'Engineer', 'Manager'] },
    {
      rows: ['7643:7/canonical-values'],
      semantics: onlyCanonical,
    },
  ),
  of(
    'user-types-listed',
    'userType is one of two, and nothing else is taken',
    ['7643:7'],
    'userType',
    { canonicalValues: ['Employee', 'Contractor'] },
    {
      rows: ['7643:7/canonical-values'],
      semantics: onlyCanonical,
    },
  ),
  of(
    'phone-types-many',
    'telephone numbers suggest types of their own and take any',
    ['7643:7'],
    'phoneNumbers',
    (phones) => ({
      ...phones,
      subAttributes: subs(phones, 'type', { canonicalValues: ['desk', 'assistant', 'Mobile'] }),
    }),
    { rows: ['7643:7/canonical-values'] },
  ),
  of(
    'display-name-computed',
    'displayName is readOnly and computed from the name',
    ['7643:7', '7643:4.1.1'],
    'displayName',
    { mutability: 'readOnly' },
    {
      rows: ['7643:4.1.1/displayname'],
      smartfileRows: ['entra:G02', 'entra:G03', 'entra:R12', 'entra:Q20'],
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          return type === 'User' ? { ...made, displayName: nameOf(made) } : made;
        },
      }),
    },
  ),
  of(
    'formatted-computed',
    'name.formatted is readOnly and computed from the other parts',
    ['7643:7', '7643:4.1.1'],
    'name',
    (name) => ({
      ...name,
      subAttributes: subs(name, 'formatted', { mutability: 'readOnly' }),
    }),
    {
      rows: ['7643:4.1.1/name-variants', '7643:4.1.1/name-consistent'],
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          return made.name === undefined
            ? made
            : { ...made, name: { ...(made.name as ScimObject), formatted: nameOf(made) } };
        },
      }),
    },
  ),
  of(
    'nick-name-immutable',
    'nickName can be set once',
    ['7643:7'],
    'nickName',
    { mutability: 'immutable' },
    { rows: ['7643:7/immutable-set-late', '7644:3.5.2/patch-immutable-add'] },
  ),
  of(
    'title-immutable',
    'title can be set once',
    ['7643:7'],
    'title',
    { mutability: 'immutable' },
    { rows: ['7643:7/immutable-set-late'] },
  ),
  of(
    'timezone-secret',
    'timezone can be written and never read',
    ['7643:7'],
    'timezone',
    { mutability: 'writeOnly', returned: 'never' },
    { rows: ['7644:3.3/create-writeonly-accepted'] },
  ),
  of('user-type-read-only', 'userType is the business of the tenant', ['7643:7'], 'userType', {
    mutability: 'readOnly',
  }),
  of('photos-on-demand', 'photos are returned when they are asked for', ['7643:7'], 'photos', {
    returned: 'request',
  }),
  of('addresses-on-demand', 'addresses are returned when they are asked for', ['7643:7'], 'addresses', {
    returned: 'request',
  }),
  of(
    'language-always',
    'preferredLanguage is returned whatever is asked for',
    ['7643:7'],
    'preferredLanguage',
    { returned: 'always' },
  ),
  of('user-name-always', 'userName is returned whatever is asked for', ['7643:4.1.1', '7643:7'], 'userName', {
    returned: 'always',
  }),
  of('user-name-global', 'userName is unique in the world', ['7643:4.1.1', '7643:7'], 'userName', {
    uniqueness: 'global',
  }),
  of(
    'members-on-demand',
    'members are returned when they are asked for',
    ['7643:7', '7643:4.2'],
    'members',
    { returned: 'request' },
    { smartfileRows: ['entra:Q43', 'entra:R05'] },
  ),
  of(
    'member-value-optional',
    'a member need not give its value, as the schema in RFC 7643 has it',
    ['7643:8.7.1', '7643:4.2'],
    'members',
    (members) => ({
      ...members,
      subAttributes: subs(members, 'value', { required: false }),
    }),
    { rows: ['7643:4.2/member-sub-required'] },
  ),
  of(
    'group-names-shared',
    'groups may share a name',
    ['7643:4.2', '7643:7'],
    'displayName',
    { uniqueness: 'none' },
    {
      on: SCHEMA.group,
      rows: ['7643:4.2/duplicate-displayname'],
      smartfileRows: ['entra:R16'],
    },
  ),
  of(
    'group-names-exact',
    'names of groups differ by case',
    ['7643:7'],
    'displayName',
    { caseExact: true },
    {
      on: SCHEMA.group,
      smartfileRows: ['entra:Q20'],
    },
  ),
  of(
    'employee-number-unique',
    'employeeNumber is unique',
    ['7643:7'],
    'employeeNumber',
    { uniqueness: 'server' },
    { rows: ['7643:7/uniqueness-enforced'] },
  ),
  of('nick-name-exact', 'nickName tells capitals from small letters', ['7643:7'], 'nickName', {
    caseExact: true,
  }),
  without('profile-url', 'accounts have neither profileUrl nor ims, photos, entitlements and certificates', [
    'profileUrl',
    'ims',
    'photos',
    'entitlements',
    'x509Certificates',
  ]),
  without('nick-name', 'accounts have neither nickName nor title and userType', [
    'nickName',
    'title',
    'userType',
  ]),
  without('languages', 'accounts have neither preferredLanguage nor locale and timezone', [
    'preferredLanguage',
    'locale',
    'timezone',
  ]),
  without('groups', 'accounts do not show their groups', ['groups']),
  without('password', 'accounts have no password', ['password']),
  without('phone-numbers', 'accounts have neither telephone numbers nor addresses', [
    'phoneNumbers',
    'addresses',
  ]),
  without(
    'display-name',
    'accounts have no displayName',
    ['displayName'],
    ['entra:G01', 'entra:G02', 'entra:G03', 'entra:G04', 'entra:Q20'],
  ),
  without('roles', 'accounts have no roles', ['roles']),
  {
    ...without('most', 'accounts have no more than the connector maps', [
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
      'password',
      'phoneNumbers',
      'ims',
      'photos',
      'addresses',
      'entitlements',
      'roles',
      'x509Certificates',
    ]),
  },
  of(
    'emails-plain',
    'emails have value, type and primary, and no display',
    ['7643:2.4', '7643:4.1.2'],
    'emails',
    (emails) => ({
      ...emails,
      subAttributes: emails.subAttributes.filter(({ name }) => name !== 'display'),
    }),
  ),
  of(
    'members-plain',
    'members have value and $ref alone',
    ['7643:4.2'],
    'members',
    (members) => ({
      ...members,
      subAttributes: members.subAttributes.filter(({ name }) => name === 'value' || name === '$ref'),
    }),
    { rows: ['7643:4.2/members-type'] },
  ),
  of(
    'names-few',
    'name has givenName and familyName alone',
    ['7643:4.1.1'],
    'name',
    (name) => ({
      ...name,
      subAttributes: name.subAttributes.filter((sub) => ['givenName', 'familyName'].includes(sub.name)),
    }),
    { rows: ['7643:4.1.1/name-variants'] },
  ),
  {
    id: 'schema.core-with-own-attributes',
    says: 'the schema of accounts has attributes that RFC 7643 does not list, and publishes them',
    basis: ['7643:7', '7643:3.3'],
    rows: ['7643:3.3/ext-naming'],
    schemas: (all) =>
      all.map((one) => (one.id === SCHEMA.user ? { ...one, attributes: [...one.attributes, ...own] } : one)),
  },
];

const own = [
  attribute('quota', 'integer', 'Bytes that the account may keep.'),
  attribute('homeDirectory', 'string', 'Folder of the account.', { caseExact: true }),
  attribute('lastLogin', 'dateTime', 'Last sign-in.', { mutability: 'readOnly' }),
];

type Characteristics = Partial<SchemaAttribute>;
type Change = Characteristics | ((usual: SchemaAttribute) => SchemaAttribute);

/** One attribute otherwise, in whatever schema it is. */
function of(
  id: string,
  says: string,
  basis: string[],
  name: string,
  change: Change,
  { on, ...more }: Pick<Variation, 'rows' | 'smartfileRows' | 'semantics'> & { on?: string } = {},
): Variation {
  const place =
    on ?? (name === 'members' ? SCHEMA.group : name === 'employeeNumber' ? SCHEMA.enterprise : SCHEMA.user);
  const changed = (usual: SchemaAttribute) =>
    typeof change === 'function' ? change(usual) : { ...usual, ...change };
  return {
    id: `schema.${id}`,
    says,
    basis,
    choice: `schema of ${name} in ${place}`,
    ...more,
    schemas: (all) => all.map((one) => (one.id === place ? withAttribute(one, name, changed) : one)),
  };
}

function withAttribute(
  definition: SchemaDefinition,
  name: string,
  change: (usual: SchemaAttribute) => SchemaAttribute,
): SchemaDefinition {
  return {
    ...definition,
    attributes: definition.attributes.map((usual) => (usual.name === name ? change(usual) : usual)),
  };
}

function subs({ subAttributes }: SchemaAttribute, name: string, change: Characteristics): SchemaAttribute[] {
  return subAttributes.map((sub) => (sub.name === name ? { ...sub, ...change } : sub));
}

function without(id: string, says: string, names: string[], smartfileRows: string[] = []): Variation {
  return {
    id: `schema.no-${id}`,
    says,
    basis: ['7643:4.1', '7643:4.1.1'],
    smartfileRows,
    schemas: (all) =>
      all.map((one) =>
        one.id === SCHEMA.user
          ? { ...one, attributes: one.attributes.filter(({ name }) => !names.includes(name)) }
          : one,
      ),
  };
}

function nameOf({ name, userName }: ScimObject): string {
  const { givenName, familyName } = (name ?? {}) as ScimObject;
  const parts = [givenName, familyName].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(' ') : String(userName ?? '');
}
