import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { publicKeyText } from '../../reporters/pack/keys.ts';
import { jsonText, SIGNATURE_FILE, sha256 } from '../../reporters/pack/manifest.ts';
import { describeSigner, type Envelope, envelopeText, signManifest } from '../../reporters/pack/sign.ts';
import {
  type Files,
  findProblems,
  manifestIn,
  other,
  pack,
  readText,
  remade,
  report,
  vendor,
} from './packs.ts';

const envelopeIn = (files: Files) => JSON.parse(readText(files, SIGNATURE_FILE)) as Envelope;

/** A pack with another envelope. */
function enveloped(change: (envelope: Envelope) => unknown): Files {
  const files = pack();
  const envelope = envelopeIn(files);
  const given = change(envelope);
  files.set(SIGNATURE_FILE, Buffer.from(typeof given === 'string' ? given : jsonText(envelope)));
  return files;
}

const flipped = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('a signature is judged without a key, too', () => {
  const keyid = describeSigner(vendor.privateKey).keyId;
  test.each<[string, string, (envelope: Envelope) => unknown]>([
    ['junk', 'it is not JSON', () => 'junk'],
    ['JSON that is no envelope', 'it is not a DSSE envelope', () => '{}'],
    ['nothing', 'it is not JSON', () => ''],
    ['null', 'it is not a DSSE envelope', () => 'null'],
    ['no payload', 'it is not a DSSE envelope', (envelope) => jsonText({ ...envelope, payload: undefined })],
    [
      'a payload of another type',
      'it is not a DSSE envelope',
      (envelope) => jsonText({ ...envelope, payload: 1 }),
    ],
    [
      'no signatures',
      'it is not a DSSE envelope',
      (envelope) => jsonText({ ...envelope, signatures: undefined }),
    ],
    [
      'a text for signatures',
      'it is not a DSSE envelope',
      (envelope) => jsonText({ ...envelope, signatures: 'x' }),
    ],
    [
      'null for a signature',
      'it is not a DSSE envelope',
      (envelope) => jsonText({ ...envelope, signatures: [null] }),
    ],
    [
      'a signature without the id of a key',
      'it is not a DSSE envelope',
      ({ signatures, ...rest }) => jsonText({ ...rest, signatures: signatures.map(({ sig }) => ({ sig })) }),
    ],
    [
      'the id of a key without a signature',
      'it is not a DSSE envelope',
      ({ signatures, ...rest }) =>
        jsonText({ ...rest, signatures: signatures.map(({ keyid: id }) => ({ keyid: id })) }),
    ],
    [
      'a signature of random bytes',
      `was not made with the key ${keyid}`,
      (envelope) => {
        envelope.signatures = [{ keyid, sig: Buffer.alloc(64, 7).toString('base64') }];
      },
    ],
    [
      'one bit of it changed',
      `was not made with the key ${keyid}`,
      ({ signatures: [one] }) => one && Object.assign(one, { sig: flipped(one.sig) }),
    ],
    [
      'a signature that is too short',
      `was not made with the key ${keyid}`,
      ({ signatures: [one] }) => one && Object.assign(one, { sig: 'AAAA' }),
    ],
    [
      'the id of another key',
      `was not made with the key ${keyid}`,
      ({ signatures: [one] }) => one && Object.assign(one, { keyid: '0'.repeat(16) }),
    ],
    [
      'no signature',
      'has 0 signatures',
      (envelope) => {
        envelope.signatures = [];
      },
    ],
    [
      'a second signature',
      'has 2 signatures',
      (envelope) => envelope.signatures.push({ keyid: '0'.repeat(16), sig: 'AAAA' }),
    ],
    [
      'the same signature twice',
      'has 2 signatures',
      (envelope) => envelope.signatures.push(...envelope.signatures),
    ],
    [
      'another type of payload',
      'it covers "text/plain"',
      (envelope) => Object.assign(envelope, { payloadType: 'text/plain' }),
    ],
    [
      'a payload of nothing',
      'it covers another manifest',
      (envelope) => Object.assign(envelope, { payload: '' }),
    ],
    [
      'a member of its own',
      'its file is not as it was written',
      (envelope) => Object.assign(envelope, { note: 'x' }),
    ],
    [
      'a member of its own within',
      'its file is not as it was written',
      ({ signatures: [one] }) => one && Object.assign(one, { note: 'x' }),
    ],
    [
      'another form of base64',
      'its file is not as it was written',
      ({ signatures: [one] }) => one && Object.assign(one, { sig: one.sig.replace(/=+$/, '') }),
    ],
    ['white space', 'its file is not as it was written', (envelope) => `${jsonText(envelope)}\n`],
    ['100,000 levels', 'it is', () => '['.repeat(100_000)],
    ['a megabyte', 'it is larger than a pack allows', () => ' '.repeat(1_000_000)],
  ])('%s is noticed', async (_name, words, change) => {
    const files = enveloped(change);
    for (const key of [undefined, vendor.publicKey])
      expect(await findProblems(files, key)).toEqual([expect.stringContaining(words)]);
  });

  test('is over what DSSE says: type and payload, each with its length', () => {
    const { payload, payloadType, signatures } = envelopeIn(pack());
    const body = Buffer.from(payload, 'base64');
    const signed = Buffer.concat([
      Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `),
      body,
    ]);
    const [one] = signatures;
    expect(verify(null, signed, vendor.publicKey, Buffer.from(one?.sig ?? '', 'base64'))).toBe(true);
  });

  test('a statement about nothing is about another manifest', async () => {
    for (const statement of ['{}', '{"subject":[]}', '{"subject":[{}]}', 'x', 'null']) {
      const files = enveloped((envelope) =>
        Object.assign(envelope, { payload: Buffer.from(statement).toString('base64') }),
      );
      expect(await findProblems(files), statement).toEqual([
        'signature.dsse.json: it covers another manifest',
      ]);
    }
  });

  test('that of another pack is noticed', async () => {
    const theirs = pack({ of: { ...report, verdict: 'not conformant' } });
    const files = pack().set(SIGNATURE_FILE, theirs.get(SIGNATURE_FILE) ?? new Uint8Array());
    for (const key of [undefined, vendor.publicKey])
      expect(await findProblems(files, key)).toEqual(['signature.dsse.json: it covers another manifest']);
  });

  test('edited pages with their digests made anew and the old signature are noticed', async () => {
    const files = pack().set('report.html', Buffer.from('<h1>Conformant</h1>'));
    remade(files, () => {});
    for (const key of [undefined, vendor.publicKey])
      expect(await findProblems(files, key)).toEqual(['signature.dsse.json: it covers another manifest']);
  });

  test('a statement that says more of the run than the manifest is noticed, though signed', async () => {
    const files = pack({ of: { ...report, verdict: 'not conformant' } });
    const manifest = manifestIn(files);
    const digest = sha256(files.get('manifest.json') ?? new Uint8Array());
    const passed = signManifest({ ...manifest, verdict: 'conformant' }, digest, vendor.privateKey);
    files.set(SIGNATURE_FILE, Buffer.from(envelopeText(passed)));
    expect(await findProblems(files)).toEqual([expect.stringContaining('differs from the manifest')]);
  });

  test('a pack that lost its signature, or got one that its manifest does not name, is noticed', async () => {
    const lost = pack();
    lost.delete(SIGNATURE_FILE);
    expect(await findProblems(lost)).toEqual([expect.stringContaining('signature.dsse.json is missing')]);
    const got = remade(pack({ sign: false }), () => {}, other.privateKey);
    expect(await findProblems(got)).toEqual([
      expect.stringContaining('the manifest names nobody who signed it'),
    ]);
  });

  test('a signer who is not the one whose id the manifest gives is noticed', async () => {
    const forged = remade(
      pack(),
      (manifest) => {
        if (manifest.signer) manifest.signer.publicKey = describeSigner(other.privateKey).publicKey;
      },
      other.privateKey,
    );
    expect(await findProblems(forged)).toEqual([expect.stringContaining('a key and the id of another')]);
    const junk = remade(
      pack(),
      (manifest) => {
        if (manifest.signer) manifest.signer.publicKey = 'AAAA';
      },
      vendor.privateKey,
    );
    expect(await findProblems(junk)).toEqual([expect.stringContaining('no readable public key')]);
  });
});

describe('with a key', () => {
  /** Everything made anew by somebody else, with a key of their own. */
  const anew = () =>
    remade(
      pack()
        .set('report.html', Buffer.from('<h1>Conformant</h1>'))
        .set('signer.pub', Buffer.from(publicKeyText(describeSigner(other.privateKey)))),
      (manifest) => {
        manifest.signer = describeSigner(other.privateKey);
      },
      other.privateKey,
    );

  test('a pack that somebody else made anew is noticed; without one it is said that nobody knows', async () => {
    expect(await findProblems(anew(), vendor.publicKey)).toEqual([
      expect.stringContaining(
        `not signed with the key ${describeSigner(vendor.privateKey).keyId} that you named, but with`,
      ),
    ]);
    expect(await findProblems(anew())).toEqual([]);
  });

  test('a pack that is not signed is refused', async () => {
    expect(await findProblems(pack({ sign: false }), vendor.publicKey)).toEqual(['the pack is not signed']);
  });
});
