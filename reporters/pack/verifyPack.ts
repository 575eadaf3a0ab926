import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { validateData } from '../../config/dataFile.ts';
import { parseUserJson } from '../../config/userJson.ts';
import type { Report } from '../model.ts';
import { validateReport } from '../validateReport.ts';
import { PackProblem } from './limits.ts';
import {
  type Facts,
  jsonText,
  MANIFEST_FILE,
  type Manifest,
  readFacts,
  SETTINGS_FILE,
  SIGNATURE_FILE,
  SUMS_FILE,
  sha256,
  sumsText,
} from './manifest.ts';
import { archiveFolder, type ReadPack } from './readPack.ts';
import type { PackSettings } from './settings.ts';
import { checkSignature } from './verifySignature.ts';
import { describePack } from './verifyWords.ts';

/** What became of a pack, in words for whoever has to rely on it. */
export interface Verification {
  intact: boolean;
  problems: string[];
  /** What the pack is, what was checked and what was not. */
  says: string[];
  manifest?: Manifest;
  /** Made with the tenant that comes with the tool: it certifies no product. */
  demonstration?: boolean;
}

/** Larger ones no pack has; what does not fit a schema costs memory for each thing that does not. */
const MOST_MANIFEST_BYTES = 256 * 1024;

/**
 * Checks that a pack is what its manifest says, byte for byte, and nothing beside it; that manifest, report and
 * settings tell of one run; and that the signature is over this manifest and fits its key.
 * @param key the public key with which the pack ought to be signed; without it nobody knows who signed
 */
export async function verifyPack(pack: ReadPack, key?: KeyObject): Promise<Verification> {
  const problems = [...pack.problems];
  const attempt = async (check: () => unknown) => {
    try {
      await check();
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  const manifest = readManifest(pack, problems);
  if (manifest === undefined) return { intact: false, problems, says: [] };
  const wanted = archiveFolder(manifest.run.id);
  if (pack.inside !== undefined && pack.inside !== wanted)
    problems.push(`the archive has its files in ${pack.inside}, and those of this run lie in ${wanted}`);
  checkFiles(pack, manifest, problems);
  if (pack.files.has('report.json')) await attempt(() => checkReport(pack, manifest, problems));
  if (pack.files.has(SETTINGS_FILE)) await attempt(() => checkSettings(pack, manifest, problems));
  const signature = checkSignature(pack.files, manifest, key);
  problems.push(...signature.problems);
  if (problems.length > 0) return { intact: false, problems, says: [], manifest };
  const demonstration = isDemonstration(pack);
  const says = describePack(manifest, { form: pack.form, state: signature.state, demonstration });
  return { intact: true, problems, says, manifest, demonstration };
}

function readManifest({ files, unread }: ReadPack, problems: string[]): Manifest | undefined {
  const content = files.get(MANIFEST_FILE);
  try {
    if (content === undefined) {
      if (!unread.has(MANIFEST_FILE) && problems.length === 0) problems.push(`${MANIFEST_FILE} is missing`);
      return undefined;
    }
    if (content.byteLength > MOST_MANIFEST_BYTES)
      throw new PackProblem(`${MANIFEST_FILE} is larger than a pack allows`);
    const manifest = validateData<Manifest>(
      'manifest.schema.json',
      parsed(content, MANIFEST_FILE),
      MANIFEST_FILE,
    );
    requireWritten(content, manifest, MANIFEST_FILE);
    return manifest;
  } catch (error) {
    problems.push((error as Error).message);
    return undefined;
  }
}

function checkFiles({ files, unread }: ReadPack, manifest: Manifest, problems: string[]): void {
  const listed = new Set<string>();
  for (const { name, bytes, sha256: digest } of manifest.files) {
    const content = files.get(name);
    if (name === MANIFEST_FILE || name === SIGNATURE_FILE)
      problems.push(`${MANIFEST_FILE} lists ${name}, which it cannot vouch for`);
    else if (listed.has(name)) problems.push(`${MANIFEST_FILE} lists ${name} twice`);
    else if (content === undefined) {
      if (!unread.has(name)) problems.push(`${name} is missing`);
    } else if (sha256(content) !== digest)
      problems.push(`${name} was altered: its digest is not the manifest's`);
    else if (content.byteLength !== bytes)
      problems.push(`${name} has ${content.byteLength} bytes, and ${MANIFEST_FILE} says ${bytes}`);
    listed.add(name);
  }
  for (const name of files.keys())
    if (!listed.has(name) && name !== MANIFEST_FILE && name !== SIGNATURE_FILE)
      problems.push(`${name} was added: the manifest does not list it`);
  for (const name of requiredFiles(manifest))
    if (!listed.has(name)) problems.push(`${MANIFEST_FILE} does not list ${name}, which every pack has`);
  const sums = files.get(SUMS_FILE);
  const wanted = sumsText(manifest.files.filter(({ name }) => name !== SUMS_FILE));
  if (sums !== undefined && Buffer.from(sums).toString() !== wanted)
    problems.push(`${SUMS_FILE} states other digests than ${MANIFEST_FILE}`);
}

function requiredFiles({ schemaVersion }: Manifest): string[] {
  return ['report.json', ...(schemaVersion === '1.0' ? [] : [SETTINGS_FILE, SUMS_FILE])];
}

async function checkReport({ files }: ReadPack, manifest: Manifest, problems: string[]): Promise<void> {
  const content = files.get('report.json') ?? new Uint8Array();
  const data = parsed(content, 'report.json');
  await validateReport(data, { trusted: false }).catch((error: Error) => {
    throw new PackProblem(`report.json: ${error.message}`);
  });
  requireWritten(content, data, 'report.json');
  // A report of an earlier schema version has the same facts in the same places.
  const facts = readFacts(data as Report);
  for (const name of Object.keys(facts) as (keyof Facts)[])
    if (!isDeepStrictEqual(manifest[name], facts[name]))
      problems.push(
        `${MANIFEST_FILE} gives ${name} as ${JSON.stringify(manifest[name])}, report.json as ${JSON.stringify(facts[name])}`,
      );
}

function checkSettings({ files }: ReadPack, manifest: Manifest, problems: string[]): void {
  if (manifest.schemaVersion === '1.0') return;
  const content = files.get(SETTINGS_FILE) ?? new Uint8Array();
  const settings = parsed(content, SETTINGS_FILE) as Partial<PackSettings> | null;
  requireWritten(content, settings, SETTINGS_FILE);
  const pairs = [
    ['endpoint', settings?.target?.url, manifest.endpoint.url],
    ['profile', settings?.profile, manifest.profile.name],
    ['seed', settings?.seed, manifest.run.seed],
  ];
  for (const [name, told, stated] of pairs)
    if (told !== stated)
      problems.push(
        `${SETTINGS_FILE} gives the ${name} as ${JSON.stringify(told)}, ${MANIFEST_FILE} as ${JSON.stringify(stated)}`,
      );
}

function isDemonstration({ files }: ReadPack): boolean {
  const content = files.get(SETTINGS_FILE);
  if (content === undefined) return false;
  return (parsed(content, SETTINGS_FILE) as Partial<PackSettings> | null)?.target?.embedded !== undefined;
}

function parsed(content: Uint8Array, name: string): unknown {
  return parseUserJson(Buffer.from(content).toString('utf8'), name);
}

/** One text, one meaning: what a second reader could read otherwise is not as it was written. */
function requireWritten(content: Uint8Array, data: unknown, name: string): void {
  if (Buffer.compare(Buffer.from(content), Buffer.from(jsonText(data))) !== 0)
    throw new PackProblem(`${name} is not in its original form`);
}
