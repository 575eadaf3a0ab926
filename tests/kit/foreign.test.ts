import { describe, expect, test } from 'vitest';
import { withoutForeign } from '../../kit/safety/ownership/foreign.ts';
import { makeResponse } from '../../kit/wire/response.ts';
import { ERROR, LIST_RESPONSE, USER } from '../../schemas/attributes.ts';

const marker = 'conf-abcdefgh-';
const ada = { schemas: [USER], id: 'e7a1', userName: 'ada@corp.example', nickName: 'The first' };
const own = { schemas: [USER], id: 'b2', userName: `${marker}0123456789@example.test` };

function kept(body: unknown, { status = 200, path = '/Users' } = {}): string {
  const text = JSON.stringify(body);
  const answer = { method: 'GET', path, template: path, status, headers: {}, text, utf8: true, exchange: 1 };
  return withoutForeign(makeResponse(answer), marker, () => false);
}

describe('evidence shows the paths of what is not ours, never its values', () => {
  test.each([
    ['a resource', ada, {}],
    ['a list', { schemas: [LIST_RESPONSE], totalResults: 1, Resources: [ada] }, {}],
    ['a bulk response', { Operations: [{ status: '200', response: ada }] }, { path: '/Bulk' }],
    ['a refusal that shows the account in the way', ada, { status: 409 }],
    ['a refusal with a list', { Resources: [ada] }, { status: 400 }],
    ['a discovery endpoint that answers with accounts', { Resources: [ada] }, { path: '/Schemas' }],
    ['a discovery endpoint that answers with an account', ada, { path: '/ServiceProviderConfig' }],
  ])('%s', (_name, body, where) => {
    expect(kept(body, where)).not.toMatch(/ada|e7a1|first/);
    expect(kept(body, where)).toContain('nickName');
  });
});

test('what is ours, what refuses and what the endpoint says of itself stays', () => {
  const error = { schemas: [ERROR], status: '409', detail: 'userName is taken', id: 'trace-1' };
  const plain = { error: 'conflict', id: 'trace-1', message: 'taken' };
  const definition = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'], id: USER, name: 'User' };
  const type = { id: 'User', name: 'User', endpoint: '/Users', schema: USER };
  for (const [body, where] of [
    [own, {}],
    [error, { status: 409 }],
    [plain, { status: 409 }],
    [{ Resources: [definition] }, { path: '/Schemas' }],
    [{ Resources: [type] }, { path: '/ResourceTypes' }],
  ] as const)
    expect(kept(body, where)).toBe(JSON.stringify(body));
});
