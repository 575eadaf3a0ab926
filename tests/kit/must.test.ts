import { describe, expect, test } from 'vitest';
import { ClaimFailed } from '../../kit/errors.ts';
import { ERROR, LIST_RESPONSE } from '../../schemas/attributes.ts';
import { answer, findingOf, newMust } from './claims.ts';

describe('a status', () => {
  test('holds where it is the one, or one of several', () => {
    expect(findingOf((must) => must.haveStatus(answer(204), 204))).toBeUndefined();
    expect(findingOf((must) => must.haveStatus(answer(204), [200, 204]))).toBeUndefined();
  });

  test('fails otherwise, with what was asked and answered', () => {
    expect(findingOf((must) => must.haveStatus(answer(500), [200, 204]))).toEqual({
      key: 'status',
      expected: 'status 200 or 204 for GET /Users/{id}',
      observed: 'status 500 with no body',
      row: 'r:a',
      exchanges: [7],
    });
    expect(findingOf((must) => must.haveStatus(answer(500), 200, { key: 'read', row: 'r:b' }))).toMatchObject(
      { key: 'read', row: 'r:b' },
    );
  });

  test('is asked with the parameters as they were meant', () => {
    const filtered = answer(400, undefined, {
      path: '/Users?filter=userName%20eq%20%22a%22&count=1',
      template: '/Users?filter={filter}',
    });
    expect(findingOf((must) => must.haveStatus(filtered, 200))?.expected).toBe(
      'status 200 for GET /Users?filter=userName eq "a"&count=1',
    );
  });
});

describe('a refusal', () => {
  const refusal = answer(400, { schemas: [ERROR], scimType: 'invalidValue', status: '400', detail: 'no' });

  test('holds by status, and by scimType where one is asked for', () => {
    expect(findingOf((must) => must.beRefused(refusal, [400, 403]))).toBeUndefined();
    expect(findingOf((must) => must.beRefused(refusal, 400, 'invalidValue'))).toBeUndefined();
    expect(findingOf((must) => must.beRefused(refusal, 400, ['mutability', 'invalidValue']))).toBeUndefined();
  });

  test.each([
    ['acknowledged', 200, 'not-refused'],
    ['redirected', 302, 'not-refused'],
    ['refused with another status', 404, 'status'],
    ['refused with the lowest status of all', 400, 'status'],
  ])('fails where it is %s', (_says, status, key) => {
    expect(findingOf((must) => must.beRefused(answer(status), 403))).toMatchObject({ key });
  });

  test('fails with another scimType, or none', () => {
    expect(findingOf((must) => must.beRefused(refusal, 400, ['mutability', 'noTarget']))).toMatchObject({
      key: 'refused/scimType',
      expected: 'status 400 with scimType mutability or noTarget for GET /Users/{id}',
      observed: 'status 400 with scimType "invalidValue"',
    });
    expect(
      findingOf((must) => must.beRefused(answer(400, { detail: 'no' }), 400, 'noTarget', { key: 'gone' })),
    ).toMatchObject({ key: 'gone/scimType', observed: 'status 400 without a scimType' });
  });
});

describe('a SCIM error', () => {
  test('holds with status and schema', () => {
    const error = answer(404, { schemas: [ERROR], status: '404' });
    expect(findingOf((must) => must.beScimError(error, 404))).toBeUndefined();
  });

  test('fails without either', () => {
    const plain = answer(404, { error: 'gone' });
    expect(findingOf((must) => must.beScimError(plain, 404))?.key).toBe('error-message');
    expect(findingOf((must) => must.beScimError(answer(404, { schemas: ERROR }), 404))?.key).toBe(
      'error-message',
    );
    expect(findingOf((must) => must.beScimError(answer(200, { schemas: [ERROR] }), 404))?.key).toBe('status');
  });
});

describe('a resource', () => {
  test('is given where the body is an object', () => {
    expect(newMust().must.haveResource(answer(200, { id: '1' }))).toEqual({ id: '1' });
  });

  test.each([
    ['no body', answer(200), 'status 200 with no body'],
    ['an array', answer(200, [1]), 'status 200 with [1]'],
    [
      'a page',
      answer(200, undefined, { text: '<p>', headers: { 'content-type': 'text/html; charset=x' } }),
      'status 200 with a body of type text/html',
    ],
    [
      'bytes of no text',
      answer(200, undefined, { text: '{}', utf8: false, headers: {} }),
      'status 200 with a body of type unknown that is not UTF-8',
    ],
  ])('fails with %s', (_says, response, observed) => {
    expect(findingOf((must) => must.haveResource(response))).toMatchObject({ key: 'body', observed });
  });
});

describe('a list', () => {
  const list = (ids: string[], more: object = { schemas: [LIST_RESPONSE] }) =>
    answer(
      200,
      { ...more, totalResults: ids.length, Resources: ids.map((id) => ({ id })) },
      {
        path: '/Users',
        template: '/Users',
      },
    );

  test('is given with its page, whether it names its schema or not', () => {
    expect(newMust().must.haveList(list(['1']))).toMatchObject({ total: 1, resources: [{ id: '1' }] });
    expect(newMust().must.haveList(list(['1'], {})).total).toBe(1);
  });

  test('fails by its status, or its schema', () => {
    expect(findingOf((must) => must.haveList(answer(404, { totalResults: 0 })))?.key).toBe('status');
    expect(findingOf((must) => must.haveList(answer(200, { id: '1' })))?.key).toBe('list-response');
    expect(findingOf((must) => must.haveList(list(['1'], { schemas: ['urn:other'] })))?.key).toBe(
      'list-response',
    );
  });

  test('holds exactly these in any order', () => {
    expect(findingOf((must) => must.listExactly(list(['2', '1']), ['1', '2']))).toBeUndefined();
    expect(findingOf((must) => must.listExactly(list([]), []))).toBeUndefined();
  });

  test.each([
    [[], ['1'], '1 resource, exactly for GET /Users', 'the list is empty'],
    [['1'], ['1', '2'], '2 resources, exactly for GET /Users', '1 resource: 1 of the 2 that match'],
    [['1', '9'], [], 'no resource for GET /Users', '2 resources: 2 that do not match'],
    [
      ['1', '9'],
      ['1'],
      '1 resource, exactly for GET /Users',
      '2 resources: 1 of the 1 that match, 1 that does not match',
    ],
    [
      ['1', '1'],
      ['1'],
      '1 resource, exactly for GET /Users',
      '2 resources: 1 of the 1 that match, 1 shown again',
    ],
  ])('fails with %j in place of %j', (found, ids, expected, observed) => {
    expect(findingOf((must) => must.listExactly(list(found), ids))).toMatchObject({
      key: 'matches',
      expected,
      observed,
    });
  });

  test('fails with one too many among hundreds', () => {
    const ids = Array.from({ length: 600 }, (_, at) => `id-${at}`);
    expect(findingOf((must) => must.listExactly(list(ids), ids))).toBeUndefined();
    expect(findingOf((must) => must.listExactly(list([...ids, 'x']), ids))?.observed).toBe(
      '601 resources: 600 of the 600 that match, 1 that does not match',
    );
    expect(findingOf((must) => must.listExactly(list(ids.slice(1)), ids))?.key).toBe('matches');
  });
});

describe('a value', () => {
  test('holds by letter, arrays as sets', () => {
    expect(findingOf((must) => must.equal('a', 'a'))).toBeUndefined();
    expect(findingOf((must) => must.equal(['b', 'a'], ['a', 'b']))).toBeUndefined();
    expect(findingOf((must) => must.equal('A', 'a', { caseExact: false }))).toBeUndefined();
  });

  test.each([
    ['A', 'a', 'the value is "a"', 'the value is "A"'],
    [undefined, 'a', 'the value is "a"', 'the value is absent'],
    [[], ['a'], 'the value: ["a"]', 'the value: none'],
    [false, 'False', 'the value is "False"', 'the value is false'],
  ])('fails with %j in place of %j', (actual, wanted, expected, observed) => {
    const { must, sink } = newMust();
    expect(() => must.equal(actual, wanted)).toThrow(ClaimFailed);
    expect(sink.claims).toBe(1);
    expect(findingOf((one) => one.equal(actual, wanted))).toMatchObject({
      key: 'value',
      expected,
      observed,
      exchanges: [5],
    });
  });

  test('is kept at its path, by letter where the endpoint publishes so', () => {
    const user = { userName: 'Ada', name: { familyName: 'L' } };
    expect(findingOf((must) => must.keep(user, 'name.familyName', 'L'))).toBeUndefined();
    expect(
      findingOf(
        (must) => must.keep(user, 'userName', 'ada'),
        () => false,
      ),
    ).toBeUndefined();
    expect(findingOf((must) => must.keep(user, 'userName', 'ada'))).toMatchObject({
      key: 'userName',
      expected: 'userName is "ada"',
      observed: 'userName is "Ada"',
    });
    expect(findingOf((must) => must.keep(user, 'title', 'x'))?.observed).toBe('title is absent');
  });
});

test('a finding names the exchange that shows it, whatever was asked since', () => {
  const wrong = answer(200, { scimType: 'x', totalResults: 0 });
  const findings = [
    findingOf((must) => must.haveStatus(wrong, 404)),
    findingOf((must) => must.beRefused(wrong, 200, 'noTarget')),
    findingOf((must) => must.beScimError(wrong, 200)),
    findingOf((must) => must.haveResource(answer(200))),
    findingOf((must) => must.haveList(answer(200, {}))),
    findingOf((must) => must.listExactly(wrong, ['1'])),
  ];
  expect(findings.map((one) => one?.exchanges)).toEqual(Array(6).fill([7]));
});
