import type { KeyObject } from 'node:crypto';
import { decodedKey, deriveKeyId, encodedKey, publicKeyText } from './keys.ts';
import { KEY_FILE, MANIFEST_FILE, type Manifest, SIGNATURE_FILE, type Signer, sha256 } from './manifest.ts';
import { type Envelope, isSignedBy, readEnvelope } from './sign.ts';

/**
 * What is known of a signature: made with the key that the user named; with the key that the pack itself names;
 * with a key that is not known, as in packs of manifest version 1.0; or there is none.
 */
export type SignatureState = 'named-key' | 'own-key' | 'unknown-key' | 'none';

interface Judged {
  state: SignatureState;
  problems: string[];
}

/** Larger ones no pack has. */
const MOST_BYTES = 64 * 1024;

/**
 * Judges the signature of a pack. Whatever can be seen without a key is looked at without one: that it is an envelope
 * of the one form, over this manifest, and that it fits the key that the manifest names.
 * @param key the public key with which the pack ought to be signed
 */
export function checkSignature(
  files: ReadonlyMap<string, Uint8Array>,
  manifest: Manifest,
  key: KeyObject | undefined,
): Judged {
  const content = files.get(SIGNATURE_FILE);
  const wrong = (...problems: string[]): Judged => ({ state: 'none', problems });
  const { signer, schemaVersion } = manifest;
  if (content === undefined) {
    if (signer !== undefined)
      return wrong(`${SIGNATURE_FILE} is missing: the manifest says that ${signer.keyId} signed it`);
    return key === undefined ? { state: 'none', problems: [] } : wrong('the pack is not signed');
  }
  if (signer === undefined && schemaVersion !== '1.0')
    return wrong(`${SIGNATURE_FILE} was added: the manifest names nobody who signed it`);
  try {
    if (content.byteLength > MOST_BYTES) throw new Error('it is larger than a pack allows');
    const digest = sha256(files.get(MANIFEST_FILE) ?? new Uint8Array());
    const envelope = readEnvelope(Buffer.from(content).toString('utf8'), manifest, digest);
    const state = judgeEnvelope(envelope, manifest, key);
    const shown = files.get(KEY_FILE);
    if (shown !== undefined && !fitsSigner(signer, shown))
      return wrong(`${KEY_FILE} is not the key that the manifest names`);
    return { state, problems: [] };
  } catch (error) {
    return wrong(`${SIGNATURE_FILE}: ${(error as Error).message}`);
  }
}

/** Whether a file holds just the key that a manifest names. */
function fitsSigner(signer: Signer | undefined, content: Uint8Array): boolean {
  try {
    return signer !== undefined && Buffer.from(content).toString() === publicKeyText(signer);
  } catch {
    return false;
  }
}

/** @throws Error where the signature does not fit the key that was named, or the one that the manifest names */
function judgeEnvelope(envelope: Envelope, { signer }: Manifest, key: KeyObject | undefined): SignatureState {
  const by = envelope.signatures[0]?.keyid;
  if (signer !== undefined) {
    const own = decodedKey(signer.publicKey);
    if (encodedKey(own) !== signer.publicKey || deriveKeyId(signer.publicKey) !== signer.keyId)
      throw new Error('the manifest names a key and the id of another');
    if (!isSignedBy(envelope, own))
      throw new Error(
        `it was not made with the key ${signer.keyId} named in the manifest, or was altered since`,
      );
  }
  if (key === undefined) return signer === undefined ? 'unknown-key' : 'own-key';
  if (isSignedBy(envelope, key)) return 'named-key';
  const named = deriveKeyId(encodedKey(key));
  throw new Error(
    by === named
      ? 'it or its content was altered'
      : `it was not signed with the key ${named} that you named, but with ${by}`,
  );
}
