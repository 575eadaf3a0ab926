import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { listCreates, readIdMade, withCreates } from '../../reporters/creates.ts';
import { exchange } from './synthetic.ts';

/** An exchange with a method, a path, what was sent and what was answered. */
function one(
  number: number,
  method: string,
  path: string,
  status: number,
  answer?: string,
  sent?: string,
): Exchange {
  const base = exchange(number, 'users.a');
  return {
    ...base,
    method,
    path,
    request: { headers: {}, ...(sent !== undefined && { body: sent }) },
    response: { headers: {}, status, ...(answer !== undefined && { body: answer }) },
  };
}

const { response: _, ...lost } = one(1, 'POST', '/Users', 201);

describe('the id of what an exchange made', () => {
  test('is that of the answer to a create', () => {
    expect(readIdMade(one(1, 'POST', '/Users', 201, '{"id":"u1"}'))).toBe('u1');
  });

  test.each<[string, Exchange]>([
    ['a PUT', one(1, 'PUT', '/Users/u1', 201, '{"id":"u1"}')],
    ['a POST that made nothing', one(1, 'POST', '/.search', 200, '{"id":"u1"}')],
    ['an answer without a body', one(1, 'POST', '/Users', 201)],
    ['an answer without an id', one(1, 'POST', '/Users', 201, '{}')],
    ['an empty id', one(1, 'POST', '/Users', 201, '{"id":""}')],
    ['an id that is no text', one(1, 'POST', '/Users', 201, '{"id":7}')],
    ['an answer that is no object', one(1, 'POST', '/Users', 201, '"id"')],
    ['an answer that is no JSON', one(1, 'POST', '/Users', 201, '<html>')],
    ['no answer', lost],
  ])('is none of %s', (_what, made) => {
    expect(readIdMade(made)).toBeUndefined();
    expect(listCreates([made])).toEqual(new Map());
  });
});

describe('the steps to an exchange', () => {
  const user = one(1, 'POST', '/Users', 201, '{"id":"u1"}', '{"userName":"a"}');
  const other = one(2, 'POST', '/Users', 201, '{"id":"u2"}');
  const group = one(3, 'POST', '/Groups', 201, '{"id":"g3"}', '{"members":[{"value":"u1"}]}');
  const patch = one(4, 'PATCH', '/Groups/g3', 204, undefined, '{"Operations":[]}');
  const creates = listCreates([user, other, group, patch]);

  test('begin with the creates of what it names, and of what those name', () => {
    expect([...creates.keys()]).toEqual(['u1', 'u2', 'g3']);
    expect(withCreates([patch], creates)).toEqual([user, group, patch]);
    expect(withCreates([patch, group, user], creates)).toEqual([user, group, patch]);
  });

  test('have nothing of what was made later, nor itself twice', () => {
    const early = one(0, 'GET', '/Users/u2', 404);
    expect(withCreates([early], creates)).toEqual([early]);
    expect(withCreates([user, user], creates)).toEqual([user]);
    const own = one(5, 'POST', '/Users', 201, '{"id":"u5"}', '{"externalId":"u5"}');
    expect(withCreates([own], listCreates([own]))).toEqual([own]);
  });
});
