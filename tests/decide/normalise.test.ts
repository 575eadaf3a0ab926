import { describe, expect, test } from 'vitest';
import { behaviourChanges } from '../../reporters/decide/behaviour.ts';
import { listShape, type NormalExchange, normaliser } from '../../reporters/decide/normalise.ts';
import { exchange } from '../reporters/synthetic.ts';

describe('an exchange in normal form', () => {
  const normal = normaliser([
    { event: 'create', number: 1, endpoint: '/Users', check: 'users.a', marker: 'conf-x' },
    { event: 'created', number: 1, path: '/Users/77' },
    { event: 'deleted', path: '/Users/55' },
  ]);
  const of = (over: Parameters<typeof exchange>[2]) => normal(exchange(1, 'users.a', over));
  const answered = (body: string, headers: Record<string, string> = {}) => ({
    response: { status: 200, headers, body },
  });

  test('is what was asked and answered, without what differs from run to run', () => {
    expect(
      of({
        ordinal: 3,
        method: 'PUT',
        ...answered('{"id":"77"}', { 'content-type': 'Application/JSON', date: 'x' }),
      }),
    ).toEqual({
      check: 'users.a',
      ordinal: 3,
      request: 'PUT /Users/{id}',
      status: 200,
      headers: { 'content-type': 'application/json' },
      shape: ['id: string'],
    });
  });

  test('without an answer says how it failed', () => {
    const { response: _, ...unanswered } = exchange(1, 'users.a');
    expect(normal({ ...unanswered, failure: { code: 'ECONNRESET', message: 'x' } })).toMatchObject({
      status: 'ECONNRESET',
      headers: {},
      shape: [],
    });
    expect(normal(unanswered)).toMatchObject({ status: 'no answer' });
  });

  test.each([
    ['etag', 'W/"17"', 'W/"{version}"'],
    ['etag', '"17"', '"{version}"'],
    ['etag', 'xW/"17"', '"{version}"'],
    ['location', 'HTTPS://a.example.test:8443/scim/Users/77', '{host}/scim/Users/{id}'],
    ['location', '/scim/Users/55', '/scim/Users/{other id}'],
    ['location', '/scim/groups/9', '/scim/groups/{other id}'],
    ['location', '/scim/Devices/9', '/scim/Devices/9'],
    ['location', '/scim/Me', '/scim/Me'],
    ['www-authenticate', 'Bearer Realm="X"', 'bearer realm="x"'],
    ['allow', 'GET', 'get'],
    ['retry-after', '3', '3'],
  ])('has of %s: %s what means something: %s', (name, value, shown) => {
    expect(of(answered('', { [name]: value })).headers).toEqual({ [name]: shown });
  });

  test.each([
    ['/Users/77', '', true],
    ['/Users', '', false],
    ['/Users/', '', false],
    ['/Users?count=1', '', false],
    ['/Users?filter=a', '', true],
    ['/Users?count=1&filter=a', '', true],
    ['/Users?unfilter=a', '', false],
    ['/.search', '', false],
    ['/?count=1', '', false],
    ['/Users/.search', '{"count":1}', false],
    ['/Users/.search', '{"filter":"a"}', true],
    ['/Schemas', '', true],
    ['/ResourceTypes/', '', true],
  ])('of %s %s has a shape where the run chose what is in it: %s', (path, body, shaped) => {
    const request = { headers: {}, ...(body && { body }) };
    expect('shape' in of({ path, request, ...answered('{}') })).toBe(shaped);
  });

  test('has no shape where the body was cut', () => {
    expect(of({ response: { status: 200, headers: {}, body: '{}', cut: 17 } })).not.toHaveProperty('shape');
  });

  test.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    ['<html>', ['text']],
    ['7', [': number']],
    ['[]', [': array']],
    ['[{"a":true}]', [': array', '[].a: boolean', '[]: object']],
    ['{"b":{"c":null},"a":"x"}', ['a: string', 'b.c: null', 'b: object']],
    [
      `${'{"a":'.repeat(14)}1${'}'.repeat(14)}`,
      Array.from({ length: 12 }, (_, at) => `${'a.'.repeat(at)}a: object`).sort(),
    ],
  ])('has of the body %s the shape', (body, shape) => {
    expect(listShape(body)).toEqual(shape);
  });
});

describe('answers of two runs', () => {
  const normal = (over: Partial<NormalExchange> = {}): NormalExchange => ({
    check: 'users.a',
    ordinal: 1,
    request: 'GET /Users/{id}',
    status: 200,
    headers: {},
    shape: [],
    ...over,
  });
  const told = (a: NormalExchange[], b: NormalExchange[]) =>
    behaviourChanges(a, b).map(
      ({ check, ordinal, what, before, after }) => `${check} ${ordinal} ${what}: ${before} > ${after}`,
    );

  test('are compared where check, place and request are the same, and the rest of a check that parted is passed over', () => {
    const runs = ([statuses, requests]: [number[], string[]]) =>
      statuses.map((status, at) => normal({ ordinal: at + 1, status, request: requests[at] ?? '' }));
    const before = runs([
      [200, 200, 200],
      ['a', 'b', 'c'],
    ]);
    expect(
      told(
        before,
        runs([
          [201, 200, 204],
          ['a', 'b', 'c'],
        ]).reverse(),
      ),
    ).toEqual(['users.a 1 status: 200 > 201', 'users.a 3 status: 200 > 204']);
    expect(
      told(
        before,
        runs([
          [201, 200, 204],
          ['a', 'x', 'c'],
        ]).reverse(),
      ),
    ).toEqual(['users.a 1 status: 200 > 201']);
    expect(
      told(before, [
        normal({ check: 'users.b', status: 500, request: 'a' }),
        normal({ ordinal: 9, status: 500 }),
      ]),
    ).toEqual([]);
  });

  test('are told by check and place', () => {
    const all = (status: number) =>
      [
        ['users.b', 1],
        ['users.a', 2],
        ['users.a', 1],
      ].map(([check, ordinal]) => normal({ check: String(check), ordinal: Number(ordinal), status }));
    expect(behaviourChanges(all(200), all(500)).map(({ check, ordinal }) => `${check} ${ordinal}`)).toEqual([
      'users.a 1',
      'users.a 2',
      'users.b 1',
    ]);
    expect(behaviourChanges(all(200), all(500))[0]).toEqual({
      check: 'users.a',
      ordinal: 1,
      request: 'GET /Users/{id}',
      what: 'status',
      before: '200',
      after: '500',
    });
  });

  test('differ by status alone where that differs, else by each header and the shape', () => {
    const [one, other] = [
      { headers: { etag: 'a', allow: 'get' }, shape: ['a: string', 'b: string'] },
      { headers: { etag: 'b', location: 'x' }, shape: ['b: string', 'c: null', 'd: null'] },
    ];
    expect(told([normal(one)], [normal({ ...other, status: 'no answer' })])).toEqual([
      'users.a 1 status: 200 > no answer',
    ]);
    expect(told([normal(one)], [normal(other)])).toEqual([
      'users.a 1 etag: a > b',
      'users.a 1 allow: get > absent',
      'users.a 1 location: absent > x',
      'users.a 1 body: a: string > c: null, d: null',
    ]);
    expect(told([normal(one)], [normal({ headers: one.headers, shape: ['a: string'] })])).toEqual([
      'users.a 1 body: b: string > -',
    ]);
  });

  test('say nothing of a shape where one has none', () => {
    const { shape: _, ...shapeless } = normal();
    expect(told([shapeless], [normal({ shape: ['a: string'] })])).toEqual([]);
    expect(told([normal({ shape: ['a: string'] })], [shapeless])).toEqual([]);
  });

  test('say nothing of what some list of the same collection shows in the other run', () => {
    const list = (ordinal: number, request: string, ...shape: string[]) =>
      normal({ ordinal, request, shape });
    const line = 'Resources[].title: string';
    const pair = (request: string) => [list(1, 'GET /Users?filter', line), list(2, request)];
    const swapped = (request: string) => [list(1, 'GET /Users?filter'), list(2, request, line)];
    expect(told(pair('POST /Users/.search'), swapped('POST /Users/.search'))).toEqual([]);
    expect(told(pair('GET /Groups?filter'), swapped('GET /Groups?filter'))).toEqual([
      `users.a 1 body: ${line} > -`,
      `users.a 2 body: - > ${line}`,
    ]);
    expect(
      told(
        [list(1, 'GET /Users', 'title: string'), list(2, 'GET /Users')],
        [list(1, 'GET /Users'), list(2, 'GET /Users', 'title: string')],
      ),
    ).toHaveLength(2);
  });
});
