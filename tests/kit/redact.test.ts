import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../kit/evidence/redact.ts';
import { secretsOf } from '../../kit/evidence/secrets.ts';

const token = 'canary+key:canary/pass word#1';
const redactor = createRedactor(secretsOf(token));

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
    expect(redactor.text(`before ${form} after`)).toBe('before *** after');
  });

  test('halves shorter than six characters stay: they would hide ordinary words', () => {
    expect(createRedactor(secretsOf('key:secret-half')).text('a key and secret-half')).toBe('a key and ***');
  });

  test('without a token nothing is replaced', () => {
    expect(createRedactor([]).text('a: b')).toBe('a: b');
  });
});

test('credential headers keep their scheme only', () => {
  expect(
    redactor.headers({
      authorization: 'Bearer other',
      'set-cookie': 'sid=1',
      location: `/Users?token=${token}`,
    }),
  ).toEqual({ authorization: 'Bearer ***', 'set-cookie': '***', location: '/Users?token=***' });
});

test('passwords in bodies are masked, whatever they hold', () => {
  expect(redactor.body('{"password": "a\\"b", "passwordHint": "x"}')).toBe(
    '{"password": "***", "passwordHint": "x"}',
  );
});
