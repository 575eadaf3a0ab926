import { describe, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { MANIFEST_FILE, manifestOf, SIGNATURE_FILE, sha256, titleOf } from '../../reporters/pack/manifest.ts';
import { envelopeText, newKeyPair, signManifest, verifyEnvelope } from '../../reporters/pack/sign.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { unzip, zip } from '../../reporters/pack/zip.ts';
import { reportJson } from '../../reporters/write.ts';
import { definition, outcome, parts, row } from '../reporters/synthetic.ts';

const product = { product: "Ann's files", version: '7', vendor: 'Ann', contact: 'ann@example.test' };
const report = buildReport(
  parts({
    rows: [row('r:a')],
    definitions: [definition('users.a', ['r:a'])],
    outcomes: [outcome('users.a', 'pass')],
  }),
);
const { privateKey, publicKey } = newKeyPair();

function pack(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    ['report.json', Buffer.from(reportJson(report))],
    ['report.md', Buffer.from('# conformant')],
  ]);
  const manifest = manifestOf(report, product, files);
  const text = Buffer.from(JSON.stringify(manifest));
  files.set(MANIFEST_FILE, text);
  files.set(SIGNATURE_FILE, Buffer.from(envelopeText(signManifest(manifest, sha256(text), privateKey))));
  return files;
}

describe('a pack', () => {
  test('is intact as made, in a folder or an archive, and says what it vouches for', async () => {
    for (const files of [pack(), unzip(zip(pack()))]) {
      const { intact, problems, says } = await verifyPack(files, publicKey);
      expect([intact, problems]).toEqual([true, []]);
      expect(says.join(' ')).toContain('signed with the key that you named');
      expect(says.join(' ')).toContain('does not vouch');
    }
  });

  test('gives the same archive for the same files, in whatever order they come', () => {
    const files = pack();
    const reversed = new Map([...files].reverse());
    expect(Buffer.compare(Buffer.from(zip(files)), Buffer.from(zip(reversed)))).toBe(0);
  });

  test.each([...pack().keys()])('with any byte of %s changed is refused', async (name) => {
    const content = Buffer.from(pack().get(name) ?? '');
    for (let at = 0; at < content.length; at += Math.max(1, Math.floor(content.length / 40))) {
      const altered = Buffer.from(content);
      altered[at] = (altered[at] ?? 0) ^ 0x01;
      const { intact } = await verifyPack(pack().set(name, altered), publicKey);
      expect(intact, `byte ${at}`).toBe(false);
    }
  });

  test('with a file added or left out is refused', async () => {
    expect((await verifyPack(pack().set('extra.txt', Buffer.from('x')))).problems).toEqual([
      'extra.txt was added: the manifest does not list it',
    ]);
    const short = pack();
    short.delete('report.md');
    expect((await verifyPack(short)).problems).toEqual(['report.md is missing']);
  });

  test('made anew by somebody else does not carry the signature', async () => {
    const { problems } = await verifyPack(pack(), newKeyPair().publicKey);
    expect(problems.join()).toContain('was not signed with the key');
    const unsigned = pack();
    unsigned.delete(SIGNATURE_FILE);
    expect((await verifyPack(unsigned, publicKey)).problems).toEqual(['the pack is not signed']);
  });
});

test('an archive that holds too much or odd names is not unpacked', () => {
  const many = new Map(
    Array.from({ length: 50 }, (_, n) => [
      `file-${String.fromCharCode(97 + (n % 26), 97 + (n >> 4))}.a`,
      Buffer.from('x'),
    ]),
  );
  expect(() => unzip(zip(many))).toThrow('more than a pack may hold');
  expect(() => unzip(zip(new Map([['../evil', Buffer.from('x')]])))).toThrow('no pack holds');
  expect(() => unzip(Buffer.from('not an archive'))).toThrow();
});

test('an envelope over another payload type is refused', () => {
  const manifest = manifestOf(report, product, new Map());
  const envelope = signManifest(manifest, 'a'.repeat(64), privateKey);
  expect(verifyEnvelope(envelope, publicKey)).toBe('a'.repeat(64));
  expect(() => verifyEnvelope({ ...envelope, payloadType: 'text/plain' }, publicKey)).toThrow('text/plain');
});

test('only a full, conformant run that came to its end is a certification', () => {
  const ended = { why: 'deadline' as const, message: 'm', hint: 'h' };
  expect(titleOf(report)).toBe('Certification report');
  expect(titleOf({ ...report, verdict: 'not conformant' })).toBe('Assessment: not conformant');
  expect(titleOf({ ...report, scope: { ...report.scope, kind: 'filtered' } })).toBe('Assessment: conformant');
  expect(titleOf({ ...report, run: { ...report.run, ended } })).toBe('Assessment: conformant');
});
