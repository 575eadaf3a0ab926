import { createHash } from 'node:crypto';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { present } from '../../schemas/present.ts';
import type { Report } from '../model.ts';

/** Who had what certified. */
export interface Product {
  product: string;
  version: string;
  vendor: string;
  contact: string;
}

/** What a manifest says of the run and repeats from report.json. */
export interface Facts {
  title: string;
  run: { id: string; seed: string; startedAt: string; finishedAt: string };
  verdict: Report['verdict'];
  profile: { name: string; version: string };
  scope: Report['scope']['kind'];
  tool: Report['tool'];
  catalogue: { version: string; digest: string };
  endpoint: { url: string; fingerprint: string };
}

/** manifest.json: what is in a pack, and of which run of which tool against which endpoint. */
export interface Manifest extends Facts {
  /** Those of 1.0 name no signer. */
  schemaVersion: '1.0' | '1.1';
  product: Product;
  /** Commands that repeat the run. */
  reproduce: string[];
  /** With which key the pack is signed; absent where it is not. */
  signer?: Signer;
  /** Every other file of the pack but the signature, by name. */
  files: PackedFile[];
}

export interface Signer {
  keyId: string;
  /** SubjectPublicKeyInfo of the Ed25519 key, base64. */
  publicKey: string;
}

export interface PackedFile {
  name: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'signature.dsse.json';
export const SETTINGS_FILE = 'settings.json';
export const MAPPING_FILE = 'mapping.json';
export const EVIDENCE_FILE = 'evidence.har';
export const SUMS_FILE = 'sha256sums.txt';
export const BRIEF_FILE = 'summary.html';
/** The public key that the manifest names, as a file for other tools. */
export const KEY_FILE = 'signer.pub';
export const README_FILE = 'readme.txt';

/** A pack's title: only a full run that found the endpoint conformant is a certification. */
export function composeTitle({ verdict, scope, run }: Pick<Report, 'verdict' | 'scope' | 'run'>): string {
  const complete = scope.kind === 'full' && run.ended === undefined;
  return verdict === 'conformant' && complete ? 'Certification report' : `Assessment: ${verdict}`;
}

/** What a manifest repeats from a report. */
export function readFacts(report: Report): Facts {
  const { run, verdict, profile, scope, tool, catalogue, target } = report;
  return {
    title: composeTitle(report),
    run: { id: run.id, seed: run.seed, startedAt: run.startedAt, finishedAt: run.finishedAt },
    verdict,
    profile: { name: profile.name, version: profile.version },
    scope: scope.kind,
    tool,
    catalogue: { version: catalogue.version, digest: catalogue.digest },
    endpoint: { url: target.url, fingerprint: makeFingerprint(target.capabilities) },
  };
}

/** The manifest of a pack's other files. */
export function buildManifest(
  report: Report,
  parts: { product: Product; reproduce: string[]; signer?: Signer; files: ReadonlyMap<string, Uint8Array> },
): Manifest {
  const { title, ...facts } = readFacts(report);
  return {
    schemaVersion: '1.1',
    title,
    product: parts.product,
    ...facts,
    reproduce: parts.reproduce,
    ...present({ signer: parts.signer }),
    files: packedFiles(parts.files),
  };
}

/** Size and digest of files, by name. */
export function packedFiles(files: ReadonlyMap<string, Uint8Array>): PackedFile[] {
  return [...files]
    .map(([name, content]) => ({ name, bytes: content.byteLength, sha256: sha256(content) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** sha256sums.txt: the digests of files in the form that `sha256sum -c` reads. */
export function sumsText(files: readonly PackedFile[]): string {
  return files.map(({ name, sha256: digest }) => `${digest}  ${name}\n`).join('');
}

/** A JSON file of a pack, in the one form in which it is written. */
export function jsonText(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** A digest of all that an endpoint publishes of itself: two endpoints with one fingerprint claim the same. */
function makeFingerprint(capabilities: Capabilities | undefined): string {
  return capabilities === undefined ? 'none' : sha256(Buffer.from(JSON.stringify(capabilities)));
}

/** SHA-256 in lower-case hex. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
