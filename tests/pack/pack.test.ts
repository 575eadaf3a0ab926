import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildManifest, composeTitle } from '../../reporters/pack/manifest.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { unzip, zip } from '../../reporters/pack/zip.ts';
import { exchange } from '../reporters/synthetic.ts';
import {
  asRead,
  findProblems,
  manifestIn,
  other,
  pack,
  product,
  readText,
  remade,
  report,
  vendor,
} from './packs.ts';

describe('a pack', () => {
  test('is intact as made, in a folder or an archive, and says what was checked and what was not', async () => {
    for (const files of [pack(), unzip(zip(pack())).files]) {
      const { intact, problems, says } = await verifyPack(asRead(files), vendor.publicKey);
      expect([intact, problems]).toEqual([true, []]);
      expect(says.join('\n')).toMatch(
        /^Certification report: Ann's files 7 by Ann, https:\S+, on 2026-03-01\.\n/,
      );
      expect(says.join('\n')).toContain('Checked: it was signed with the key that you named');
      expect(says.join('\n')).toContain('Not checked, because no pack can show it: that the endpoint still');
    }
  });

  test('says that nobody knows who made it where it is not signed, or where no key was named', async () => {
    const unsigned = await verifyPack(asRead(pack({ sign: false })));
    expect(unsigned.says.join('\n')).toContain('Not checked: who made it. It is not signed');
    const signed = await verifyPack(asRead(pack()));
    expect(signed.says.join('\n')).toMatch(/fits the key [0-9a-f]{16}, which the pack itself names/);
    expect(signed.says.join('\n')).toContain('Not checked: whose key that is');
  });

  test('gives the same archive for the same files, in whatever order they come', () => {
    const files = pack();
    const reversed = new Map([...files].reverse());
    expect(Buffer.compare(Buffer.from(zip(files)), Buffer.from(zip(reversed)))).toBe(0);
  });

  test('gives the archive that earlier versions gave: packs are verified for years', () => {
    const lines = Array.from({ length: 2000 }, (_, at) => `line ${at * 7919} of ${at % 13}\n`).join('');
    const files = new Map([
      ['b.txt', Buffer.from(lines)],
      ['a.json', Buffer.from('{}')],
      ['empty', Buffer.alloc(0)],
    ]);
    expect(createHash('sha256').update(zip(files)).digest('hex')).toMatchInlineSnapshot(
      `"a71eb59c651ec13d9aaf44873cc6e1586bd0d0296d56abfc12e67e0c81933bae"`,
    );
  });

  test.each([...pack().keys()])('with any byte of %s changed is refused, key or no key', async (name) => {
    const content = Buffer.from(pack().get(name) ?? '');
    for (let at = 0; at < content.length; at += Math.max(1, Math.floor(content.length / 30))) {
      const altered = Buffer.from(content);
      altered[at] = (altered[at] ?? 0) ^ 0x01;
      expect(await findProblems(pack().set(name, altered), vendor.publicKey), `byte ${at}`).not.toEqual([]);
      expect(await findProblems(pack().set(name, altered)), `byte ${at}`).not.toEqual([]);
    }
  });

  test.each([...pack().keys()])('cut in %s, or with a byte after it, is refused', async (name) => {
    const content = Buffer.from(pack().get(name) ?? '');
    for (const altered of [
      content.subarray(0, -1),
      Buffer.concat([content, Buffer.from(' ')]),
      Buffer.alloc(0),
    ])
      expect(await findProblems(pack().set(name, altered))).not.toEqual([]);
  });

  test.each([...pack().keys()])('without %s is refused', async (name) => {
    const files = pack();
    files.delete(name);
    expect(await findProblems(files)).toContainEqual(expect.stringContaining(`${name} is missing`));
  });

  test.each(['extra.txt', 'certification.zip', '.DS_Store', 'Report.html', 'mapping.json'])(
    'with %s beside its files is refused',
    async (name) => {
      expect(await findProblems(pack().set(name, Buffer.from('x')))).toEqual([
        `${name} was added: the manifest does not list it`,
      ]);
    },
  );

  test('of an earlier version is understood: without signer, settings and sums', async () => {
    const old = (sign: boolean) => {
      const files = pack({ sign: false });
      for (const name of ['settings.json', 'sha256sums.txt', 'readme.txt']) files.delete(name);
      const change = (manifest: ReturnType<typeof manifestIn>) => {
        manifest.schemaVersion = '1.0';
        manifest.files = manifest.files.filter(({ name }) => name !== 'sha256sums.txt');
      };
      remade(files, change, sign ? vendor.privateKey : undefined).delete('sha256sums.txt');
      return files;
    };
    expect(await findProblems(old(false))).toEqual([]);
    expect(await findProblems(old(true), vendor.publicKey)).toEqual([]);
    expect(await findProblems(old(true), other.publicKey)).not.toEqual([]);
    const { says } = await verifyPack(asRead(old(true)));
    expect(says.join('\n')).toContain('Not checked: whether the signature is genuine');
  });
});

test('a reader who has never seen the tool finds in the pack what it is, how it is checked and reproduced', () => {
  const readme = readText(pack(), 'readme.txt');
  expect(readme).toMatch(/^Certification report\n=+\n/);
  for (const said of [
    "Ann's files 7",
    'Verdict:   CONFORMANT',
    'report.html',
    'sha256sum -c sha256sums.txt',
    'scim-conformance verify . --key VENDOR.pub',
    manifestIn(pack()).signer?.keyId,
    'scim-conformance certify --url',
    'It does not say that the endpoint still behaves',
  ])
    expect(readme).toContain(said);
  expect(readText(pack({ sign: false }), 'readme.txt')).toContain('It is not signed');
  const failed = { ...report, verdict: 'not conformant' as const };
  expect(readText(pack({ of: failed }), 'readme.txt')).toMatch(
    /^Assessment: not conformant\n[\s\S]*certifies nothing/,
  );
});

test('no file of a pack sends its reader to one that is not in it', () => {
  for (const [name, content] of pack()) {
    const text = Buffer.from(content).toString();
    expect(text, name).not.toMatch(/exchanges\.ndjson|journal\.ndjson|events\.ndjson/);
    if (name === 'report.html') expect(text).toContain('answers of the run are in evidence.har');
  }
});

test.each([
  ['many bodies', 4200, 'x'],
  // Each character takes six in JSON.
  ['bodies that grow when they are written', 800, '\u0001'],
])(
  'of a run with more evidence than a pack may hold that of what failed is in it, and this is said: %s',
  {
    timeout: 60_000,
  },
  (_name, count, character) => {
    const body = character.repeat(16_384);
    const many = Array.from({ length: count }, (_, at) =>
      exchange(at + 2, 'users.a', { request: { headers: {}, body } }),
    );
    const files = pack({ exchanges: many });
    expect(files.get('evidence.har')?.byteLength).toBeLessThan(100_000);
    expect(readText(files, 'readme.txt')).toContain(
      'evidence.har holds the exchanges of what failed or was blocked',
    );
    expect(readText(files, 'report.html')).toContain(
      'The requests and answers of passed checks were left out',
    );
  },
);

test('only a full, conformant run that came to its end is a certification', () => {
  const ended = { why: 'deadline' as const, message: 'm', hint: 'h' };
  expect(composeTitle(report)).toBe('Certification report');
  expect(composeTitle({ ...report, verdict: 'not conformant' })).toBe('Assessment: not conformant');
  expect(composeTitle({ ...report, scope: { ...report.scope, kind: 'filtered' } })).toBe(
    'Assessment: conformant',
  );
  expect(composeTitle({ ...report, run: { ...report.run, ended } })).toBe('Assessment: conformant');
  expect(buildManifest(report, { product, reproduce: [], files: new Map() }).files).toEqual([]);
});
