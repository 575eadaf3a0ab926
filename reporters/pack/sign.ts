import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Manifest } from './manifest.ts';

/** A DSSE envelope: a payload with its signatures (https://github.com/secure-systems-lab/dsse). */
export interface Envelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT = 'https://in-toto.io/Statement/v1';
const PREDICATE = 'https://in-toto.io/attestation/test-result/v0.1';

/** A new Ed25519 pair as PEM texts. */
export function newKeyPair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * Signs a pack: a DSSE envelope over an in-toto test-result statement whose subject is the manifest.
 * @param digest SHA-256 of manifest.json, lower-case hex
 * @throws Error where the key is not an Ed25519 private key
 */
export function signManifest(manifest: Manifest, digest: string, privatePem: string): Envelope {
  const key = createPrivateKey(privatePem);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`the key is ${key.asymmetricKeyType}, not ed25519`);
  const statement = {
    _type: STATEMENT,
    subject: [{ name: 'manifest.json', digest: { sha256: digest } }],
    predicateType: PREDICATE,
    predicate: {
      result: manifest.verdict === 'conformant' ? 'PASSED' : 'FAILED',
      configuration: [
        {
          name: `${manifest.profile.name} ${manifest.profile.version}`,
          digest: { sha256: manifest.catalogue.digest },
        },
      ],
      url: manifest.endpoint.url,
    },
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const signature = sign(null, preAuthentication(PAYLOAD_TYPE, payload), key);
  return {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: keyId(createPublicKey(key)), sig: signature.toString('base64') }],
  };
}

/** An envelope as it is written: one form only, so that no byte of it can change unnoticed. */
export function envelopeText({ payloadType, payload, signatures }: Envelope): string {
  const kept = signatures.map(({ keyid, sig }) => ({
    keyid,
    sig: Buffer.from(sig, 'base64').toString('base64'),
  }));
  const canonical = {
    payloadType,
    payload: Buffer.from(payload, 'base64').toString('base64'),
    signatures: kept,
  };
  return `${JSON.stringify(canonical, null, 2)}\n`;
}

/**
 * The digest of the manifest that an envelope vouches for.
 * @throws Error saying what is wrong: no signature of this key, another payload, not an envelope
 */
export function verifyEnvelope(envelope: Envelope, publicPem: string): string {
  const key = createPublicKey(publicPem);
  if (envelope.payloadType !== PAYLOAD_TYPE)
    throw new Error(`the signature covers ${String(envelope.payloadType)}`);
  const payload = Buffer.from(String(envelope.payload), 'base64');
  const body = preAuthentication(PAYLOAD_TYPE, payload);
  const signatures = Array.isArray(envelope.signatures) ? envelope.signatures : [];
  const good = signatures.some(
    ({ keyid, sig }) => keyid === keyId(key) && verify(null, body, key, Buffer.from(String(sig), 'base64')),
  );
  if (!good) throw new Error(`it was not signed with the key ${keyId(key)}, or was altered since`);
  return subjectOf(payload);
}

/** Sixteen hex digits that name a public key. */
export function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

function subjectOf(payload: Buffer): string {
  const statement = JSON.parse(payload.toString('utf8')) as {
    _type?: unknown;
    subject?: { digest?: { sha256?: unknown } }[];
  };
  const digest = statement.subject?.[0]?.digest?.sha256;
  if (statement._type !== STATEMENT || typeof digest !== 'string')
    throw new Error('the signed statement is not about a pack');
  return digest;
}

/** What DSSE signs: type and payload with their lengths, so that neither can be read as part of the other. */
function preAuthentication(type: string, payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.byteLength} `),
    payload,
  ]);
}
