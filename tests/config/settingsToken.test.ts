import { describe, expect, test } from 'vitest';
import type { Written } from './settingsHarness.ts';
import { local, read, refusal, remote } from './settingsHarness.ts';

const { SCIM_TENANT_URL } = remote;
const env = { SCIM_TENANT_URL, SCIM_ALLOW_WRITES: '1' };
const pair = { SMARTFILE_PRODUCT_KEY: 'key', SMARTFILE_PRODUCT_PASSWORD: 'pass:word' };

const accepted: [string, Written, string][] = [
  ['SCIM_TOKEN', { env: { ...env, SCIM_TOKEN: 'key:password' } }, 'key:password'],
  ['several colons', { env: { ...env, SCIM_TOKEN: 'a:b:c==' } }, 'a:b:c=='],
  ['key and password', { env: { ...env, ...pair } }, 'key:pass:word'],
  ['both ways, the same', { env: { ...env, ...pair, SCIM_TOKEN: 'key:pass:word' } }, 'key:pass:word'],
  ['.env', { env, dotenv: 'SCIM_TOKEN=key:password\n' }, 'key:password'],
  ['.env with CRLF and BOM', { env, dotenv: '\uFEFFSCIM_TOKEN=key:password\r\nA=1\r\n' }, 'key:password'],
  ['.env in single quotes', { env, dotenv: "SCIM_TOKEN='key:pa#ss' # mine\r\n" }, 'key:pa#ss'],
  ['.env in double quotes', { env, dotenv: 'export SCIM_TOKEN="key:pa#ss"\n' }, 'key:pa#ss'],
  ['.env in backticks', { env, dotenv: 'SCIM_TOKEN=`key:"\'#`' }, 'key:"\'#'],
  [
    'halves in two places',
    { env: { ...env, SMARTFILE_PRODUCT_KEY: 'k' }, dotenv: 'SMARTFILE_PRODUCT_PASSWORD=p' },
    'k:p',
  ],
  ['--token-env', { env: { ...env, MY: 'a:b', SCIM_TOKEN: 'x' }, argv: ['--token-env', 'MY'] }, 'a:b'],
  ['--token-env from .env', { env, dotenv: 'MY=a:b', argv: ['--token-env=MY'] }, 'a:b'],
  ['--token-stdin', { env, argv: ['--token-stdin'], stdin: 'key:password\n' }, 'key:password'],
  ['--token-stdin with CRLF', { env, argv: ['--token-stdin'], stdin: 'key:password\r\n' }, 'key:password'],
  ['--token-stdin before SCIM_TOKEN', { env: remote, argv: ['--token-stdin'], stdin: 'a:b' }, 'a:b'],
];

test.each(accepted)('a token from %s', async (_name, written, token) => {
  expect(await read(written)).toMatchObject({ token });
});

test('an endpoint of this machine may do without', async () => {
  expect(await read({ env: local })).not.toHaveProperty('token');
});

const secret = 'sEcrEt';
const refused: [string, Written, string][] = [
  ['none', { env }, 'no token is set for site.smartfile.com | Set SCIM_TOKEN, or SMARTFILE_PRODUCT_KEY and'],
  [
    'an empty one',
    { env, dotenv: 'SCIM_TOKEN=' },
    'no token is set for site.smartfile.com: SCIM_TOKEN in .env is empty and counts as not set | Set SCIM_TOKEN',
  ],
  [
    'a password without a key',
    { env: { ...env, SMARTFILE_PRODUCT_PASSWORD: secret } },
    'SMARTFILE_PRODUCT_PASSWORD is set, but SMARTFILE_PRODUCT_KEY is not | Set SMARTFILE_PRODUCT_KEY too',
  ],
  [
    'a key without a password',
    { env, dotenv: `SMARTFILE_PRODUCT_KEY=${secret}` },
    'SMARTFILE_PRODUCT_KEY in .env is set, but SMARTFILE_PRODUCT_PASSWORD is not | Set SMARTFILE_PRODUCT_PASSWORD too',
  ],
  [
    'both ways, different',
    { env: { ...env, ...pair }, dotenv: `SCIM_TOKEN=${secret}` },
    'SCIM_TOKEN in .env differs from SMARTFILE_PRODUCT_KEY and SMARTFILE_PRODUCT_PASSWORD | Set one of the two',
  ],
  [
    'a whole token as the key',
    { env: { ...env, ...pair, SMARTFILE_PRODUCT_KEY: `k:${secret}` } },
    'SMARTFILE_PRODUCT_KEY contains a colon, so it may be the whole token | Set it to only the product key',
  ],
  [
    'a # in .env',
    { env, dotenv: `SCIM_TOKEN=${secret}#b\n` },
    "SCIM_TOKEN in .env has a # outside quotes, where the value would be cut | Quote it: SCIM_TOKEN='...'",
  ],
  [
    'a comment in .env',
    { env, dotenv: `SCIM_TOKEN=${secret} # mine\r\n` },
    'SCIM_TOKEN in .env has a # outside',
  ],
  [
    'an open quote',
    { env, dotenv: `SCIM_TOKEN="${secret}#b\n` },
    'SCIM_TOKEN in .env has a # outside quotes',
  ],
  [
    'a # behind export',
    { env, dotenv: `export SMARTFILE_PRODUCT_KEY = ${secret}#b` },
    'SMARTFILE_PRODUCT_KEY in .env has a #',
  ],
  [
    'a # in a chosen variable',
    { env, argv: ['--token-env', 'MY'], dotenv: `MY=${secret}#b` },
    'MY in .env has a #',
  ],
  [
    'Bearer',
    { env: { ...env, SCIM_TOKEN: `Bearer ${secret}` } },
    'SCIM_TOKEN begins with "Bearer" | Remove the word',
  ],
  [
    'a space',
    { env: { ...env, SCIM_TOKEN: `${secret} x` } },
    'SCIM_TOKEN contains white space | Remove spaces and tabs',
  ],
  [
    'two lines',
    { env, argv: ['--token-stdin'], stdin: `${secret}\n\n` },
    '--token-stdin contains a line break | Give one line',
  ],
  [
    'quotes',
    { env: { ...env, SCIM_TOKEN: `'${secret}'` } },
    'SCIM_TOKEN still has its quotes around it | Remove the quotes',
  ],
  [
    'an umlaut',
    { env: { ...env, SCIM_TOKEN: `${secret}ä` } },
    'SCIM_TOKEN contains a character outside printable ASCII',
  ],
  [
    'nothing on stdin',
    { env, argv: ['--token-stdin'], stdin: '\n' },
    '--token-stdin got nothing from standard input',
  ],
  [
    'too much on stdin',
    { env, argv: ['--token-stdin'], stdin: 'x'.repeat(70_000) },
    '--token-stdin got more than 64 KiB',
  ],
  [
    '--token-env without variable',
    { env, argv: ['--token-env', 'MY'] },
    '--token-env names MY, which is not set or empty | Set MY',
  ],
  [
    '--token-env with the token',
    { env, argv: ['--token-env', `k:${secret}`] },
    '--token-env is not the name of a variable',
  ],
  [
    'two flags',
    { env, argv: ['--token-env', 'MY', '--token-stdin'] },
    '--token-stdin and --token-env contradict each other',
  ],
  [
    'the config file',
    { env, config: { token: secret } },
    'token in scim-conformance.config.json would put a secret',
  ],
  ['a surplus word', { env, argv: ['--token-stdin', `k:${secret}`], stdin: 'a' }, 'unexpected argument'],
];

test.each(refused)('refused: %s', async (_name, written, says) => {
  const message = await refusal(written);
  expect(message).toContain(says);
  expect(message).not.toContain(secret);
});

describe('on the command line', () => {
  test.each([['--token', secret], [`--token=${secret}`], ['-token', secret], [`--password=${secret}`]])(
    '%s is refused',
    async (...argv) => {
      const message = await refusal({ env, argv });
      expect(message).toMatch(/^--?(token|password) would show the token to other users of this machine/);
      expect(message).toContain('Set SCIM_TOKEN, or use --token-env NAME or --token-stdin.');
      expect(message).not.toContain(secret);
    },
  );

  test('only the throw-away token of a local tenant is taken', async () => {
    const argv = ['--token', `k:${secret}`];
    expect((await read({ command: 'tenant', argv })).tenant.token).toBe(`k:${secret}`);
    expect(await refusal({ command: 'list', argv })).toMatch(/^--token would show/);
    expect(await refusal({ command: 'tenant', argv: ['--password', secret] })).toMatch(
      /^--password would show/,
    );
  });
});
