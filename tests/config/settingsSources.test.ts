import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { local, read, remote } from './settingsHarness.ts';

describe('precedence', () => {
  const levels = {
    config: { timeout: '4s', groups: ['d'], allowWrites: false },
    dotenv: 'SCIM_TIMEOUT=3s\nSCIM_GROUP=c\n',
    env: { ...local, SCIM_TIMEOUT: '2s', SCIM_GROUP: 'b1,b2' },
    argv: ['--timeout', '1s', '--suite', 'a'],
  };

  test('flags outrank the environment, that .env, that the config file, that the default', async () => {
    const { config, dotenv, env, argv } = levels;
    expect(await read({ config, dotenv, env, argv })).toMatchObject({ timeoutMs: 1000, groups: ['a'] });
    expect(await read({ config, dotenv, env })).toMatchObject({ timeoutMs: 2000, groups: ['b1', 'b2'] });
    expect(await read({ config, dotenv, env: local })).toMatchObject({ timeoutMs: 3000, groups: ['c'] });
    expect(await read({ config, env: local })).toMatchObject({ timeoutMs: 4000, groups: ['d'] });
    expect(await read({ env: local })).toMatchObject({ timeoutMs: 30_000, groups: [] });
  });

  test('a switch that a lower source sets is taken back with --no-', async () => {
    const env = { ...local, SCIM_READ_ONLY: 'yes' };
    expect((await read({ env })).readOnly).toBe(true);
    expect((await read({ env, argv: ['--no-read-only'] })).readOnly).toBe(false);
  });

  test('an empty variable counts as not set and says so', async () => {
    const { profile, warnings } = await read({
      env: { ...local, SCIM_PROFILE: '' },
      dotenv: 'SCIM_PROFILE=rfc',
    });
    expect(profile).toBe('rfc');
    expect(warnings).toEqual(['SCIM_PROFILE is empty and counts as not set']);
  });

  test('a misspelt variable of ours leaves a warning', async () => {
    const { warnings } = await read({ env: local, dotenv: 'SCIM_PROFIL=rfc' });
    expect(warnings).toEqual(['SCIM_PROFIL in .env is not a setting; did you mean SCIM_PROFILE?']);
  });

  test('reading .env changes nothing in the process', async () => {
    await read({ env: local, dotenv: 'SCIM_CANARY_OF_SETTINGS=1' });
    expect(process.env).not.toHaveProperty('SCIM_CANARY_OF_SETTINGS');
  });
});

test('defaults are those of the table, with a new seed each time', async () => {
  const [first, second] = [await read({ env: local }), await read({ env: local })];
  expect(first.seed).toMatch(/^[0-9a-f]{12}$/);
  expect(second.seed).not.toBe(first.seed);
  expect({ ...first, seed: '', cwd: '' }).toEqual({
    ...{
      target: { url: 'http://127.0.0.1:8080/scim', entraFlags: [] },
      profile: 'smartfile',
      seed: '',
      cwd: '',
    },
    ...{
      groups: [],
      checks: [],
      severities: [],
      optIn: [],
      headers: {},
      templates: {},
      args: [],
      warnings: [],
    },
    ...{ concurrency: 24, timeoutMs: 30_000, patienceMs: 10_000, maxResources: 250, roomGiven: false },
    ...{ readOnly: false, allowWrites: false, insecure: false, skipAuthProbes: false },
    ...{ json: false, quiet: false, trace: false, allure: false, names: { domain: 'example.test' } },
    ...{ list: { coverage: false, rows: false, diagnoses: false, profiles: false }, format: 'text' },
    ...{ pilot: false, plan: false, disposable: false, certify: {}, compare: { force: false } },
    ...{ clean: { acceptEdited: false } },
    gate: { failOn: 'violation', newChecks: 'list', updateWaivers: false },
    provision: { allowDeletes: false, dryRun: false, groups: 3, keep: false, users: 20 },
    tenant: {
      port: 0,
      latencyMs: 0,
      population: 0,
      listFaces: false,
      listDefects: false,
      listVariations: false,
    },
  });
});

test('every setting of the config file arrives', async () => {
  const settings = await read({
    files: { 'ca.pem': '-----BEGIN CERTIFICATE-----' },
    config: {
      ...{ url: 'https://localhost/scim/', headers: { 'X-Site': 'a: b' }, ca: 'ca.pem', insecure: true },
      ...{
        profile: 'entra',
        groups: 'users',
        checks: ['a.*'],
        severities: ['note'],
        optIn: ['load', 'slow'],
      },
      ...{
        skipAuthProbes: true,
        suites: '.',
        seed: 's',
        concurrency: 2,
        rps: 1.5,
        timeout: 0.5,
        patience: '1m',
      },
      ...{
        deadline: '1h',
        readOnly: true,
        allowWrites: false,
        maxResources: 5,
        out: 'o',
        quiet: true,
        trace: true,
      },
      templates: { User: { title: 'x' }, Group: { externalId: 'y' } },
      names: { domain: 'scim.example.com' },
    },
  });
  const { cwd } = settings;
  expect(settings).toMatchObject({
    ...{
      target: { url: 'https://localhost/scim' },
      headers: { 'X-Site': 'a: b' },
      caFile: join(cwd, 'ca.pem'),
    },
    ...{
      profile: 'entra',
      groups: ['users'],
      checks: ['a.*'],
      severities: ['note'],
      optIn: ['load', 'slow'],
    },
    ...{
      insecure: true,
      skipAuthProbes: true,
      suites: cwd,
      seed: 's',
      concurrency: 2,
      rps: 1.5,
      timeoutMs: 500,
    },
    ...{ patienceMs: 60_000, deadlineMs: 3_600_000, readOnly: true, maxResources: 5, out: join(cwd, 'o') },
    ...{ quiet: true, trace: true, names: { domain: 'scim.example.com' } },
    templates: { User: { title: 'x' }, Group: { externalId: 'y' } },
  });
});

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['2m', 120_000],
  ['7', 7000],
  ['0.25', 250],
  ['1.5s', 1500],
])('the duration %s is %i ms', async (text, timeoutMs) => {
  expect(await read({ env: local, argv: ['--timeout', text] })).toMatchObject({ timeoutMs });
});

test('lists take commas and repetition', async () => {
  const argv = [
    '--check',
    'a,b',
    '--check=c',
    '--header',
    'X-A: 1',
    '--header',
    'X-B: http://x',
    '--opt-in',
    'slow',
  ];
  expect(await read({ env: local, argv })).toMatchObject({
    checks: ['a', 'b', 'c'],
    headers: { 'X-A': '1', 'X-B': 'http://x' },
    optIn: ['slow'],
  });
});

test('the embedded tenant outranks a configured URL and gets no token of ours', async () => {
  const settings = await read({
    env: remote,
    argv: ['--embedded', '--face', 'minimal', '--defect', 'a,b', '--variation', 'c'],
  });
  expect(settings.target).toEqual({ embedded: { face: 'minimal', defects: ['a', 'b'], variations: ['c'] } });
  expect(settings).not.toHaveProperty('token');
});

test('commands without an endpoint need none, and pass their words on', async () => {
  expect(await read({ command: 'explain', argv: ['users.a', '--json'] })).toMatchObject({
    args: ['users.a'],
    json: true,
    target: { embedded: { defects: [], variations: [] } },
  });
  expect(await read({ command: 'tenant', argv: ['--face', 'tls'] })).toMatchObject({
    target: { embedded: { face: 'tls' } },
  });
  expect(await read({ command: 'report', argv: ['results/latest', '--format', 'html'] })).toMatchObject({
    args: ['results/latest'],
    format: 'html',
  });
});

test('what single commands can be told arrives', async () => {
  const argv = [
    '--port',
    '8080',
    '--token',
    'key:password',
    '--latency=5',
    '--population',
    '9',
    '--list-faces',
  ];
  expect((await read({ command: 'tenant', argv })).tenant).toEqual({
    port: 8080,
    token: 'key:password',
    latencyMs: 5,
    population: 9,
    listFaces: true,
    listDefects: false,
    listVariations: false,
  });
  expect((await read({ command: 'list', argv: ['--coverage'] })).list.coverage).toBe(true);
});

test('names that exist are asked for once the settings are read', async () => {
  const known = async ({ suites }: { suites?: string }) => ({ groups: suites === undefined ? ['a'] : ['b'] });
  expect(await read({ env: local, argv: ['--group', 'b', '--suites', '.'], known })).toMatchObject({
    groups: ['b'],
  });
  await expect(read({ env: local, argv: ['--group', 'b'], known })).rejects.toThrow('does not exist');
});

test('a setting of another command does not disturb', async () => {
  expect(await read({ command: 'list', env: { SCIM_TIMEOUT: 'soon' } })).toMatchObject({ timeoutMs: 30_000 });
});
