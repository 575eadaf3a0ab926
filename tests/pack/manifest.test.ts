import { describe, expect, test } from 'vitest';
import { jsonText, MANIFEST_FILE, type Manifest, packedFiles } from '../../reporters/pack/manifest.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { asRead, findProblems, manifestIn, pack, readText, remade, vendor } from './packs.ts';

const changed = (change: (manifest: Manifest) => void) => remade(pack({ sign: false }), change);

test('a pack that is only made anew is intact, so that each change below is what is noticed', async () => {
  expect(await findProblems(changed(() => {}))).toEqual([]);
});

describe('a manifest that tells of another run than the report is noticed', () => {
  test.each<[string, (manifest: Manifest) => void]>([
    ['title', (manifest) => Object.assign(manifest, { title: 'Certification report, gold' })],
    ['endpoint', ({ endpoint }) => Object.assign(endpoint, { url: 'https://other.example.test/scim' })],
    ['endpoint', ({ endpoint }) => Object.assign(endpoint, { fingerprint: 'a'.repeat(64) })],
    ['profile', ({ profile }) => Object.assign(profile, { name: 'okta' })],
    ['profile', ({ profile }) => Object.assign(profile, { version: '9.9.9' })],
    ['run', ({ run }) => Object.assign(run, { finishedAt: '2027-01-01T00:00:00.000Z' })],
    ['run', ({ run }) => Object.assign(run, { startedAt: '2025-01-01T00:00:00.000Z' })],
    ['run', ({ run }) => Object.assign(run, { id: 'zzzzzzzz' })],
    ['run', ({ run }) => Object.assign(run, { seed: 'another' })],
    ['verdict', (manifest) => Object.assign(manifest, { verdict: 'not conformant' })],
    ['scope', (manifest) => Object.assign(manifest, { scope: 'filtered' })],
    ['tool', ({ tool }) => Object.assign(tool, { version: '9.9.9' })],
    ['tool', ({ tool }) => Object.assign(tool, { digest: 'b'.repeat(64) })],
    ['catalogue', ({ catalogue }) => Object.assign(catalogue, { version: '9.9' })],
  ])('by its %s', async (name, change) => {
    const problems = await findProblems(changed(change));
    expect(problems).toContainEqual(expect.stringContaining(`manifest.json gives ${name} as `));
    expect(problems.filter((one) => !/^(manifest|settings)\.json gives /.test(one))).toEqual([]);
  });
});

describe('a manifest that does not list what is there is noticed', () => {
  test.each<[string, string, (manifest: Manifest) => void]>([
    [
      'a wrong size',
      'report.md has ',
      ({ files }) => Object.assign(files.find(({ name }) => name === 'report.md') ?? {}, { bytes: 1 }),
    ],
    [
      'a file twice',
      'lists report.md twice',
      ({ files }) => files.push(...files.filter(({ name }) => name === 'report.md')),
    ],
    [
      'a file twice, with other digests',
      'lists report.md twice',
      ({ files }) => files.unshift({ name: 'report.md', bytes: 3, sha256: 'c'.repeat(64) }),
    ],
    [
      'itself',
      'lists manifest.json, which it cannot',
      ({ files }) => files.push({ name: MANIFEST_FILE, bytes: 1, sha256: 'd'.repeat(64) }),
    ],
    [
      'a path outside',
      '../../etc/passwd is missing',
      ({ files }) => files.push({ name: '../../etc/passwd', bytes: 1, sha256: 'd'.repeat(64) }),
    ],
    [
      'no report',
      'does not list report.json',
      (manifest) => {
        manifest.files = manifest.files.filter(({ name }) => name !== 'report.json');
      },
    ],
    [
      'nothing',
      'does not list settings.json',
      (manifest) => {
        manifest.files = [];
      },
    ],
    [
      'a digest in capitals',
      'must match pattern',
      ({ files }) => Object.assign(files[0] ?? {}, { sha256: 'A'.repeat(64) }),
    ],
    ['a size below nothing', '/files/0/bytes', ({ files }) => Object.assign(files[0] ?? {}, { bytes: -1 })],
    [
      'a member of its own',
      'extra is not a known member',
      (manifest) => Object.assign(manifest, { extra: 1 }),
    ],
    [
      'a later version',
      '/schemaVersion must be one of',
      (manifest) => Object.assign(manifest, { schemaVersion: '7' }),
    ],
  ])('with %s', async (_name, words, change) => {
    expect(await findProblems(changed(change))).toContainEqual(expect.stringContaining(words));
  });
});

describe('a JSON file that two readers could read differently is noticed', () => {
  const doubled = (text: string, name: string) => text.replace('{', `{\n  "${name}": "conformant",`);
  test.each([
    ['manifest.json', 'verdict'],
    ['report.json', 'verdict'],
    ['settings.json', 'seed'],
  ])('%s with a member twice', async (file, member) => {
    const files = pack({ sign: false });
    files.set(file, Buffer.from(doubled(readText(files, file), member)));
    const problems = await findProblems(file === MANIFEST_FILE ? files : remade(files, () => {}));
    expect(problems).toContainEqual(expect.stringContaining(`names "${member}" a second time`));
  });

  test.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['other white space', (text: string) => JSON.stringify(JSON.parse(text))],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('with %s', async (_name, change) => {
    for (const file of ['manifest.json', 'report.json', 'settings.json']) {
      const files = pack({ sign: false });
      files.set(file, Buffer.from(change(readText(files, file))));
      if (file !== MANIFEST_FILE) remade(files, () => {});
      expect(await findProblems(files), file).not.toEqual([]);
    }
  });
});

test('sums and settings that tell something else are noticed', async () => {
  const sums = pack({ sign: false });
  const manifest = manifestIn(sums);
  sums.set('sha256sums.txt', Buffer.from(readText(sums, 'sha256sums.txt').replace(/^./, '0')));
  manifest.files = packedFiles(new Map([...sums].filter(([name]) => name !== MANIFEST_FILE)));
  sums.set(MANIFEST_FILE, Buffer.from(jsonText(manifest)));
  expect(await findProblems(sums)).toEqual(['sha256sums.txt states other digests than manifest.json']);

  for (const [member, value] of [
    ['profile', 'okta'],
    ['seed', 'x'],
    ['target', { url: 'https://other.example.test', entraFlags: [] }],
  ] as const) {
    const files = pack({ sign: false });
    const settings = JSON.parse(readText(files, 'settings.json')) as Record<string, unknown>;
    files.set('settings.json', Buffer.from(jsonText({ ...settings, [member]: value })));
    expect(await findProblems(remade(files, () => {}))).toEqual([
      expect.stringContaining('settings.json gives the '),
    ]);
  }
});

test('whatever is in the place of a JSON file, a word is said and nothing is thrown', {
  timeout: 60_000,
}, async () => {
  const odd = [
    '',
    'null',
    '[]',
    '1',
    '"x"',
    '{}',
    '{"files":null}',
    '['.repeat(100_000),
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '\ufeff{}',
    '{"a":1e999}',
  ];
  for (const name of ['manifest.json', 'report.json', 'settings.json', 'signature.dsse.json'])
    for (const text of odd) {
      const files = pack();
      files.set(name, Buffer.from(text));
      if (['report.json', 'settings.json'].includes(name)) remade(files, () => {}, vendor.privateKey);
      const problems = await findProblems(files, vendor.publicKey);
      expect(problems.join('\n'), `${name} ${text.slice(0, 20)}`).toContain(name);
      expect(problems.join('\n')).not.toMatch(/call stack|undefined|Cannot read/);
    }
});

test('a report with a million defects costs neither time nor memory', { timeout: 60_000 }, async () => {
  const files = pack({ sign: false });
  const found = JSON.parse(readText(files, 'report.json')) as Record<string, unknown>;
  files.set('report.json', Buffer.from(jsonText({ ...found, checks: Array(1_000_000).fill(1) })));
  const started = performance.now();
  expect(await findProblems(remade(files, () => {}))).toEqual([
    expect.stringContaining('report.json: Not a report'),
  ]);
  expect(performance.now() - started).toBeLessThan(20_000);
});

describe('a pack that lacks something says what, and nothing beside it', () => {
  test.each([[MANIFEST_FILE], ['report.json'], ['settings.json']])('%s', async (name) => {
    const files = pack({ sign: false });
    files.delete(name);
    expect(await findProblems(files)).toEqual([`${name} is missing`]);
  });

  test('unless it is known that it could not be read', async () => {
    const read = {
      ...asRead(new Map()),
      unread: new Set([MANIFEST_FILE]),
      problems: ['manifest.json is a pipe'],
    };
    expect((await verifyPack(read)).problems).toEqual(['manifest.json is a pipe']);
    expect((await verifyPack({ ...read, problems: [] })).problems).toEqual([]);
  });
});

/** Bytes of the largest manifest that is read. */
const MOST = 256 * 1024;

test('a manifest of the greatest size is read, and a larger one is not', async () => {
  const sized = (bytes: number) => {
    const files = pack({ sign: false });
    files.set(MANIFEST_FILE, Buffer.alloc(bytes, ' '));
    return findProblems(files);
  };
  expect(await sized(MOST)).not.toEqual([`${MANIFEST_FILE} is larger than a pack allows`]);
  expect(await sized(MOST + 1)).toEqual([`${MANIFEST_FILE} is larger than a pack allows`]);
});

test('files are listed by name, with the size and digest that they have', () => {
  const files = new Map([
    ['b', Buffer.from('bb')],
    ['c', Buffer.alloc(0)],
    ['a', Buffer.from('a')],
  ]);
  expect(packedFiles(files)).toEqual([
    { name: 'a', bytes: 1, sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' },
    { name: 'b', bytes: 2, sha256: '3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf' },
    { name: 'c', bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  ]);
});
