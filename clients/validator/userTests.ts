import { ENTERPRISE, LIST_RESPONSE, USER } from '../../schemas/attributes.ts';
import type { ValidatorTest } from './model.ts';
import { userPatchTests } from './userPatchTests.ts';

const listed = (total: number) => [
  { path: 'schemas[0]', expected: LIST_RESPONSE },
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
  ...userPatchTests,
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
