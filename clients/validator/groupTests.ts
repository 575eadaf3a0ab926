import { GROUP, PATCH_OP } from '../../schemas/attributes.ts';
import type { ValidatorTest } from './model.ts';

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations });
const changed = [200, 204];
const whole = { displayName: '{groupName}', externalId: '{groupName}.id', schemas: [GROUP] };
const found = [
  { path: 'totalResults', expected: 1 },
  { path: 'Resources[0].id', expected: '{group}' },
];

/** The tests about groups; each goes on with what those before it made. */
export const groupTests: ValidatorTest[] = [
  {
    id: 'create-group',
    name: 'Create a new Group',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'POST', path: '/Groups', body: whole, as: 'group' }],
    passes: { status: [201], values: [{ path: 'displayName', expected: '{groupName}', caseExact: false }] },
  },
  {
    id: 'duplicate-group',
    name: 'Create a duplicate Group',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'POST', path: '/Groups', body: whole, as: 'secondGroup' }],
    passes: { status: [409] },
  },
  {
    id: 'read-group-without-members',
    name: 'Get group by id excluding members',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'GET', path: '/Groups/{group}?excludedAttributes=members' }],
    passes: {
      status: [200],
      values: [
        { path: 'id', expected: '{group}' },
        { path: 'members', expected: undefined },
      ],
    },
  },
  {
    id: 'filter-group-without-members',
    name: 'Filter for an existing group by displayName excluding members',
    resource: 'Group',
    preview: false,
    steps: [
      { method: 'GET', path: '/Groups?excludedAttributes=members&filter=displayName+eq+%22{groupName}%22' },
    ],
    passes: { status: [200], values: [...found, { path: 'Resources[0].members', expected: undefined }] },
  },
  {
    id: 'filter-group',
    name: 'Filter for an existing group',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'GET', path: '/Groups?filter=displayName+eq+%22{groupName}%22' }],
    passes: { status: [200], values: found },
  },
  {
    id: 'filter-no-group',
    name: 'Filter for a non-existing group',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'GET', path: '/Groups?filter=displayName+eq+%22{absentName}%22' }],
    passes: { status: [200], values: [{ path: 'totalResults', expected: 0 }] },
  },
  {
    id: 'filter-group-in-other-case',
    name: 'Filter for an existing group with a different case',
    resource: 'Group',
    preview: false,
    steps: [{ method: 'GET', path: '/Groups?filter=displayName+eq+%22{groupNameUpper}%22' }],
    passes: { status: [200], values: found },
  },
  {
    id: 'replace-group-attributes',
    name: 'Patch Group - Replace Attributes',
    resource: 'Group',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch({ op: 'replace', value: { externalId: '{absentName}.gid' } }),
      },
    ],
    read: '/Groups/{group}',
    passes: { status: changed, values: [{ path: 'externalId', expected: '{absentName}.gid' }] },
  },
  {
    id: 'update-group-name',
    name: 'Update Group displayName',
    resource: 'Group',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch({ op: 'replace', value: { displayName: '{newGroupName}' } }),
      },
    ],
    read: '/Groups/{group}',
    passes: {
      status: changed,
      values: [{ path: 'displayName', expected: '{newGroupName}', caseExact: false }],
    },
  },
  {
    id: 'add-member',
    name: 'Patch Group - Add Member',
    resource: 'Group',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch({ op: 'replace', path: 'members', value: [{ value: '{least}' }] }),
      },
    ],
    read: '/Groups/{group}',
    passes: { status: changed, values: [{ path: 'members[0].value', expected: '{least}' }] },
  },
  {
    id: 'remove-member',
    name: 'Patch Group - Remove Member',
    resource: 'Group',
    preview: false,
    steps: [
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch({ op: 'add', path: 'members', value: [{ value: '{boss}' }] }),
      },
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch({ op: 'remove', path: 'members[value eq "{least}"]' }),
      },
    ],
    read: '/Groups/{group}',
    passes: {
      status: changed,
      values: [
        { path: 'members[0].value', expected: '{boss}' },
        { path: 'members[1]', expected: undefined },
      ],
    },
  },
  {
    id: 'same-group-attribute',
    name: 'Patch Group - Multiple Operations on same attribute',
    resource: 'Group',
    preview: true,
    steps: [
      {
        method: 'PATCH',
        path: '/Groups/{group}',
        body: patch(
          { op: 'add', path: 'members', value: [{ value: '{least}' }] },
          { op: 'remove', path: 'members[value eq "{least}"]' },
        ),
      },
    ],
    read: '/Groups/{group}',
    passes: { status: changed, values: [{ path: 'members[1]', expected: undefined }] },
  },
  {
    id: 'delete-group',
    name: 'Delete a Group',
    resource: 'Group',
    preview: false,
    steps: [
      { method: 'DELETE', path: '/Groups/{group}' },
      { method: 'GET', path: '/Groups/{group}' },
    ],
    passes: { status: [404] },
  },
  {
    id: 'delete-no-group',
    name: 'Delete a non-existent Group',
    resource: 'Group',
    preview: true,
    steps: [
      { method: 'GET', path: '/Groups/{absentName}' },
      { method: 'DELETE', path: '/Groups/{absentName}' },
    ],
    passes: { status: [404] },
  },
  {
    id: 'delete-group-twice',
    name: 'Delete the same Group twice',
    resource: 'Group',
    preview: true,
    steps: [{ method: 'DELETE', path: '/Groups/{group}' }],
    passes: { status: [404] },
  },
];
