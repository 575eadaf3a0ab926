import { describe, expect, test } from 'vitest';
import { readDirectory, readScope } from '../../clients/entra/engine/index.ts';
import { readMapping } from '../../config/mapping/read.ts';
import { compileSchema } from '../../schemas/ajv.ts';
import { readPackageJson } from '../../schemas/packageRoot.ts';

type Json = Record<string, unknown>;

const $schema = './x.schema.json';
const directory = {
  $schema,
  users: [
    { objectId: 'u1', userPrincipalName: 'a@b.test', accountEnabled: true },
    { objectId: 'u2', manager: 'u1', otherMails: ['c@d.test'] },
  ],
  groups: [{ objectId: 'g1', displayName: 'All', members: ['u1'] }],
  assignments: ['g1', { objectId: 'u2', role: 'User' }],
  changes: [
    {
      users: [{ objectId: 'u3' }],
      set: [{ objectId: 'u1', manager: null, department: 'Sales' }],
      members: [{ group: 'g1', add: ['u3'], remove: ['u1'] }],
      assign: ['u3'],
      delete: ['u2'],
      days: 3,
    },
  ],
};
const scope = {
  $schema,
  assignedOnly: false,
  User: [[{ attribute: 'department', operator: 'EQUALS', value: 'x' }]],
};
const line = { resource: 'Group', source: 'displayName', target: 'displayName', when: 'always', matching: 1 };

/** A reader with what it takes, and what neither it nor the schema may take. */
const cases: Record<string, { read(data: unknown): unknown; good: unknown[]; bad: unknown[] }> = {
  directory: {
    read: (data) => readDirectory(data, 'f'),
    good: [directory, { groups: directory.groups, users: directory.users }],
    bad: [
      [],
      {},
      { ...directory, user: [] },
      { users: [{ id: 'u1' }] },
      { users: [{ objectId: 'u1', accountEnabled: 'yes' }] },
      { users: [{ objectId: 'u1', members: ['u1'] }] },
      { users: [{ objectId: 'u1', name: { given: 'x' } }] },
      { ...directory, changes: [{ days: -1 }] },
      { ...directory, changes: [{ members: [{ add: ['u1'] }] }] },
    ],
  },
  scope: {
    read: (data) => readScope(data, 'f'),
    good: [scope, {}],
    bad: [
      [],
      { users: [] },
      { assignedOnly: 'yes' },
      { User: [[{ attribute: 'a', operator: 'LIKE', value: 'x' }]] },
      { User: [[{ operator: 'IS NULL' }]] },
    ],
  },
  mapping: {
    read: (data) => readMapping(data, 'f'),
    good: [[line], { $schema, mapping: [{ source: 'mail', target: 'userName' }] }],
    bad: [
      [],
      [{ ...line, resource: 'Device' }],
      [{ source: 'mail' }],
      [{ ...line, whenn: 'always' }],
      [{ ...line, matching: 0 }],
      { mapping: [line], more: 1 },
    ],
  },
};

describe.each(Object.entries(cases))('the schema of %s and its reader', (name, { read, good, bad }) => {
  const { validate: fits } = compileSchema(readPackageJson<Json>(`schemas/files/${name}.schema.json`));

  test.each(good)('take the same: %j', (data) => {
    expect(() => read(data)).not.toThrow();
    expect(fits(data), JSON.stringify(fits.errors)).toBe(true);
  });

  test.each(bad.map((data) => [data]))('refuse the same: %j', (data) => {
    expect(() => read(data)).toThrow();
    expect(fits(data)).toBe(false);
  });
});
