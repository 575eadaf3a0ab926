import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** A new Ed25519 pair as PEM texts. */
export function newKeyPair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * The private key that a PEM text holds.
 * @throws Error saying what it holds in its place
 */
export function privateKeyIn(pem: string): KeyObject {
  if (/BEGIN (CERTIFICATE|PUBLIC KEY)/.test(pem) && !pem.includes('PRIVATE KEY'))
    throw new Error('it contains a public key; signing needs the private one');
  if (/ENCRYPTED/.test(pem))
    throw new Error('the private key is encrypted, and there is no terminal to ask for its password');
  return ed25519(() => createPrivateKey(pem), 'private');
}

/**
 * The public key that a PEM text holds.
 * @throws Error saying what it holds in its place
 */
export function publicKeyIn(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY'))
    throw new Error('it contains a private key, which only its owner should have');
  if (!pem.includes('BEGIN PUBLIC KEY')) throw new Error('it contains no public key');
  return ed25519(() => createPublicKey(pem), 'public');
}

function ed25519(read: () => KeyObject, kind: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(`it contains no readable ${kind} key`);
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`its key is ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

/** SubjectPublicKeyInfo of a key's public half, base64. */
export function encodedKey(key: KeyObject): string {
  const own = key.type === 'private' ? createPublicKey(key) : key;
  return own.export({ type: 'spki', format: 'der' }).toString('base64');
}

/**
 * A public key out of the base64 of its SubjectPublicKeyInfo.
 * @throws Error where it is none
 */
export function decodedKey(text: string): KeyObject {
  return ed25519(
    () => createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' }),
    'public',
  );
}

/** A public key as a PEM text, from the base64 of its SubjectPublicKeyInfo. */
export function publicKeyText({ publicKey }: { publicKey: string }): string {
  return decodedKey(publicKey).export({ type: 'spki', format: 'pem' }).toString();
}

/** Sixteen hex digits that name a public key, from the base64 of its SubjectPublicKeyInfo. */
export function deriveKeyId(encoded: string): string {
  return createHash('sha256').update(Buffer.from(encoded, 'base64')).digest('hex').slice(0, 16);
}
