import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { validateData } from '../../config/dataFile.ts';
import { validateReport } from '../validateReport.ts';
import { MANIFEST_FILE, type Manifest, SIGNATURE_FILE, sha256, titleOf } from './manifest.ts';
import { type Envelope, envelopeText, verifyEnvelope } from './sign.ts';
import { LIMITS, unzip } from './zip.ts';

/** What became of a pack, in words for whoever has to rely on it. */
export interface Verification {
  intact: boolean;
  problems: string[];
  /** What the pack vouches for, and what it does not. */
  says: string[];
  manifest?: Manifest;
}

/**
 * The files of a pack: a folder or a ZIP archive, read into memory.
 * @throws Error where there is no such file, or it holds more than a pack may hold
 */
export function readPack(path: string): Map<string, Uint8Array> {
  if (!existsSync(path)) throw new Error(`${path}: no such file or folder`);
  if (!statSync(path).isDirectory()) {
    if (statSync(path).size > LIMITS.bytes) throw new Error(`${path}: larger than a pack may be`);
    try {
      return unzip(readFileSync(path));
    } catch (error) {
      throw new Error(`${path}: not a readable pack: ${(error as Error).message}`);
    }
  }
  const names = readdirSync(path);
  const total = names.reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  if (names.length > LIMITS.files || total > LIMITS.bytes)
    throw new Error(`${path}: holds more than a pack may hold`);
  return new Map(
    names.filter((name) => !name.endsWith('.zip')).map((name) => [name, readFileSync(join(path, name))]),
  );
}

/**
 * Checks every digest, that nothing was added or left out, that the report fits its schema and the manifest, and the
 * signature where a key is given.
 * @param publicKey PEM; without it a signature is not judged
 */
export async function verifyPack(
  files: ReadonlyMap<string, Uint8Array>,
  publicKey?: string,
): Promise<Verification> {
  const problems: string[] = [];
  const manifest = readManifest(files, problems);
  if (manifest === undefined) return { intact: false, problems, says: [] };
  checkFiles(files, manifest, problems);
  await checkReport(files, manifest, problems);
  const signed = checkSignature(files, publicKey, problems);
  const says = problems.length > 0 ? [] : words(manifest, signed);
  return { intact: problems.length === 0, problems, says, manifest };
}

function readManifest(files: ReadonlyMap<string, Uint8Array>, problems: string[]): Manifest | undefined {
  try {
    const manifest = parse(files.get(MANIFEST_FILE), MANIFEST_FILE);
    return validateData<Manifest>('manifest.schema.json', manifest, MANIFEST_FILE);
  } catch (error) {
    problems.push((error as Error).message);
    return undefined;
  }
}

function checkFiles(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest, problems: string[]): void {
  const listed = new Set(manifest.files.map(({ name }) => name));
  for (const { name, sha256: digest } of manifest.files) {
    const content = files.get(name);
    if (content === undefined) problems.push(`${name} is missing`);
    else if (sha256(content) !== digest)
      problems.push(`${name} was altered: its digest is not the manifest's`);
  }
  for (const name of files.keys())
    if (!listed.has(name) && name !== MANIFEST_FILE && name !== SIGNATURE_FILE)
      problems.push(`${name} was added: the manifest does not list it`);
}

async function checkReport(
  files: ReadonlyMap<string, Uint8Array>,
  manifest: Manifest,
  problems: string[],
): Promise<void> {
  try {
    const report = await validateReport(parse(files.get('report.json'), 'report.json'));
    const same =
      report.verdict === manifest.verdict &&
      report.run.id === manifest.run.id &&
      titleOf(report) === manifest.title;
    if (!same) problems.push('manifest.json and report.json tell of different runs or verdicts');
  } catch (error) {
    problems.push(`report.json: ${(error as Error).message}`);
  }
}

function checkSignature(
  files: ReadonlyMap<string, Uint8Array>,
  publicKey: string | undefined,
  problems: string[],
): 'good' | 'unjudged' | 'absent' {
  const content = files.get(SIGNATURE_FILE);
  if (content === undefined) {
    if (publicKey !== undefined) problems.push('the pack is not signed');
    return 'absent';
  }
  if (publicKey === undefined) return 'unjudged';
  try {
    const envelope = parse(content, SIGNATURE_FILE) as Envelope;
    const digest = verifyEnvelope(envelope, publicKey);
    if (Buffer.from(content).toString('utf8') !== envelopeText(envelope))
      problems.push('signature: the file is not as it was written');
    if (digest !== sha256(files.get(MANIFEST_FILE) ?? new Uint8Array()))
      problems.push('the signature is that of another manifest');
  } catch (error) {
    problems.push(`signature: ${(error as Error).message}`);
  }
  return 'good';
}

function words(manifest: Manifest, signed: 'good' | 'unjudged' | 'absent'): string[] {
  const { title, product, endpoint, run, tool, profile } = manifest;
  const signature = {
    good: 'It was signed with the key that you named, and nothing changed since.',
    unjudged: 'It carries a signature, which was not judged: name the public key with --key.',
    absent: 'It is not signed: whoever can write the files could have made all of it anew.',
  };
  return [
    `${title}: ${product.product} ${product.version} by ${product.vendor}, ${endpoint.url}, on ${run.finishedAt.slice(0, 10)}.`,
    `Every file is as ${tool.name} ${tool.version} wrote it, judged by profile ${profile.name} ${profile.version}.`,
    signature[signed],
    'It does not vouch that the endpoint still behaves so, nor for what the report lists as not verified.',
  ];
}

function parse(content: Uint8Array | undefined, name: string): unknown {
  if (content === undefined) throw new Error(`${name} is missing`);
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    throw new Error(`${name} is not JSON`);
  }
}
