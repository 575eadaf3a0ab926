import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { readMapping, withMapping } from '../../config/mapping/read.ts';
import { loadProfile } from '../../config/profiles.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { listSettings } from '../../config/settings/table.ts';
import { certifyArguments, reproduceCommands } from '../../reporters/pack/reproduce.ts';
import { mappingFile, packSettings } from '../../reporters/pack/settings.ts';
import { read } from '../config/settingsHarness.ts';
import { manifestIn, pack, product, readText, report, settingsFor, words } from './packs.ts';

const profile = loadProfile('smartfile');
const shownAs = (settings: Settings, as = profile) =>
  packSettings(report, { settings, profile: as, hide: (value) => value });

/** The settings that the printed command line gives, as a shell and the command read it. */
async function again(settings: Settings, of = product): Promise<Settings> {
  const [, ...argv] = certifyArguments(of, shownAs(settings));
  const { cwd: _, ...found } = await read({
    command: 'certify',
    argv,
    env: { SCIM_TOKEN: 'key1234:password1234' },
    files: { 'ca.pem': '-----BEGIN CERTIFICATE-----', 'mapping.json': '{}' },
  });
  return found;
}

/** Flags beside the product, each with what it decides. */
const given: [string[], (settings: Settings) => unknown][] = [
  [['--url', 'https://files.example.test/ftp/scim?aadOptscim062020'], ({ target }) => target],
  [['--header', 'X-Site: a', '--header', "X-Name's: b"], ({ headers }) => Object.keys(headers)],
  [['--disposable'], ({ disposable }) => disposable],
  [['--opt-in', 'destructive'], ({ optIn }) => optIn],
  [['--skip-auth-probes'], ({ skipAuthProbes }) => skipAuthProbes],
  [['--profile', 'okta'], ({ profile: name }) => name],
  [['--rps', '2.5'], ({ rps }) => rps],
  [['--timeout', '1m'], ({ timeoutMs }) => timeoutMs],
  [['--deadline', '90s'], ({ deadlineMs }) => deadlineMs],
  [['--max-resources', '40'], ({ maxResources }) => maxResources],
  [['--embedded', '--face', 'users-only'], ({ target }) => target],
  [['--embedded', '--defect', 'a.b', '--defect', 'c.d', '--variation', 'e.f'], ({ target }) => target],
];

describe('how to reproduce', () => {
  test.each(given)('says %j', async (argv, decides) => {
    const embedded = argv.includes('--embedded');
    const own = ['--url', '--embedded'].some((flag) => argv.includes(flag));
    const { cwd: _, ...settings } = await read({
      command: 'certify',
      argv: [...(own ? [] : ['--url', report.target.url]), '--allow-writes', ...argv, ...words],
      env: { SCIM_TOKEN: 'key1234:password1234' },
    });
    const of = {
      ...report,
      profile: { ...report.profile, name: settings.profile },
      target: { ...report.target, entraFlags: 'url' in settings.target ? settings.target.entraFlags : [] },
    };
    const shown = packSettings(of, { settings, profile, hide: (value) => value });
    const [, ...line] = certifyArguments(product, shown);
    const { cwd, ...found } = await read({
      command: 'certify',
      argv: line,
      env: embedded ? {} : { SCIM_TOKEN: 'key1234:password1234' },
    });
    expect(decides(found)).toEqual(decides(settings));
    expect(found.out).toBe(`${cwd}/repeated`);
    expect(found.certify).toMatchObject(product);
  });

  test('knows every setting of certify: those that decide, and those that only say where things go', () => {
    const decide = [
      ...['url', 'embedded', 'face', 'defect', 'variation', 'header', 'ca', 'profile', 'mapping', 'optIn'],
      ...['skipAuthProbes', 'templateUser', 'templateGroup', 'namesDomain', 'rps', 'timeout', 'deadline'],
      ...[
        'maxResources',
        'allowWrites',
        'disposable',
        'product',
        'productVersion',
        'vendor',
        'contact',
        'out',
      ],
    ];
    const aside = [
      ...['token', 'productKey', 'productPassword', 'tokenEnv', 'tokenStdin', 'proxy', 'sign'],
      ...['json', 'allure', 'quiet', 'trace'],
    ];
    const unknown = listSettings('certify').filter(({ name }) => ![...decide, ...aside].includes(name));
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  test('says what no flag can: values of headers, templates, domain, certificate authority', async () => {
    const { cwd: _, ...settings } = await read({
      command: 'certify',
      argv: [
        '--url',
        report.target.url,
        '--allow-writes',
        '--ca',
        'ca.pem',
        '--header',
        'X-Key: secret-value',
        ...words,
      ],
      env: { SCIM_TOKEN: 'key1234:password1234', SCIM_NAMES_DOMAIN: 'people.example.test' },
      config: { templates: { User: { nickName: 'x' } } },
      files: { 'ca.pem': '-----BEGIN CERTIFICATE-----' },
    });
    const files = pack({ settings });
    const lines = manifestIn(files).reproduce.join('\n');
    expect(lines).toContain('export SCIM_NAMES_DOMAIN=people.example.test');
    expect(lines).toContain('# put "templates" of settings.json into scim-conformance.config.json');
    expect(lines).toContain("--header 'X-Key: ...' --ca ca.pem");
    expect(readText(files, 'readme.txt')).toContain("--header 'X-Key: ...'");
    expect(JSON.parse(readText(files, 'settings.json'))).toMatchObject({
      headers: ['X-Key'],
      certificateAuthority: true,
      templates: { User: { nickName: 'x' } },
    });
    for (const content of files.values())
      expect(Buffer.from(content).toString()).not.toContain('secret-value');
  });

  test('survives a shell, whatever the product is called', async () => {
    const strange = {
      product: `it's "$HOME" \`id\` \\ ; & | * ?`,
      version: '--v',
      vendor: '-',
      contact: 'a b\'"',
    };
    const settings = await settingsFor(...words);
    const shown = shownAs(settings);
    const line = reproduceCommands(report.tool, strange, shown).at(-1) ?? '';
    const print = line.replace(/^scim-conformance/, String.raw`printf '%s\0'`);
    const heard = execFileSync('sh', ['-c', print], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(heard).toEqual(certifyArguments(strange, shown));
    expect((await again(settings, strange)).certify).toMatchObject(strange);
  });
});

describe('the mapping that was tested', () => {
  const lines = [
    { resource: 'User', source: 'objectId', target: 'externalId', matching: 1 },
    { resource: 'User', source: 'userPrincipalName', target: 'userName', matching: 2 },
    { resource: 'User', source: 'mail', target: 'emails[type eq "work"].value', when: 'create-only' },
  ];

  test('is in the pack, whosever it is, and --mapping reads it again to the same effect', async () => {
    const settings = { ...(await settingsFor(...words)), mapping: '/home/ann/mapping.json' };
    const effective = withMapping(profile, readMapping(lines, 'm.json'));
    const shown = shownAs(settings, effective);
    expect(shown.mapping).toMatchObject({ from: '--mapping', lines: effective.mapping });
    const reread = withMapping(
      profile,
      readMapping(JSON.parse(JSON.stringify(mappingFile(shown))), 'mapping.json'),
    );
    expect(reread).toEqual(effective);

    expect(certifyArguments(product, shown)).toContain('--mapping');
    const files = pack({ settings });
    expect(readText(files, 'mapping.json')).toContain('"matching": 1');
    expect(manifestIn(files).files.map(({ name }) => name)).toContain('mapping.json');
    expect(manifestIn(files).reproduce.at(-1)).toContain('--mapping mapping.json');
    for (const content of files.values()) expect(Buffer.from(content).toString()).not.toContain('/home/ann');
  });

  test('is the profile’s own where none was given, and needs no file', async () => {
    const files = pack();
    expect(JSON.parse(readText(files, 'settings.json'))).toMatchObject({
      mapping: { from: 'profile', lines: profile.mapping, matching: profile.matching },
      disposable: false,
    });
    expect(files.has('mapping.json')).toBe(false);
  });
});
