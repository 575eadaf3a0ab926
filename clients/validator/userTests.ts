import type { ValidatorTest } from './model.ts';
import { verboseOperations } from './verbose.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MANAGER = `${ENTERPRISE}:manager`;
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

const patch = (...Operations: object[]) => ({ schemas: [PATCH], Operations });
const changed = [200, 204];
const listed = (total: number) => [
  { path: 'schemas[0]', expected: LIST },
  { path: 'totalResults', expected: total },
];

const whole = {
  userName: '{userName}',
  active: true,
  displayName: 'NDSQQTECVAAC',
  title: 'CJSGUNOAAMMQ',
  emails: [{ type: 'work', value: '{mail}', primary: true }],
  preferredLanguage: 'hi',
  roles: [{ primary: 'True', display: 'KVKCBLHHEBTX', value: 'XYEPZRIOFKZJ', type: 'GMAJYHVSUSAC' }],
  name: { givenName: 'Elfrieda', familyName: 'Urban', formatted: 'Myah', middleName: 'Cindy' },
  schemas: [USER, ENTERPRISE],
};
const least = { userName: '{leastName}', schemas: [USER] };

/** The tests about users; each goes on with what those before it made. */
export const userTests: ValidatorTest[] = [
  {
    id: 'create-user',
    name: 'Create a new User',
    resource: 'User',
    preview: false,
    steps: [{ method: 'POST', path: '/Users', body: whole, as: 'user' }],
    passes: { status: [201], values: [{ path: 'userName', expected: '{userName}', caseExact: false }] },
  },
  {
    id: 'duplicate-user',
    name: 'Create a duplicate User',
    resource: 'User',
    preview: false,
    steps: [{ method: 'POST', path: '/Users', body: whole, as: 'second' }],
    passes: { status: [409] },
  },
  {
    id: 'filter-user',
    name: 'Filter for an existing user',
    resource: 'User',
    preview: false,
    steps: [{ method: 'GET', path: '/Users?filter=userName+eq+%22{userNameEncoded}%22' }],
    passes: {
      status: [200],
      values: [...listed(1), { path: 'Resources[0].userName', expected: '{userName}', caseExact: false }],
    },
  },
  {
    id: 'filter-no-user',
    name: 'Filter for a non-existing user',
    resource: 'User',
    preview: false,
    steps: [{ method: 'GET', path: '/Users?filter=userName+eq+%22{absentName}%22' }],
    passes: { status: [200], values: listed(0) },
  },
  {
    id: 'filter-user-in-other-case',
    name: 'Filter for an existing user with a different case',
    resource: 'User',
    preview: false,
    steps: [{ method: 'GET', path: '/Users?filter=userName+eq+%22{userNameUpper}%22' }],
    passes: { status: [200], values: listed(1) },
  },
  {
    id: 'replace-attributes-verbose',
    name: 'Patch User - Replace Attributes Verbose Request',
    resource: 'User',
    preview: false,
    steps: [{ method: 'PATCH', path: '/Users/{user}', body: patch(...verboseOperations('replace')) }],
    read: '/Users/{user}',
    passes: {
      status: changed,
      values: [
        { path: 'displayName', expected: 'GTNCXBFJAYYF' },
        { path: 'emails[0].value', expected: '{mail2}', caseExact: false },
        { path: 'name.familyName', expected: 'Isabel' },
      ],
    },
  },
  {
    id: 'update-user-name',
    name: 'Update User userName',
    resource: 'User',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch({ op: 'replace', value: { userName: '{newName}' } }),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: 'userName', expected: '{newName}', caseExact: false }] },
  },
  {
    id: 'disable-user',
    name: 'Patch User - Disable User',
    resource: 'User',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch({ op: 'replace', path: 'active', value: false }),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: 'active', expected: false }] },
  },
  {
    id: 'add-attributes-verbose',
    name: 'Patch User - Add Attributes Verbose Request',
    resource: 'User',
    preview: false,
    steps: [
      { method: 'POST', path: '/Users', body: least, as: 'least' },
      { method: 'PATCH', path: '/Users/{least}', body: patch(...verboseOperations('add')) },
    ],
    read: '/Users/{least}',
    passes: {
      status: changed,
      values: [
        { path: 'displayName', expected: 'GTNCXBFJAYYF' },
        { path: 'emails[0].value', expected: '{mail2}', caseExact: false },
        { path: 'phoneNumbers[0].value', expected: '74-856-4597' },
      ],
    },
  },
  {
    id: 'add-manager',
    name: 'Patch User - Add Manager',
    resource: 'User',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch({ op: 'add', path: MANAGER, value: { value: '{least}' } }),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: `"${ENTERPRISE}".manager.value`, expected: '{least}' }] },
  },
  {
    id: 'replace-manager',
    name: 'Patch User - Replace Manager',
    resource: 'User',
    preview: false,
    steps: [
      { method: 'POST', path: '/Users', body: { ...least, userName: '{bossName}' }, as: 'boss' },
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch({ op: 'replace', path: MANAGER, value: { value: '{boss}' } }),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: `"${ENTERPRISE}".manager.value`, expected: '{boss}' }] },
  },
  {
    id: 'remove-manager',
    name: 'Patch User - Remove Manager',
    resource: 'User',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch({ op: 'replace', path: MANAGER, value: { value: '' } }),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: `"${ENTERPRISE}".manager.value`, expected: undefined }] },
  },
  {
    id: 'several-attributes',
    name: 'Patch User - Multiple Operations on different attributes',
    resource: 'User',
    preview: true,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch(
          { op: 'remove', path: 'preferredLanguage' },
          { op: 'add', path: 'externalId', value: '{absentName}.id' },
          { op: 'replace', path: 'displayName', value: 'FBPCNVCHETXV' },
        ),
      },
    ],
    read: '/Users/{user}',
    passes: {
      status: changed,
      values: [
        { path: 'displayName', expected: 'FBPCNVCHETXV' },
        { path: 'externalId', expected: '{absentName}.id' },
        { path: 'preferredLanguage', expected: undefined },
      ],
    },
  },
  {
    id: 'same-attribute',
    name: 'Patch User - Multiple Operations on same attribute',
    resource: 'User',
    preview: true,
    steps: [
      {
        method: 'PATCH',
        path: '/Users/{user}',
        body: patch(
          { op: 'remove', path: 'displayName' },
          { op: 'add', path: 'displayName', value: 'EBBINEPPNBDO' },
          { op: 'replace', path: 'displayName', value: 'ZYWIBRPZRXJT' },
        ),
      },
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: 'displayName', expected: 'ZYWIBRPZRXJT' }] },
  },
  {
    id: 'delete-user',
    name: 'Delete a User',
    resource: 'User',
    preview: false,
    steps: [
      { method: 'DELETE', path: '/Users/{user}' },
      { method: 'GET', path: '/Users/{user}' },
    ],
    passes: { status: [404] },
  },
  {
    id: 'delete-no-user',
    name: 'Delete a non-existent User',
    resource: 'User',
    preview: true,
    steps: [
      { method: 'GET', path: '/Users/{absentName}' },
      { method: 'DELETE', path: '/Users/{absentName}' },
    ],
    passes: { status: [404] },
  },
  {
    id: 'delete-user-twice',
    name: 'Delete the same User twice',
    resource: 'User',
    preview: true,
    steps: [{ method: 'DELETE', path: '/Users/{user}' }],
    passes: { status: [404] },
  },
];
