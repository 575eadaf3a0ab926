import { describe, expect, test } from 'vitest';
import { Edge } from '../../kit/evidence/edge.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { show } from '../../schemas/attributes.ts';
import { splitParts, unfenced, valuePart } from '../../schemas/parts.ts';

const token = 'pk7Qx2Lm9Zt:pw4Rt8Vn3Kf';
const edge = (given: Partial<ConstructorParameters<typeof Edge>[0]> = {}) =>
  new Edge({ token, headers: {}, ...given }, 'conf-abcdefgh-');

const stranger = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'e7a1',
  userName: 'ada@corp.example',
  name: { familyName: 'Lovelace "the first"' },
  employeeNumber: 471_199,
  emails: [{ value: 'ada.l@corp.example', type: 'work' }],
};

describe('a message', () => {
  test('is one text whose parts are known', () => {
    expect(splitParts(`userName is ${show('ada')} with status 200`)).toEqual([
      { kind: 'text', text: 'userName is ' },
      { kind: 'value', text: '"ada"' },
      { kind: 'text', text: ' with status 200' },
    ]);
    expect(unfenced(`a ${show({ a: 1 })}`)).toBe('a {"a":1}');
  });

  test('cannot be given other parts by what an endpoint sends', () => {
    const forged = `${show('x\ufdd1 text \ufdd0y')} end`;
    expect(splitParts(forged).map(({ kind }) => kind)).toEqual(['value', 'text']);
    expect(edge().message(`said \ufdd1${token}\ufdd0`)).toBe('said ***');
  });

  test('may be cut within a value', () => {
    expect(edge().message(`it is ${valuePart(`${token} and more`)}`.slice(0, 24))).toBe('it is ***');
  });

  test('shows no credential, in its words or its values', () => {
    expect(edge().message(`${token} is ${show({ detail: `no ${token}` })}`)).toBe(
      '*** is {"detail":"no ***"}',
    );
  });

  test('shows no value of a resource of others, and all of the suite’s own words', () => {
    const own = edge();
    own.noteForeign(stranger);
    expect(own.message(`"ada@corp.example" in words, ${show('ada@corp.example')}`)).toBe(
      '"ada@corp.example" in words, "(of another resource)"',
    );
    for (const value of ['e7a1', 'ada@corp.example', 471_199, stranger, [stranger.emails], stranger.name])
      expect(own.message(show(value))).not.toMatch(/ada|Lovelace|471199|e7a1/);
    expect(own.message(valuePart('https://scim.example/Users/e7a1'))).toBe('"(of another resource)"');
    expect(own.message(show('conf-abcdefgh-0123456789'))).toBe('"conf-abcdefgh-0123456789"');
  });

  test('shows no value of others either where there are more than can be remembered', () => {
    const own = edge();
    own.noteForeign(Array.from({ length: 60_000 }, (_, index) => `person-${index}`));
    expect(own.message(show({ userName: 'person-59999', displayName: 'conf-abcdefgh-x' }))).toBe(
      '{"userName":"(of another resource)","displayName":"conf-abcdefgh-x"}',
    );
  });
});

test('paths name no resource of others', () => {
  const own = edge();
  own.noteForeign(stranger);
  expect(own.path('/Users/e7a1?attributes=userName')).toBe('/Users/(another)?attributes=userName');
  expect(own.path('/Users?filter=userName%20eq%20%22ada%40corp.example%22&count=1')).not.toMatch(/ada/);
  expect(own.path('/Users?filter=userName%20eq%20%22bob%22')).toBe('/Users?filter=userName%20eq%20%22bob%22');
});

test('keys and addresses of an outcome pass, too; what the suite names things by stays', () => {
  const finding = {
    key: `User.pk7Qx2Lm9Zt`,
    expected: 'x',
    observed: show(token),
    row: '7644:3.1/x',
    exchanges: [1],
  };
  const outcome: Outcome = {
    id: 'users.x',
    status: 'fail',
    findings: [finding],
    remarks: [],
    observations: [{ key: 'a', value: show(token) }],
    exchanges: [1],
    assumed: [],
    attempts: 1,
    durationMs: 1,
  };
  expect(edge().outcome(outcome)).toEqual({
    ...outcome,
    findings: [{ ...finding, key: 'User.***', observed: '"***"' }],
    observations: [{ key: 'a', value: '"***"' }],
  });
});

test('so do remarks, and why a check was blocked, could not be asked or went wrong', () => {
  const said = `it said ${show(token)}`;
  const outcome: Outcome = {
    id: 'users.x',
    status: 'blocked',
    findings: [],
    remarks: [{ key: token, text: said, severity: 'note', exchanges: [1] }],
    observations: [],
    blockedBy: { step: 's', request: 'GET /', status: 500, signature: said, exchange: 1 },
    explanation: said,
    error: said,
    exchanges: [1],
    assumed: [],
    attempts: 1,
    durationMs: 1,
  };
  const shown = edge().outcome(outcome);
  const hidden = 'it said "***"';
  expect(shown).toEqual({
    ...outcome,
    remarks: [{ key: '***', text: hidden, severity: 'note', exchanges: [1] }],
    blockedBy: { ...outcome.blockedBy, signature: hidden },
    explanation: hidden,
    error: hidden,
  });
  const { blockedBy: _, explanation: __, error: ___, ...plain } = outcome;
  expect(Object.keys(edge().outcome(plain)).sort()).toEqual(Object.keys(plain).sort());
});

test('values of any kind pass as they are, but for their texts', () => {
  expect(edge().all({ a: null, b: [1, token], c: undefined, d: { e: true } })).toEqual({
    a: null,
    b: [1, '***'],
    c: undefined,
    d: { e: true },
  });
  expect(edge().body(`{"password":"x","a":"${token}"}`)).toBe('{"password":"***","a":"***"}');
});

test('a product key in the tenant URL is hidden, in host and path', () => {
  expect(edge().text('https://pk7qx2lm9zt.example.com/pk7Qx2Lm9Zt/scim')).toBe(
    'https://***.example.com/***/scim',
  );
});

describe('headers that a user gave', () => {
  const own = () =>
    edge({
      headers: {
        'X-Tenant-Key': 'header-canary',
        'X-Site': 'site-canary',
        'X-Mode': 'displayName',
        'X-Pin': '4711',
        'Accept-Language': 'de-CH-1996',
      },
      proxy: { http: 'http://user:proxy-canary@proxy.example', https: '', except: '' },
    });

  test('are hidden wherever they come back, as is the password of a proxy', () => {
    expect(own().text('header-canary site-canary proxy-canary')).toBe('*** *** ***');
    expect(own().text(Buffer.from('header-canary').toString('base64'))).toBe('***');
  });

  test('are hidden in their headers whatever they hold, but for harmless ones', () => {
    const echoed = { 'x-tenant-key': 'header-canary', 'x-mode': 'displayName', 'x-pin': '4711' };
    expect(own().headers({ ...echoed, 'accept-language': 'de-CH-1996', etag: '4711' })).toEqual({
      'x-tenant-key': '***',
      'x-mode': '***',
      'x-pin': '***',
      'accept-language': 'de-CH-1996',
      etag: '4711',
    });
  });

  test('hide no word of SCIM, and nothing that is too short to be a secret', () => {
    expect(own().text('displayName 4711 de-CH-1996')).toBe('displayName 4711 de-CH-1996');
  });
});
