import { describe, expect, test } from 'vitest';
import { readSettings } from '../../config/settings/readSettings.ts';
import { type RunSettings, run, SettingsError } from '../../index.ts';

const url = 'http://127.0.0.1:9/ftp/scim';

/** Settings of code as they were meant, or not: JavaScript checks no types. */
const refusal = async (settings: object): Promise<SettingsError> => {
  const error = await run(settings as RunSettings).catch((reason: unknown) => reason);
  if (!(error instanceof SettingsError)) throw new Error(`not refused: ${JSON.stringify(settings)}`);
  return error;
};

describe('run() from code refuses as the command does, and names the setting', () => {
  test.each<[string, object]>([
    ['checks', { url, checks: ['nope.*'] }],
    ['groups', { url, groups: 'users' }],
    ['groups', { url, groups: ['nobody'] }],
    ['groups', { url, groups: [1] }],
    ['severities', { url, severities: ['grave'] }],
    ['optIn', { url, optIn: ['everything'] }],
    ['concurrency', { url, concurrency: 0 }],
    ['concurrency', { url, concurrency: 2.5 }],
    ['concurrency', { url, concurrency: '4' }],
    ['concurrency', { url, concurrency: Number.NaN }],
    ['rps', { url, rps: -1 }],
    ['timeoutMs', { url, timeoutMs: '30s' }],
    ['timeoutMs', { url, timeoutMs: 0 }],
    ['deadlineMs', { url, deadlineMs: 1 }],
    ['patienceMs', { url, patienceMs: -1 }],
    ['maxResources', { url, maxResources: 1 }],
    ['profile', { url, profile: 'nobody' }],
    ['suites', { url, suites: '/nowhere' }],
    ['caFile', { url, caFile: '/nowhere.pem' }],
    ['headers', { url, headers: { authorization: 'Bearer x' } }],
    ['headers', { url, headers: ['a: b'] }],
    ['names.domain', { url, names: { domain: 'not a domain' } }],
    ['names', { url, names: 'example.test' }],
    ['templates.User', { url, templates: { User: 'x' } }],
    ['allowWrites', { url, allowWrites: 1 }],
    ['readOnly', { url, readOnly: 'yes' }],
    ['url', { url: 'ftp://a.test' }],
    ['url', { url: 7 }],
    ['embedded.face', { embedded: { face: 'nobody' } }],
    ['embedded.defects', { embedded: { defects: ['nothing'] } }],
    ['embedded.defects', { embedded: { defects: 'nothing' } }],
    ['group', { url, group: ['users'] }],
    ['gate', { url, gate: { failOn: 'warning' } }],
    ['--allow-writes', { url: 'https://site.test/scim', token: 'a:b' }],
    ['SCIM_TOKEN', { url: 'https://site.test/scim', allowWrites: true }],
  ])('%s: %j', async (setting, settings) => {
    const error = await refusal(settings);
    expect(error.setting).toContain(setting);
    expect(error.message).not.toBe('');
    expect(error.hint).not.toBe('');
  });

  test('a token of another type is not repeated', async () => {
    const { message } = await refusal({ url, token: ['canary:canary'] });
    expect(message).not.toContain('canary');
  });

  test('what is left undefined is as if it were not there', async () => {
    const input = {
      argv: [],
      env: {},
      cwd: '/nowhere',
      stdin: (async function* () {})(),
      command: 'run' as const,
    };
    const values = {
      url,
      groups: undefined,
      timeoutMs: 1_500,
      templates: { User: undefined },
      out: undefined,
    };
    expect(await readSettings({ ...input, values })).toMatchObject({
      groups: [],
      timeoutMs: 1_500,
      templates: {},
    });
  });
});
