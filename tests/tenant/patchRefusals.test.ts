import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTERPRISE, type Fixture, fixture, TEST } from './support.ts';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

const work = { value: 'work@example.test', type: 'work', primary: true };
/** Patches a fresh user in vain. */
async function refusal(
  members: Record<string, unknown>,
  ...operations: unknown[]
): Promise<[number, string]> {
  const user = await scim.user(members);
  const answer = await scim.patch(`/Users/${user.id}`, operations);
  expect((await scim.send('GET', `/Users/${user.id}`)).body).toEqual(user);
  expect(answer.body.status).toBe(String(answer.status));
  return [answer.status, answer.body.scimType];
}

describe('refusals leave the resource as it was', () => {
  const name = { op: 'replace', path: 'displayName', value: 'changed' };
  const table: [string, Record<string, unknown>, unknown[], string | undefined][] = [
    ['no operations', {}, [], 'invalidSyntax'],
    ['an unknown op', {}, [name, { op: 'move', path: 'title' }], 'invalidSyntax'],
    ['no op', {}, [{ path: 'title', value: 'x' }], 'invalidSyntax'],
    ['remove without a path', {}, [{ op: 'remove' }], 'noTarget'],
    ['add without a value', {}, [{ op: 'add', path: 'nickName' }], 'invalidValue'],
    [
      'replace without a match',
      { emails: [work] },
      [name, { op: 'replace', path: 'emails[type eq "x"].value', value: 'a' }],
      'noTarget',
    ],
    ['an unknown attribute', {}, [name, { op: 'add', path: 'ctsNoSuchAttr', value: 'x' }], 'invalidPath'],
    ['an unknown sub-attribute', {}, [{ op: 'replace', path: 'name.ctsNoSuch', value: 'x' }], 'invalidPath'],
    ['an open bracket', {}, [{ op: 'replace', path: 'emails[type eq', value: 'x' }], 'invalidPath'],
    ['an index', {}, [{ op: 'replace', path: 'emails[0].value', value: 'x' }], 'invalidFilter'],
    ['two dots', {}, [{ op: 'replace', path: 'name..familyName', value: 'x' }], 'invalidPath'],
    ['no name', {}, [{ op: 'replace', path: '[type eq "x"]', value: 'x' }], 'invalidPath'],
    ['a number', {}, [{ op: 'replace', path: '9abc', value: 'x' }], 'invalidPath'],
    [
      'an unknown operator',
      { emails: [work] },
      [{ op: 'replace', path: 'emails[type regex "x"].value', value: 'x' }],
      'invalidFilter',
    ],
    ['readOnly id', {}, [name, { op: 'replace', path: 'id', value: 'x' }], 'mutability'],
    [
      'readOnly id without a path',
      {},
      [{ op: 'replace', value: { id: 'x', displayName: 'y' } }],
      'mutability',
    ],
    ['readOnly groups', {}, [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }], 'mutability'],
    [
      'readOnly meta',
      {},
      [{ op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' }],
      'mutability',
    ],
    ['removal of readOnly', {}, [{ op: 'remove', path: 'meta.created' }], 'mutability'],
    ['removal of the required', {}, [name, { op: 'remove', path: 'userName' }], 'mutability'],
    ['null for the required', {}, [{ op: 'replace', path: 'userName', value: null }], 'invalidValue'],
    [
      'a change of the immutable',
      { [TEST]: { origin: 'v1' } },
      [{ op: 'replace', path: `${TEST}:origin`, value: 'v2' }],
      'mutability',
    ],
    [
      'removal of the immutable',
      { [TEST]: { origin: 'v1' } },
      [{ op: 'remove', path: `${TEST}:origin` }],
      'mutability',
    ],
    ['a boolean that is none', {}, [{ op: 'replace', path: 'active', value: 'notabool' }], 'invalidValue'],
    ['a complex that is none', {}, [{ op: 'replace', path: 'name', value: 'x' }], 'invalidValue'],
    ['a list that is none', {}, [{ op: 'add', path: 'emails', value: 5 }], 'invalidValue'],
    ['a fraction', {}, [{ op: 'add', path: `${TEST}:number`, value: 1.5 }], 'invalidValue'],
    ['a day', {}, [{ op: 'add', path: `${TEST}:moment`, value: '2024-01-01' }], 'invalidValue'],
    ['bytes that are none', {}, [{ op: 'add', path: `${TEST}:blob`, value: '***' }], 'invalidValue'],
    [
      'the name of a manager',
      {},
      [{ op: 'add', path: `${ENTERPRISE}:manager.displayName`, value: 'x' }],
      'mutability',
    ],
  ];
  it.each(table)('%s', async (_says, members, operations, scimType) => {
    expect(await refusal(members, ...operations)).toEqual([400, scimType]);
  });

  it('a taken userName', async () => {
    const other = await scim.user();
    expect(await refusal({}, { op: 'replace', path: 'userName', value: other.userName })).toEqual([
      409,
      'uniqueness',
    ]);
  });
});
