import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../kit/evidence/redact.ts';
import { listSecrets, plainSecret } from '../../kit/evidence/secrets.ts';

const token = 'canary+key:canary/pass word#1';
const redacting = () => createRedactor(listSecrets(token));

describe('a redacted text holds no form of the credential', () => {
  const halves = ['canary+key', 'canary/pass word#1'];
  const forms = [token, ...halves].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
    secret.toUpperCase(),
  ]);

  test.each([...new Set(forms)])('%s', (form) => {
    expect(redacting().text(`before ${form} after`)).toBe('before *** after');
  });

  test('halves shorter than six characters stay: they would hide ordinary words', () => {
    expect(createRedactor(listSecrets('key:secret-half')).text('a key and secret-half')).toBe(
      'a key and ***',
    );
  });

  test('without a token nothing is replaced', () => {
    expect(createRedactor([]).text('a: b')).toBe('a: b');
  });
});

test('credential headers keep their scheme only', () => {
  expect(
    redacting().headers({
      authorization: 'Bearer other',
      'set-cookie': 'sid=1',
      location: `/Users?token=${token}`,
    }),
  ).toEqual({ authorization: 'Bearer ***', 'set-cookie': '***', location: '/Users?token=***' });
});

test('passwords in bodies are masked, whatever they hold', () => {
  expect(redacting().body('{"password": "a\\"b", "passwordHint": "x"}')).toBe(
    '{"password": "***", "passwordHint": "x"}',
  );
});

describe('a form that is harder to see', () => {
  const wire = 'pk7Qx2Lm9Zt:pw4Rt8Vn3Kf-and-more-of-it-so-that-a-line-is-too-short-for-all-of-it';
  const wrapping = () => createRedactor(listSecrets(wire));
  const base64 = Buffer.from(`Authorization: Bearer ${wire}`).toString('base64');
  const lines = (width: number, end: string) => base64.replace(new RegExp(`.{${width}}`, 'g'), `$&${end}`);

  test.each([
    ['MIME', lines(76, '\r\n')],
    ['PEM', lines(64, '\n')],
    ['a folded header', lines(60, '\r\n  ')],
    ['a string of JSON', JSON.stringify(lines(76, '\r\n'))],
    ['a string of JSON in JSON', JSON.stringify(JSON.stringify(lines(76, '\r\n')))],
    ['a URL', encodeURIComponent(lines(76, '\r\n'))],
  ])('base64 in lines as in %s', (_name, text) => {
    const hidden = wrapping().text(`before ${text} after`);
    const plain = (one: string) => one.replace(/%0d%0a|\\+[rn]|\s/gi, '');
    for (const line of plain(base64).match(/.{40}/g)?.slice(1, -1) ?? [])
      expect(plain(hidden)).not.toContain(line);
    expect(hidden.startsWith('before ')).toBe(true);
    expect(hidden.endsWith(' after')).toBe(true);
  });

  test.each(['ab%41cd%3Aef:gh%2Fij%25kl', '%61%62%63%64%65%66%67:%68%69%6a%6b%6c%6d', 'a%:b%%zz%25'])(
    'a token that itself holds escapes: %s',
    (escaped) => {
      const { text } = createRedactor(listSecrets(escaped));
      for (const form of [escaped, encodeURIComponent(escaped), JSON.stringify(escaped).slice(1, -1)])
        expect(text(`x ${form} y`)).toBe('x *** y');
    },
  );

  test('the name of a header', () => {
    const { headers } = createRedactor(listSecrets('pk7Qx2Lm9Zt:pw4Rt8Vn3Kf'));
    expect(headers({ 'x-pk7qx2lm9zt-echo': 'yes', 'x-pw4rt8vn3kf-echo': 'no', etag: 'W/"1"' })).toEqual({
      'x-***-echo': 'yes, no',
      etag: 'W/"1"',
    });
  });
});

describe('words of SCIM are no secret', () => {
  const text = (token: string, value: string) => createRedactor(listSecrets(token)).text(value);
  const body =
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"changePassword":true,"active":true}';

  test.each([
    'KEY:PASSWORD',
    'active:displayName',
    'schemas:Resources',
    'schemas:core',
    'core:2.0',
    'true',
    'null',
  ])('%s leaves a body as it is', (token) => expect(text(token, body)).toBe(body));

  test('the whole token is hidden all the same', () => {
    expect(text('active:displayName', 'the token active:displayName is wrong')).toBe(
      'the token *** is wrong',
    );
    expect(text('active:displayName', 'YWN0aXZlOmRpc3BsYXlOYW1l')).toBe('***');
    expect(text('true', 'Authorization: Bearer true')).toBe('Authorization: ***');
  });

  test('a half that is none is hidden by itself', () => {
    expect(text('active:pw4Rt8Vn3Kf', 'active and pw4Rt8Vn3Kf')).toBe('active and ***');
  });
});

describe('words of SCIM as a credential', () => {
  const words = () => createRedactor(listSecrets('core:2.0'));
  test('stay within the URNs of SCIM, and only there', () => {
    const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';
    expect(words().text(`"${urn}" and core:2.0, ${urn.toUpperCase()}`)).toBe(
      `"${urn}" and ***, ${urn.toUpperCase()}`,
    );
    expect(words().text('urn:x:core:2.0:User')).toBe('urn:x:***:User');
    expect(createRedactor([plainSecret('core:2.0')]).text(urn)).toBe('urn:ietf:params:scim:schemas:***:User');
    expect(createRedactor([...listSecrets('core:2.0'), plainSecret('core:2.0')]).text(urn)).toContain('***');
  });
});
