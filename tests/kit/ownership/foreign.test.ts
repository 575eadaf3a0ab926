import { describe, expect, test } from 'vitest';
import { lenient, showsMarker, withoutForeign } from '../../../kit/safety/ownership/foreign.ts';
import { makeResponse } from '../../../kit/wire/response.ts';
import { ERROR, GROUP, LIST_RESPONSE, USER } from '../../../schemas/attributes.ts';

const marker = 'conf-abcdefgh-';
const ada = { schemas: [USER], id: 'e7a1', userName: 'ada@corp.example', nickName: 'The first' };
const own = { schemas: [USER], id: 'b2', userName: `${marker}0123456789@example.test` };

/** The body of an answer as evidence keeps it; where a text is given, that is the answer as it came. */
function kept(
  body: unknown,
  { status = 200, path = '/Users', text = JSON.stringify(body) } = {},
  ours = 'none',
  told?: unknown[],
) {
  const answer = { method: 'GET', path, template: path, status, headers: {}, text, utf8: true, exchange: 1 };
  return withoutForeign(
    makeResponse(answer),
    marker,
    ({ id }) => id === ours,
    told && ((one) => told.push(one)),
  );
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

describe('what is not ours', () => {
  const shape = (resource: unknown) => JSON.parse(kept(resource)).foreign;

  test('is kept as the paths of its attributes, each with a type', () => {
    const resource = {
      userName: 'ada',
      active: true,
      age: 36,
      title: null,
      name: { familyName: 'King' },
      emails: [{ value: 'a' }, { value: 'b', primary: true }],
      roles: [],
      'ada@corp.example': 1,
      [`x${'y'.repeat(120)}`]: 1,
      'urn:x:y.1:$ref-_/': 1,
    };
    expect(shape(resource)).toEqual({
      userName: 'string',
      active: 'boolean',
      age: 'number',
      title: 'null',
      'name.familyName': 'string',
      'emails[].value': 'string',
      'emails[].primary': 'boolean',
      'roles[]': 'empty',
      '(name)': 'number',
      'urn:x:y.1:$ref-_/': 'number',
    });
    expect(shape([{ id: 'e7a1' }, 7])).toEqual({ '[].id': 'string', '[]': 'number' });
  });

  test('is kept as two hundred paths at most, of as many elements', () => {
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`a${at}`, at]));
    expect(Object.keys(shape(wide))).toHaveLength(200);
    const long = { list: Array.from({ length: 300 }, (_, at) => ({ [`a${at}`]: at })) };
    expect(Object.keys(shape(long))).toHaveLength(200);
    expect(Object.keys(shape({ list: [...Array(200).fill({ a: 1 }), { b: 1 }] }))).toEqual(['list[].a']);
  });

  test('is taken out of a list, and what is ours, known or no resource stays there', () => {
    const told: unknown[] = [];
    const list = { totalResults: 4, resources: [own, ada, { id: '17', userName: 'known' }, 'text', null] };
    expect(JSON.parse(kept(list, {}, '17', told))).toEqual({
      totalResults: 4,
      resources: [
        own,
        { foreign: { 'schemas[]': 'string', id: 'string', userName: 'string', nickName: 'string' } },
        { id: '17', userName: 'known' },
        'text',
        null,
      ],
    });
    expect(told).toEqual([ada]);
  });

  test('is taken out of the results of a bulk request, which stay', () => {
    const results = [
      { status: '200', response: { id: 'e7a1' } },
      { status: '204' },
      { status: '201', response: own },
      'text',
      null,
    ];
    expect(JSON.parse(kept({ Operations: results }, { path: '/Bulk' })).Operations).toEqual([
      { status: '200', response: { foreign: { id: 'string' } } },
      ...results.slice(1),
    ]);
  });

  test.each<[string, object, object, boolean]>([
    [
      'a refusal that shows a user by schema',
      { schemas: ['urn:x', USER], id: 'e7a1' },
      { status: 400 },
      false,
    ],
    ['a refusal that shows a group by schema', { schemas: [GROUP], id: 'e7a1' }, { status: 409 }, false],
    ['a refusal that shows a name', { userName: 'ada' }, { status: 500 }, false],
    ['a refusal that shows members', { members: [] }, { status: 400 }, false],
    [
      'a refusal in a form of its own',
      { schemas: ['urn:x'], userName: 7, members: 'none' },
      { status: 400 },
      true,
    ],
    ['an answer in a form of its own', { message: 'ok' }, { status: 399 }, false],
    ['an error with success', { schemas: [ERROR], detail: 'x' }, { status: 200 }, true],
    ['what is said to be an error', { schemas: ERROR, detail: 'x' }, { status: 200 }, false],
    ['a refusal at discovery', ada, { status: 400, path: '/Schemas' }, false],
    ['discovery without accounts', { Resources: [{ id: 'x' }] }, { path: '/Schemas?x=y' }, true],
    [
      'discovery with one account among others',
      { Resources: [{ id: 'x' }, ada] },
      { path: '/Schemas' },
      false,
    ],
    ['an empty object', {}, { path: '/ServiceProviderConfig' }, true],
  ])('%s: whether it stays', (_what, body, where, stays) => {
    expect(kept(body, where) === JSON.stringify(body)).toBe(stays);
  });

  test('is masked in a text that looks like JSON and cannot be read', () => {
    const cut = (text: string, status = 200) => kept(undefined, { text, status });
    expect(cut('{"userName" : "ada \\"x\\"", "id":"e7')).toBe('{"userName" : "(string)", "id":"(string)"');
    expect(cut(`\ufeff [{"a":"${marker.toUpperCase()}1","b":"urn:x:y","c":"a\nb"`)).toBe(
      `\ufeff [{"a":"${marker.toUpperCase()}1","b":"urn:x:y","c":"(string)"`,
    );
    expect(cut('"ada" lovelace')).toBe('"(string)" lovelace');
    expect(cut(`{"a":${'1'.repeat(70_000)}`)).toHaveLength(65_536);
    for (const text of ['', '<p title="ada">', 'ada "x"']) expect(cut(text)).toBe(text);
    expect(cut('{"userName":"ada', 400)).toBe('{"userName":"ada');
    expect([cut('7'), cut('"ada"')]).toEqual(['7', '"(string)"']);
  });
});

test('the marker shows in attributes of a resource itself, not of whom it refers to', () => {
  const value = { value: `x ${marker.toUpperCase()}1` };
  expect(showsMarker({ a: [{ b: ['y', value] }] }, marker)).toBe(true);
  for (const name of ['members', 'Groups', 'MANAGER', 'owners'])
    expect(showsMarker({ [name]: [value] }, marker)).toBe(false);
  for (const none of [{ a: 'y' }, ['y'], 7, null, undefined, { [marker]: 'y' }])
    expect(showsMarker(none, marker)).toBe(false);
  expect(showsMarker('anything', '')).toBe(false);
});

test('JSON is read as far as it can be, and is an object or none', () => {
  expect(lenient('\ufeff{"a":1}')).toEqual({ a: 1 });
  expect(['[1]', '7', 'null', '', '{"a":'].map(lenient)).toEqual([{}, {}, {}, {}, {}]);
});
