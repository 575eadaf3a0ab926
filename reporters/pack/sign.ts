import { type KeyObject, sign, verify } from 'node:crypto';
import { deriveKeyId, encodedKey } from './keys.ts';
import { jsonText, MANIFEST_FILE, type Manifest, type Signer } from './manifest.ts';

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

/** Who signs with a private key, as the manifest names them. */
export function describeSigner(key: KeyObject): Signer {
  const publicKey = encodedKey(key);
  return { keyId: deriveKeyId(publicKey), publicKey };
}

/**
 * Signs a pack: a DSSE envelope over an in-toto test-result statement whose subject is the manifest.
 * @param digest SHA-256 of manifest.json, lower-case hex
 * @param key Ed25519
 */
export function signManifest(manifest: Manifest, digest: string, key: KeyObject): Envelope {
  const payload = composeStatement(manifest, digest);
  const signature = sign(null, preAuthentication(payload), key);
  return {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: describeSigner(key).keyId, sig: signature.toString('base64') }],
  };
}

/** What is signed: that this manifest, by its digest, is of a run with this result. */
function composeStatement(manifest: Manifest, digest: string): Buffer {
  const { profile, catalogue, endpoint, verdict } = manifest;
  const statement = {
    _type: STATEMENT,
    subject: [{ name: MANIFEST_FILE, digest: { sha256: digest } }],
    predicateType: PREDICATE,
    predicate: {
      result: verdict === 'conformant' ? 'PASSED' : 'FAILED',
      configuration: [{ name: `${profile.name} ${profile.version}`, digest: { sha256: catalogue.digest } }],
      url: endpoint.url,
    },
  };
  return Buffer.from(JSON.stringify(statement));
}

/** An envelope as it is written. */
export function envelopeText({ payloadType, payload, signatures }: Envelope): string {
  return jsonText({ payloadType, payload, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })) });
}

/**
 * Reads the envelope of a pack, which has one form only: one signature over what the manifest has to say, not a byte
 * more.
 * @throws Error saying what is wrong: no envelope, over another manifest or statement, another signature beside it
 */
export function readEnvelope(text: string, manifest: Manifest, digest: string): Envelope {
  const envelope = parsed(text);
  if (envelope.payloadType !== PAYLOAD_TYPE)
    throw new Error(`it covers ${JSON.stringify(envelope.payloadType)}, not a statement about a pack`);
  const payload = Buffer.from(envelope.payload, 'base64');
  if (subjectIn(payload) !== digest) throw new Error('it covers another manifest');
  if (!payload.equals(composeStatement(manifest, digest)))
    throw new Error('its statement about the run differs from the manifest');
  if (envelope.signatures.length !== 1)
    throw new Error(`it has ${envelope.signatures.length} signatures, but a pack has one`);
  const canonical = envelope.signatures.map(({ keyid, sig }) => ({
    keyid,
    sig: Buffer.from(sig, 'base64').toString('base64'),
  }));
  if (envelopeText({ ...envelope, payload: payload.toString('base64'), signatures: canonical }) !== text)
    throw new Error('its file is not as it was written');
  return envelope;
}

/** Whether an envelope was signed with a key, and its payload not altered since. */
export function isSignedBy({ payload, signatures }: Envelope, key: KeyObject): boolean {
  const body = preAuthentication(Buffer.from(payload, 'base64'));
  const id = describeSigner(key).keyId;
  return signatures.some(
    ({ keyid, sig }) => keyid === id && verify(null, body, key, Buffer.from(sig, 'base64')),
  );
}

function parsed(text: string): Envelope {
  let value: Partial<Envelope> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw new Error('it is not JSON');
  }
  const { payload, signatures } = value ?? {};
  const whole =
    typeof payload === 'string' &&
    Array.isArray(signatures) &&
    signatures.every((one) => typeof one?.keyid === 'string' && typeof one.sig === 'string');
  if (!whole) throw new Error('it is not a DSSE envelope');
  return value as Envelope;
}

/** The digest that a signed statement is about. */
function subjectIn(payload: Buffer): unknown {
  try {
    const statement = JSON.parse(payload.toString('utf8')) as {
      subject?: { digest?: { sha256?: unknown } }[];
    };
    return statement.subject?.[0]?.digest?.sha256;
  } catch {
    return undefined;
  }
}

/** What DSSE signs: type and payload with their lengths, so that neither can be read as part of the other. */
function preAuthentication(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(PAYLOAD_TYPE)} ${PAYLOAD_TYPE} ${payload.byteLength} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
