import { createHash } from 'node:crypto';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Report } from '../model.ts';

/** Who had what certified. */
export interface Product {
  product: string;
  version: string;
  vendor: string;
  contact: string;
}

/** manifest.json: what is in a pack, and of which run of which tool against which endpoint. */
export interface Manifest {
  schemaVersion: '1.0';
  title: string;
  product: Product;
  run: { id: string; seed: string; startedAt: string; finishedAt: string };
  verdict: Report['verdict'];
  profile: { name: string; version: string };
  scope: Report['scope']['kind'];
  tool: Report['tool'];
  catalogue: { version: string; digest: string };
  endpoint: { url: string; fingerprint: string };
  /** Commands that repeat the run. */
  reproduce: string[];
  files: PackedFile[];
}

export interface PackedFile {
  name: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'signature.dsse.json';

/** A pack's title: only a full run that found the endpoint conformant is a certification. */
export function titleOf({ verdict, scope, run }: Pick<Report, 'verdict' | 'scope' | 'run'>): string {
  const complete = scope.kind === 'full' && run.ended === undefined;
  return verdict === 'conformant' && complete ? 'Certification report' : `Assessment: ${verdict}`;
}

/** The manifest of a pack's other files, which are listed by name. */
export function manifestOf(
  report: Report,
  product: Product,
  files: ReadonlyMap<string, Uint8Array>,
): Manifest {
  const { run, verdict, profile, scope, tool, catalogue, target } = report;
  return {
    schemaVersion: '1.0',
    title: titleOf(report),
    product,
    run: { id: run.id, seed: run.seed, startedAt: run.startedAt, finishedAt: run.finishedAt },
    verdict,
    profile: { name: profile.name, version: profile.version },
    scope: scope.kind,
    tool,
    catalogue: { version: catalogue.version, digest: catalogue.digest },
    endpoint: { url: target.url, fingerprint: fingerprintOf(target.capabilities) },
    reproduce: [
      `npm install ${tool.name}@${tool.version}`,
      'export SCIM_TOKEN=...   # the credential of the endpoint, which is not in this pack',
      `npx scim-conformance certify --url ${target.url} --profile ${profile.name} --allow-writes --out pack --product ${quoted(product.product)} --product-version ${quoted(product.version)} --vendor ${quoted(product.vendor)} --contact ${quoted(product.contact)}`,
    ],
    files: [...files]
      .map(([name, content]) => ({ name, bytes: content.byteLength, sha256: sha256(content) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** A digest of all that an endpoint publishes of itself: two endpoints with one fingerprint claim the same. */
export function fingerprintOf(capabilities: Capabilities | undefined): string {
  return capabilities === undefined ? 'none' : sha256(Buffer.from(JSON.stringify(capabilities)));
}

/** SHA-256 in lower-case hex. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
