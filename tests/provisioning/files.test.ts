import { describe, expect, it } from 'vitest';
import {
  explainExclusion,
  exportedScope,
  readDirectory,
  readScope,
} from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';

const user = { objectId: 'a', userPrincipalName: 'a@example.test' };

describe('a directory file', () => {
  it('gives objects, assignments and changes', () => {
    const read = readDirectory(
      {
        users: [{ ...user, manager: 'b' }, { objectId: 'b' }],
        groups: [{ objectId: 'g', displayName: 'G', members: ['a'] }],
        assignments: ['g', { objectId: 'b', role: 'Admin' }],
        changes: [{ unassign: ['g'], set: [{ objectId: 'a', manager: null, title: 'x' }] }],
      },
      'd.json',
    );
    expect([...read.objects].map(({ objectId, kind }) => [objectId, kind])).toEqual([
      ['a', 'User'],
      ['b', 'User'],
      ['g', 'Group'],
    ]);
    expect(read.assignments?.get('b')).toEqual(['Admin']);
    expect(read.changes[0]?.set).toEqual([{ objectId: 'a', manager: null, attributes: { title: 'x' } }]);
  });

  it.each([
    [[], '/ is not an object'],
    [{}, '/users contains no user'],
    [{ users: [user], people: [] }, '/people is not known'],
    [{ users: [{}] }, '/users/0/objectId must be a non-empty string'],
    [{ users: [user, user] }, '/users/1/objectId "a" occurs twice'],
    [{ users: [{ ...user, accountEnabled: 'no' }] }, '/users/0/accountEnabled must be true or false'],
    [{ users: [user], groups: [{ objectId: 'g', members: ['z'] }] }, '/groups/0/members/0 names "z"'],
    [{ users: [user], changes: [{ purge: ['z'] }] }, '/changes/0/purge/0 names "z"'],
    [{ users: [user], changes: [{ rename: [] }] }, '/changes/0/rename is not known'],
    [{ users: [{ ...user, departement: 'x' }] }, '/users/0/departement is not known; was department meant?'],
    [
      { users: [{ ...user, AccountEnabled: false }] },
      '/users/0/AccountEnabled is not known; was accountEnabled',
    ],
    [{ users: [{ ...user, mangager: 'b' }] }, '/users/0/mangager is not known; was manager meant?'],
    [{ users: [{ ...user, members: [] }] }, '/users/0/members is for groups only'],
    [{ users: [{ ...user, mail: { a: 1 } }] }, '/users/0/mail must be a string, a number'],
    [
      { users: [user], groups: [{ objectId: 'g', member: ['a'] }] },
      '/groups/0/member is not known; was members',
    ],
    [{ users: [user], groups: [{ objectId: 'g', manager: 'a' }] }, '/groups/0/manager is for users only'],
    [
      { users: [user], changes: [{ users: [{ objectId: 'b', giveName: 'x' }] }] },
      '/changes/0/users/0/giveName is not',
    ],
    [
      { users: [user], changes: [{ set: [{ objectId: 'a', surnam: 'x' }] }] },
      '/changes/0/set/0/surnam is not known',
    ],
    [
      { users: [user], changes: [{ set: [{ objectId: 'a', members: [] }] }] },
      '/changes/0/set/0/members is set by',
    ],
    [{ users: [user], assignments: [{ objectId: 'a', roles: 'x' }] }, '/assignments/0/roles is not known'],
    [{ users: [user], defaultDomain: 5 }, '/defaultDomain must be a non-empty string'],
  ])('that is wrong is refused with its JSON path: %j', (data, message) => {
    expect(() => readDirectory(data, 'd.json')).toThrow(`d.json: ${message}`);
  });
});

describe('a scope file', () => {
  const judge = (operator: string, value?: string) => {
    const scope = readScope({ User: [[{ attribute: 'department', operator, value }]] }, 's.json');
    const outside = (department: string | boolean | undefined) =>
      explainExclusion(scope.User, () => department) !== undefined;
    return { sales: !outside('Sales'), nothing: !outside(undefined), truth: !outside(true) };
  };

  it.each([
    ['EQUALS', 'Sales', { sales: true, nothing: false, truth: false }],
    ['NOT EQUALS', 'Sales', { sales: false, nothing: true, truth: true }],
    ['IS TRUE', undefined, { sales: false, nothing: false, truth: true }],
    ['IS FALSE', undefined, { sales: false, nothing: false, truth: false }],
    ['IS NULL', undefined, { sales: false, nothing: true, truth: false }],
    ['IS NOT NULL', undefined, { sales: true, nothing: false, truth: true }],
    ['REGEX MATCH', '^S.*s$', { sales: true, nothing: false, truth: false }],
    ['NOT REGEX MATCH', '^S.*s$', { sales: false, nothing: true, truth: true }],
    ['INCLUDES', 'ale', { sales: true, nothing: false, truth: false }],
    ['greater_than', '3', { sales: false, nothing: false, truth: false }],
  ])('%s', (operator, value, expected) => {
    expect(judge(operator, value)).toEqual(expected);
  });

  it('joins clauses by and, filters by or', () => {
    const clause = (attribute: string, value: string) => ({ attribute, operator: 'EQUALS', value });
    const { User } = readScope(
      { User: [[clause('a', '1'), clause('b', '2')], [clause('c', '3')]] },
      's.json',
    );
    const inScope = (values: Record<string, string>) =>
      explainExclusion(User, (name) => values[name]) === undefined;
    expect([inScope({ a: '1', b: '2' }), inScope({ a: '1' }), inScope({ c: '3' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([
    [{ User: {} }, '/User is not a list'],
    [{ Users: [] }, '/Users is not known'],
    [{ User: [[{ attribute: 'a', operator: 'EQUALS', values: 'x' }]] }, '/User/0/0/values is not known'],
    [{ User: [[{ attribute: 'a', operator: 'LIKE' }]] }, '/User/0/0/operator is "LIKE"; known: EQUALS'],
    [{ User: [[{ attribute: 'a', operator: 'EQUALS' }]] }, '/User/0/0/value must be a string'],
    [
      { User: [[{ attribute: 'a', operator: 'REGEX MATCH', value: '(' }]] },
      '/User/0/0/value is not a usable regular',
    ],
  ])('that is wrong is refused with its JSON path: %j', (data, message) => {
    expect(() => readScope(data, 's.json')).toThrow(`s.json: ${message}`);
  });
});

describe('the scoping filters of an exported job', () => {
  const readScopeText = (data: unknown, file: string) => {
    const schema = exportedSchema(data);
    if (schema === undefined) throw new Error('no schema');
    return exportedScope(schema, file);
  };
  const exported = (groups: unknown, targetObjectName = 'User') => ({
    synchronizationRules: [
      { objectMappings: [{ targetObjectName, enabled: true, scope: { groups }, attributeMappings: [] }] },
    ],
  });
  const clause = (operatorName: string, ...values: string[]) => ({
    sourceOperandName: 'department',
    operatorName,
    targetOperand: { values },
  });

  it('hold as those of a scope file do, for what is assigned', () => {
    const schema = exported([
      { name: 'Sales', clauses: [clause('EQUALS', 'Sales')] },
      { name: 'none', clauses: [clause('IS_NULL')] },
      { name: 'empty', clauses: [] },
    ]);
    expect(readScopeText(schema, 'schema.json')).toEqual({
      assignedOnly: true,
      User: [
        [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }],
        [{ attribute: 'department', operator: 'IS NULL' }],
      ],
      Group: [],
    });
    expect(
      readScopeText(exported([{ clauses: [clause('NOT EQUALS', 'x')] }], 'Group'), 's').Group,
    ).toHaveLength(1);
    expect(readScopeText(exported(null), 'schema.json').User).toEqual([]);
  });

  const at = '/synchronizationRules/0/objectMappings/0/scope/groups';
  it.each([
    [{}, `${at} is not a list`],
    [[{ clauses: [clause('LIKE', 'x')] }], `${at}/0/clauses/0/operatorName is "LIKE"; known: EQUALS`],
    [[{ clauses: [clause('EQUALS')] }], `${at}/0/clauses/0/targetOperand/values/0 must be a string`],
    [[{ clauses: [clause('EQUALS', 'x', 'y')] }], `${at}/0/clauses/0/targetOperand/values has more than one`],
  ])('that cannot be used are refused with their JSON path: %j', (groups, message) => {
    expect(() => readScopeText(exported(groups), 'schema.json')).toThrow(`schema.json: ${message}`);
  });
});
