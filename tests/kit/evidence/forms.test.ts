import { describe, expect, test } from 'vitest';
import { createRedactor, isConfided } from '../../../kit/evidence/redact.ts';
import { listForms, listSecrets, plainSecret } from '../../../kit/evidence/secrets.ts';
import { attribute } from '../../../schemas/assumed.ts';

const key = 'pk7Qx2Lm9Zt';
const password = 'pw4Rt8Vn3Kf';
const token = `${key}:${password}`;
/** Made anew by each test, as each run makes its own. */
const redacting = () => createRedactor(listSecrets(token));
const hidden = (text: string) => expect(redacting().text(`before ${text} after`));
const every = (text: string, write: (character: string, code: number) => string) =>
  [...text].map((one) => write(one, one.codePointAt(0) ?? 0)).join('');

describe('what of a credential is secret', () => {
  const texts = (credential: string | undefined, names?: string[]) =>
    listSecrets(
      credential,
      names && {
        schemas: [{ id: 'urn:x', name: 'X', attributes: names.map((name) => attribute(name)) }],
      },
    );

  test.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    ['abc', []],
    ['abcd', ['abcd']],
    [token, [token, key, password]],
    ['a:b:c-and-more', ['a:b:c-and-more', 'b:c-and-more']],
    ['short:tiny1', ['short:tiny1']],
    ['active:pw4Rt8', ['active:pw4Rt8', 'pw4Rt8']],
    ['true', ['Bearer true']],
    ['/Users/', ['Bearer /Users/']],
    ['displayName:userName', ['displayName:userName']],
  ])('of %s is %j', (credential, secrets) => {
    expect(texts(credential).map(({ text }) => text)).toEqual(secrets);
  });

  test('is no word that the endpoint’s own schemas have', () => {
    expect(texts('shoesize:pw4Rt8Vn', ['shoeSize']).map(({ text }) => text)).toEqual([
      'shoesize:pw4Rt8Vn',
      'pw4Rt8Vn',
    ]);
    expect(texts('shoesize:pw4Rt8Vn').map(({ text }) => text)).toEqual([
      'shoesize:pw4Rt8Vn',
      'shoesize',
      'pw4Rt8Vn',
    ]);
  });

  test('is known by how much of it a cut text has to end with', () => {
    expect(listSecrets(token)).toEqual([
      { text: token, words: false, least: 6 },
      { text: key, words: false, least: 6 },
      { text: password, words: false, least: 6 },
    ]);
    expect(listSecrets('displayName:userName')).toEqual([
      { text: 'displayName:userName', words: true, least: 13 },
    ]);
    expect(listSecrets('id:pw4Rt8Vn')[0]).toEqual({ text: 'id:pw4Rt8Vn', words: false, least: 6 });
    expect(listSecrets('true')).toEqual([{ text: 'Bearer true', words: false, least: 13 }]);
    expect(plainSecret('x')).toEqual({ text: 'x', words: false, least: 6 });
  });

  test('has forms that a library may write it in', () => {
    const { plain, coded } = listForms('a b%"c?>');
    expect(plain).toEqual([
      'a b%"c?>',
      'a+b%"c?>',
      'a%20b%25%22c%3F%3E',
      'a%2520b%2525%2522c%253F%253E',
      'a b%\\"c?>',
      'a b%\\\\\\"c?>',
    ]);
    expect(coded).toContain(Buffer.from('a b%"c?>').toString('base64'));
    expect(coded).toContain(Buffer.from('a b%"c?>').toString('base64url'));
    expect(coded).toContain(Buffer.from('a b%"c?>').toString('hex'));
    expect(listForms('short').coded.length).toBeLessThan(coded.length);
    expect(listForms('>>>???').coded).toEqual(expect.arrayContaining(['Pj4+Pz8/', 'Pj4-Pz8_']));
    expect(new Set(listForms('abcdef').plain)).toEqual(new Set(['abcdef']));
  });
});

describe('a credential is hidden', () => {
  test.each<[string, string]>([
    ['in hexadecimal', Buffer.from(token).toString('hex')],
    ['in hexadecimal, in capitals', Buffer.from(key).toString('hex').toUpperCase()],
    ['escaped as URLs do', every(token, (_, code) => `%${code.toString(16)}`)],
    ['escaped as URLs do, twice', every(token, (_, code) => `%25${code.toString(16)}`)],
    ['escaped as JSON does', every(token, (_, code) => `\\u${code.toString(16).padStart(4, '0')}`)],
    ['escaped as JSON in JSON does', every(token, (_, code) => `\\\\u${code.toString(16).padStart(4, '0')}`)],
    ['escaped as HTML does', every(token, (_, code) => `&#${code};`)],
    ['escaped as HTML does, in hexadecimal', every(token, (_, code) => `&#x000${code.toString(16)};`)],
    ['with its colon as HTML names it', token.replace(':', '&colon;')],
    ['escaped here and there', `%70k7Qx2\\u004cm9Zt&#58;pw4Rt8Vn3K&#x66;`],
    [
      'in base64, escaped',
      encodeURIComponent(`${Buffer.from(token).toString('base64')}`).replaceAll('=', '%3D'),
    ],
  ])('%s', (_how, form) => {
    hidden(form).toBe('before *** after');
  });

  test.each([0, 1, 2, 3])('in base64 behind %i other bytes', (count) => {
    const text = Buffer.from(`${'x'.repeat(count)}${token}yy`).toString('base64');
    const shown = redacting().text(text);
    expect(shown).toContain('***');
    expect(shown.replace(/\*+/g, '').length).toBeLessThan(12);
  });

  test.each(['\n', '\r\n  ', '\\n', '\\r\\n', '%0D%0A', '&#13;&#10;'])(
    'in base64 whose lines hold no half of it, ended by %j',
    (end) => {
      hidden(
        Buffer.from(token)
          .toString('base64')
          .replace(/.{10}(?!$)/g, `$&${end}`),
      ).toBe('before *** after');
    },
  );

  test('once where two forms of it overlap, and as often as it stands', () => {
    hidden(token).toBe('before *** after');
    hidden(`${key}:x ${key}${password}`).toBe('before ***:x ****** after');
    hidden(`${token}${token}`).toBe('before ****** after');
    expect(createRedactor([plainSecret('abcabc')]).text('xabcabcabcx')).toBe('x***abcx');
    expect(createRedactor([plainSecret('abcdef'), plainSecret('defghi')]).text('xabcdefghiy')).toBe('x***y');
  });

  test.each(['pä55wörter-über-alles', 'пароль-ключ', '密码密码密码', 'pass😀word', 'a\'b&c<d>e"f'])(
    'whatever letters it has: %s',
    (secret) => {
      const own = createRedactor(listSecrets(secret));
      const html = secret.replace(
        /[&<>"]/g,
        (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? one,
      );
      for (const form of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        html,
        every(secret, (_, code) => `&#${code};`),
      ])
        expect(own.text(`İ ${form} y`)).toBe('İ *** y');
    },
  );

  test('nowhere else', () => {
    for (const text of [
      '',
      'pk7Qx2Lm9Z pw4Rt8Vn3K',
      '%41&amp;\\u0041&#1114112;&#x110000;',
      '%zz &nothing; \\q',
      key.slice(1),
    ])
      expect(redacting().text(text)).toBe(text);
  });
});

describe('a text that was cut', () => {
  test.each([
    [`it is ${token.slice(0, 14)}`, 'it is ***'],
    [`it is ${token.slice(0, 6)}...`, 'it is ***...'],
    [`it is "${token.slice(0, 9).toUpperCase()}…"`, 'it is "***…"'],
    [`{"a":"${password.slice(0, 7)}..."}]`, '{"a":"***..."}]'],
    [`it is ${token.slice(0, 5)}`, `it is ${token.slice(0, 5)}`],
    [`it is ${token.slice(0, 9)} there`, `it is ${token.slice(0, 9)} there`],
    [token.slice(0, 9), '***'],
  ])('%s is shown as %s', (text, shown) => {
    expect(redacting().cut(text)).toBe(shown);
  });

  test('ends with no secret where it ends with a word', () => {
    const own = createRedactor([plainSecret('displayName-and-more')]);
    expect(own.cut('the displayName')).toBe('the displayName');
    expect(own.cut('the displayName-a')).toBe('the ***');
  });
});

describe('what a message carries', () => {
  test.each([
    ['{"password":"a\\"b","x":1}', '{"password":"***","x":1}'],
    ['{"oldPassword" : "a", "NEWPASSWORD":"b"}', '{"oldPassword" : "***", "NEWPASSWORD":"***"}'],
    ['[{"path":"password","value":"a"}]', '[{"path":"password","value":"***"}]'],
    ['[{"path" : "Password" , "value" : "a\\\\"}]', '[{"path" : "Password" , "value" : "***"}]'],
    ['{"passwordHint":"a","password":7}', '{"passwordHint":"a","password":7}'],
    [`{"a":"${token}"}`, '{"a":"***"}'],
    [`{"a":"${token.slice(0, 12)}`, '{"a":"***'],
  ])('%s is kept as %s', (body, kept) => {
    expect(redacting().body(body)).toBe(kept);
  });

  test('has headers of which secret ones show their scheme alone', () => {
    const own = createRedactor(listSecrets(token), ['X-Site']);
    const shown = own.headers({
      Authorization: 'basic abc',
      'Proxy-Authorization': 'Negotiate abc',
      cookie: 'a=b',
      'x-api-key': 'Bearer x',
      'x-csrf-token': 'abc',
      'x-site': 'abc',
      'www-authenticate': 'Bearer realm="x"',
      'sec-websocket-key': 'abc',
      etag: `W/"${key}"`,
    });
    expect(shown).toEqual({
      Authorization: 'basic ***',
      'Proxy-Authorization': 'Negotiate ***',
      cookie: '***',
      'x-api-key': 'Bearer ***',
      'x-csrf-token': '***',
      'x-site': '***',
      'www-authenticate': 'Bearer realm="x"',
      'sec-websocket-key': 'abc',
      etag: 'W/"***"',
    });
    expect(own.headers({ etag: `W/"${key}"` })).toEqual({ etag: 'W/"***"' });
  });

  test('hides headers that were given by hand, but for harmless ones', () => {
    expect(['X-Anything', 'Prefer-Not', 'Authorization'].map(isConfided)).toEqual([true, true, true]);
    expect(['Accept-Language', 'USER-AGENT', 'x-requested-with'].map(isConfided)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
