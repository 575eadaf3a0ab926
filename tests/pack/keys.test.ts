import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encodedKey, privateKeyIn, publicKeyIn, publicKeyText } from '../../reporters/pack/keys.ts';
import { describeSigner } from '../../reporters/pack/sign.ts';
import { findProblems, other, pack, remade, vendor } from './packs.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

describe('keys', () => {
  const pem = (key: typeof vendor.privateKey, type: 'pkcs8' | 'spki') =>
    key.export({ type: type as 'pkcs8', format: 'pem' }).toString();

  test('are taken as editors and shells leave them', () => {
    const text = pem(vendor.publicKey, 'spki');
    for (const one of [text, text.replaceAll('\n', '\r\n'), `# of Ann\n${text}`])
      expect(encodedKey(publicKeyIn(one))).toBe(describeSigner(vendor.privateKey).publicKey);
  });

  test.each<[string, string, string]>([
    ['a private one', pem(vendor.privateKey, 'pkcs8'), 'it contains a private key'],
    ['junk', 'junk', 'it contains no public key'],
    ['nothing', '', 'it contains no public key'],
    [
      'a damaged one',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
      'no readable public key',
    ],
    ['one of another kind', RSA, 'its key is rsa, not ed25519'],
  ])('that cannot verify are refused: %s', (_name, text, words) => {
    expect(() => publicKeyIn(text)).toThrow(words);
  });

  test.each<[string, string, string]>([
    ['a public one', pem(vendor.publicKey, 'spki'), 'it contains a public key'],
    ['junk', 'PRIVATE KEY', 'no readable private key'],
    [
      'an encrypted one',
      vendor.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'is encrypted',
    ],
  ])('that cannot sign are refused: %s', (_name, text, words) => {
    expect(() => privateKeyIn(text)).toThrow(words);
  });
});

describe('the file of the public key', () => {
  test('that is not the one that the manifest names is noticed', async () => {
    const files = pack().set('signer.pub', Buffer.from(publicKeyText(describeSigner(other.privateKey))));
    remade(files, () => {}, vendor.privateKey);
    expect(await findProblems(files)).toEqual(['signer.pub is not the key that the manifest names']);
    const junk = remade(pack().set('signer.pub', Buffer.from('AAAA')), () => {}, vendor.privateKey);
    expect(await findProblems(junk)).toEqual(['signer.pub is not the key that the manifest names']);
  });
});
