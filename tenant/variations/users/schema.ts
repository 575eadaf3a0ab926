import { SCHEMA, type ScimObject } from '../../model.ts';
import { attribute } from '../../schemas/build.ts';
import type { Variation } from '../variation.ts';
import { of, subs } from './schemaOf.ts';

/** Schemas that give attributes other characteristics; each is published as it is. */
export const schemaVariations: Variation[] = [
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
          return type === 'User' ? { ...made, displayName: composeName(made) } : made;
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
            : { ...made, name: { ...(made.name as ScimObject), formatted: composeName(made) } };
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
    'timezone can be written but never read',
    ['7643:7'],
    'timezone',
    { mutability: 'writeOnly', returned: 'never' },
    { rows: ['7644:3.3/create-writeonly-accepted'] },
  ),
  of(
    'active-secret',
    'active can be written but is never returned',
    ['7643:7'],
    'active',
    { returned: 'never' },
    { smartfileRows: ['entra:Q02', 'entra:Q03', 'smartfile:S14'] },
  ),
  of('user-type-read-only', 'userType is managed by the tenant', ['7643:7'], 'userType', {
    mutability: 'readOnly',
  }),
  of('photos-on-demand', 'photos are returned on request', ['7643:7'], 'photos', {
    returned: 'request',
  }),
  of('addresses-on-demand', 'addresses are returned on request', ['7643:7'], 'addresses', {
    returned: 'request',
  }),
  of(
    'language-always',
    'preferredLanguage is returned whatever is requested',
    ['7643:7'],
    'preferredLanguage',
    { returned: 'always' },
  ),
  of('user-name-always', 'userName is returned whatever is requested', ['7643:4.1.1', '7643:7'], 'userName', {
    returned: 'always',
  }),
  of('phone-numbers-never', 'telephone numbers are stored but never returned', ['7643:7'], 'phoneNumbers', {
    returned: 'never',
  }),
  of('user-name-global', 'userName is unique in the world', ['7643:4.1.1', '7643:7'], 'userName', {
    uniqueness: 'global',
  }),
  of(
    'members-on-demand',
    'members are returned on request',
    ['7643:7', '7643:4.2'],
    'members',
    { returned: 'request' },
    { smartfileRows: ['entra:Q43', 'entra:R05'] },
  ),
  of(
    'nick-name-on-demand',
    'nickName is returned on request',
    ['7643:7'],
    'nickName',
    { returned: 'request' },
    { rows: ['7644:3.4/get-defaults'] },
  ),
  of('groups-on-demand', 'accounts show their groups when these are asked for', ['7643:7'], 'groups', {
    returned: 'request',
  }),
  of(
    'members-required',
    'a group has a member at least, as in directories',
    ['7643:7', '7643:8.7.1', '7644:3.5.2.2'],
    'members',
    { required: true },
    {
      rows: ['7643:4.2/create-without-members'],
      // Entra makes every group without members, and fills it later.
      smartfileRows: [
        ...['R01', 'R02', 'R23', 'R30', 'R31', 'Q12', 'Q13', 'Q14', 'Q15', 'Q17', 'Q40'].map(
          (id) => `entra:${id}`,
        ),
        ...['S20', 'S21', 'S22', 'S30', 'S37'].map((id) => `smartfile:${id}`),
      ],
    },
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
    'members have value and $ref only',
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
    'name has givenName and familyName only',
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

function composeName({ name, userName }: ScimObject): string {
  const { givenName, familyName } = (name ?? {}) as ScimObject;
  const parts = [givenName, familyName].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(' ') : String(userName ?? '');
}
