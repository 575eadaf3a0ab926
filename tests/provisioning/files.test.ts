import { describe, expect, it } from 'vitest';
import { outsideOf, readDirectory, readScope } from '../../clients/entra/engine/index.ts';

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
    expect(read.objects.map(({ objectId, kind }) => [objectId, kind])).toEqual([
      ['a', 'User'],
      ['b', 'User'],
      ['g', 'Group'],
    ]);
    expect(read.assignments?.get('b')).toEqual(['Admin']);
    expect(read.changes[0]?.set).toEqual([{ objectId: 'a', manager: null, attributes: { title: 'x' } }]);
  });

  it.each([
    [[], '/ is not an object'],
    [{}, '/users names nobody'],
    [{ users: [user], people: [] }, '/people is not known'],
    [{ users: [{}] }, '/users/0/objectId must be a text'],
    [{ users: [user, user] }, '/users/1/objectId "a" is there twice'],
    [{ users: [{ ...user, accountEnabled: 'no' }] }, '/users/0/accountEnabled must be true or false'],
    [{ users: [user], groups: [{ objectId: 'g', members: ['z'] }] }, '/groups/0/members/0 names "z"'],
    [{ users: [user], changes: [{ purge: ['z'] }] }, '/changes/0/purge/0 names "z"'],
    [{ users: [user], changes: [{ rename: [] }] }, '/changes/0/rename is not known'],
  ])('that is wrong is refused with its JSON path: %j', (data, message) => {
    expect(() => readDirectory(data, 'd.json')).toThrow(`d.json: ${message}`);
  });
});

describe('a scope file', () => {
  const judge = (operator: string, value?: string) => {
    const scope = readScope({ User: [[{ attribute: 'department', operator, value }]] }, 's.json');
    const outside = (department: string | boolean | undefined) =>
      outsideOf(scope.User, () => department) !== undefined;
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
    const inScope = (values: Record<string, string>) => outsideOf(User, (name) => values[name]) === undefined;
    expect([inScope({ a: '1', b: '2' }), inScope({ a: '1' }), inScope({ c: '3' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([
    [{ User: {} }, '/User is not a list'],
    [{ Users: [] }, '/Users is not known'],
    [{ User: [[{ attribute: 'a', operator: 'LIKE' }]] }, '/User/0/0/operator is "LIKE"; known: EQUALS'],
    [{ User: [[{ attribute: 'a', operator: 'EQUALS' }]] }, '/User/0/0/value must be a text'],
    [{ User: [[{ attribute: 'a', operator: 'REGEX MATCH', value: '(' }]] }, '/User/0/0/value is no regular'],
  ])('that is wrong is refused with its JSON path: %j', (data, message) => {
    expect(() => readScope(data, 's.json')).toThrow(`s.json: ${message}`);
  });
});

describe('the scoping filters of an exported job', () => {
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
    expect(readScope(schema, 'schema.json')).toEqual({
      assignedOnly: true,
      User: [
        [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }],
        [{ attribute: 'department', operator: 'IS NULL' }],
      ],
      Group: [],
    });
    expect(readScope(exported([{ clauses: [clause('NOT EQUALS', 'x')] }], 'Group'), 's').Group).toHaveLength(
      1,
    );
    expect(readScope(exported(null), 'schema.json').User).toEqual([]);
  });

  const at = '/synchronizationRules/0/objectMappings/0/scope/groups';
  it.each([
    [{}, `${at} is not a list`],
    [[{ clauses: [clause('LIKE', 'x')] }], `${at}/0/clauses/0/operatorName is "LIKE"; known: EQUALS`],
    [[{ clauses: [clause('EQUALS')] }], `${at}/0/clauses/0/targetOperand/values/0 must be a text`],
    [[{ clauses: [clause('EQUALS', 'x', 'y')] }], `${at}/0/clauses/0/targetOperand/values has more than one`],
  ])('that cannot be used are refused with their JSON path: %j', (groups, message) => {
    expect(() => readScope(exported(groups), 'schema.json')).toThrow(`schema.json: ${message}`);
  });
});
