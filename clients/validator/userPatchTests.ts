import { ENTERPRISE, PATCH_OP, USER } from '../../schemas/attributes.ts';
import type { ValidatorTest } from './model.ts';
import { verboseOperations } from './verbose.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** A PATCH of one user, named by the step that made it. */
const patched = (who: string, ...Operations: object[]) => ({
  method: 'PATCH' as const,
  path: `/Users/${who}`,
  body: { schemas: [PATCH_OP], Operations },
});
const changed = [200, 204];
const least = { userName: '{leastName}', schemas: [USER] };

/** The tests that change a user by PATCH, after one was created. */
export const userPatchTests: ValidatorTest[] = [
  {
    id: 'replace-attributes-verbose',
    name: 'Patch User - Replace Attributes Verbose Request',
    resource: 'User',
    preview: false,
    steps: [patched('{user}', ...verboseOperations('replace'))],
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
    steps: [patched('{user}', { op: 'replace', value: { userName: '{newName}' } })],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: 'userName', expected: '{newName}', caseExact: false }] },
  },
  {
    id: 'disable-user',
    name: 'Patch User - Disable User',
    resource: 'User',
    preview: false,
    steps: [patched('{user}', { op: 'replace', path: 'active', value: false })],
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
      patched('{least}', ...verboseOperations('add')),
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
    steps: [patched('{user}', { op: 'add', path: MANAGER, value: { value: '{least}' } })],
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
      patched('{user}', { op: 'replace', path: MANAGER, value: { value: '{boss}' } }),
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: `"${ENTERPRISE}".manager.value`, expected: '{boss}' }] },
  },
  {
    id: 'remove-manager',
    name: 'Patch User - Remove Manager',
    resource: 'User',
    preview: false,
    steps: [patched('{user}', { op: 'replace', path: MANAGER, value: { value: '' } })],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: `"${ENTERPRISE}".manager.value`, expected: undefined }] },
  },
  {
    id: 'several-attributes',
    name: 'Patch User - Multiple Operations on different attributes',
    resource: 'User',
    preview: true,
    steps: [
      patched(
        '{user}',
        { op: 'remove', path: 'preferredLanguage' },
        { op: 'add', path: 'externalId', value: '{absentName}.id' },
        { op: 'replace', path: 'displayName', value: 'FBPCNVCHETXV' },
      ),
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
      patched(
        '{user}',
        { op: 'remove', path: 'displayName' },
        { op: 'add', path: 'displayName', value: 'EBBINEPPNBDO' },
        { op: 'replace', path: 'displayName', value: 'ZYWIBRPZRXJT' },
      ),
    ],
    read: '/Users/{user}',
    passes: { status: changed, values: [{ path: 'displayName', expected: 'ZYWIBRPZRXJT' }] },
  },
];
