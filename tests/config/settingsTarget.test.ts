import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../config/settings/tenantUrl.ts';
import { local, read, refusal, remote } from './settingsHarness.ts';

const consent = { SCIM_TOKEN: 'k:p', SCIM_ALLOW_WRITES: '1' };

test.each([
  ['https://a.smartfile.com/ftp/scim', 'https://a.smartfile.com/ftp/scim', []],
  ['https://a.smartfile.com/ftp/scim/', 'https://a.smartfile.com/ftp/scim', []],
  ['https://a.smartfile.com/ftp/scim//', 'https://a.smartfile.com/ftp/scim', []],
  [' HTTPS://A.smartfile.com:443/ftp/scim ', 'https://a.smartfile.com/ftp/scim', []],
  ['https://a.test', 'https://a.test', []],
  ['https://a.test/', 'https://a.test', []],
  ['https://a.test/scim?aadOptscim062020', 'https://a.test/scim', ['aadOptscim062020']],
  ['https://a.test/ftp/scim/?aadOptscim062020', 'https://a.test/ftp/scim', ['aadOptscim062020']],
  ['https://a.test/scim?aadOptscim062020=&aadOptX', 'https://a.test/scim', ['aadOptscim062020', 'aadOptX']],
  ['http://localhost:8080/scim/v2/', 'http://localhost:8080/scim/v2', []],
  ['http://[::1]:8080/scim', 'http://[::1]:8080/scim', []],
])('the tenant URL %s is %s with the flags %j', async (text, url, entraFlags) => {
  const { target, warnings } = await read({ env: consent, argv: ['--url', text] });
  expect(target).toEqual({ url, entraFlags });
  expect(warnings).toEqual([]);
});

test.each([
  ['site.smartfile.com/ftp/scim', 'has no scheme'],
  ['localhost:8080/scim', 'has no scheme'],
  ['ftp://a.test/scim', 'has the scheme ftp'],
  ['https://<site>.smartfile.com/ftp/scim', 'is still the example address from the documentation'],
  ['https://', 'is not a URL'],
  ['https://key:pass@a.test/scim', 'contains credentials, which would end up in logs and reports'],
  ['https://a.test/scim#users', 'has a fragment, which is never sent'],
  ['https://a.test/scim#', 'has a fragment, which is never sent'],
  ['https://a.test/scim/Users', 'ends in /Users, an address below the tenant'],
  ['https://a.test/scim?token=abc', 'has a query that is not an Entra flag'],
  ['https://a.test/scim&aadOptscim062020', 'has an Entra flag in its path'],
])('the tenant URL %s %s', async (text, says) => {
  const message = await refusal({ env: consent, argv: [`--url=${text}`] });
  expect(message).toMatch(`--url ${says} | `);
  expect(message).not.toMatch(/pass@|abc/);
});

test.each([
  ['http://127.0.0.1', true],
  ['http://127.1.2.3:80', true],
  ['https://localhost', true],
  ['http://scim.localhost.', true],
  ['http://[::1]', true],
  ['http://127.0.0.1.evil.test', false],
  ['http://localhost.evil.test', false],
  ['http://0.0.0.0', false],
  ['http://10.0.0.1', false],
])('%s is of this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

describe('an endpoint must be configured', () => {
  const set =
    'Set SCIM_TENANT_URL and SCIM_TOKEN in the environment or in .env, or pass --url; scim-conformance init asks for them.';
  test.each([
    ['run', `${set} Without an endpoint: scim-conformance run --embedded.`],
    ['clean', set],
  ] as const)('%s says what to set', async (command, hint) => {
    expect(await refusal({ command })).toBe(`no endpoint is configured | ${hint}`);
  });

  test('an empty variable is named', async () => {
    expect(await refusal({ dotenv: 'SCIM_TENANT_URL=\n' })).toMatch(
      'no endpoint is configured: SCIM_TENANT_URL in .env is empty and counts as not set | Set SCIM_TENANT_URL',
    );
  });
});

describe('consent', () => {
  const { SCIM_TENANT_URL, SCIM_TOKEN } = remote;
  const env = { SCIM_TENANT_URL, SCIM_TOKEN };

  test('writing elsewhere needs it', async () => {
    expect(await refusal({ env })).toMatchInlineSnapshot(
      `"run creates, changes and deletes test resources on site.smartfile.com and needs your consent | Pass --allow-writes or set SCIM_ALLOW_WRITES=1, or --read-only."`,
    );
    expect(await refusal({ env, command: 'clean' })).toMatchInlineSnapshot(
      `"clean creates, changes and deletes test resources on site.smartfile.com and needs your consent | Pass --allow-writes or set SCIM_ALLOW_WRITES=1."`,
    );
    expect(await refusal({ env: { ...env, SCIM_ALLOW_WRITES: '0' } })).toMatch('needs your consent');
  });

  test('a flag, a variable, or reading only will do; so does this machine', async () => {
    expect(await read({ env, argv: ['--allow-writes'] })).toMatchObject({ allowWrites: true });
    expect(await read({ env, dotenv: 'SCIM_ALLOW_WRITES=1' })).toMatchObject({ allowWrites: true });
    expect(await read({ env, argv: ['--read-only'] })).toMatchObject({ readOnly: true });
    expect(await read({ env: local })).toMatchObject({ allowWrites: false });
  });
});

test('what is accepted but unwise leaves a warning', async () => {
  const env = { ...remote, SCIM_TENANT_URL: 'http://a.test/scim', SCIM_NAMES_DOMAIN: 'corp.com' };
  expect((await read({ env, argv: ['--insecure'] })).warnings).toMatchInlineSnapshot(`
    [
      "addresses under corp.com may belong to real people, and an endpoint may send mail to them",
      "certificates are not verified: the report cannot vouch for who answered",
      "http:// sends the token in the clear; Entra connects to https:// only",
    ]
  `);
});
