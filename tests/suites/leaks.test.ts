import { describe, expect, test } from 'vitest';
import { leakIn } from '../../suites/traffic/leaks.ts';

describe('what errors show of the inside', () => {
  test.each([
    ['UNIQUE constraint failed: auth_user.username', 'database-error'],
    ['duplicate key value violates unique constraint "users_user_name_key"', 'database-error'],
    ["(1062, \"Duplicate entry 'a@b' for key 'username'\")", 'database-error'],
    ['Violation of UNIQUE KEY constraint', 'database-error'],
    ['relation "scim_user" does not exist', 'database-error'],
    ['django.db.utils.IntegrityError', 'database-error'],
    ['com.example.scim.store.ResourceNotFoundException: 4711', 'class-name'],
    ['System.Data.SqlClient.SqlException', 'class-name'],
    ['Object reference not set to an instance of an object.', 'class-name'],
    ["'NoneType' object has no attribute 'lower'", 'class-name'],
    ["undefined method `downcase' for nil:NilClass", 'class-name'],
    ["TypeError: Cannot read properties of undefined (reading 'id')", 'class-name'],
    ['KeyError: userName', 'class-name'],
    ['at\\n    at Store.find (/srv/app/store.js:12:3)', 'stack-trace'],
  ])('%s', (text, key) => {
    expect(leakIn(text, '')?.key).toBe(key);
  });

  test.each([
    'userName must be unique; another user has it already',
    'No User matches the given query.',
    'The value violates the uniqueness of userName.',
    'invalidValue: the value of active is not a boolean',
    'Attribute urn:ietf:params:scim:schemas:core:2.0:User:userName is required',
    'unknown attribute ctsNoSuch, select one of the schema from /Schemas',
    'Error: not found',
    'no user alice.smith@example.test in scim.example.test',
  ])('nothing in: %s', (text) => {
    expect(leakIn(text, '')).toBeUndefined();
  });

  test('what the request said may be repeated', () => {
    expect(leakIn('no user KeyError: x', 'filter=KeyError: x')).toBeUndefined();
  });
});
