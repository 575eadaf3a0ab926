import type { KeyObject } from 'node:crypto';
import type { Profile } from '../../config/profile.ts';
import type { Settings } from '../../config/settings/settings.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { har } from '../har.ts';
import { reportHtml } from '../html/page.ts';
import { junitXml } from '../junit.ts';
import { markdown } from '../markdown.ts';
import type { Report } from '../model.ts';
import { reportJson } from '../write.ts';
import {
  EVIDENCE_FILE,
  jsonText,
  MANIFEST_FILE,
  MAPPING_FILE,
  manifestOf,
  type Product,
  packedFiles,
  README_FILE,
  SETTINGS_FILE,
  SIGNATURE_FILE,
  SUMS_FILE,
  sha256,
  sumsText,
} from './manifest.ts';
import { readmeText } from './readme.ts';
import { reproduceCommands } from './reproduce.ts';
import { mappingFile, packSettings } from './settings.ts';
import { envelopeText, signerOf, signManifest } from './sign.ts';

/** Characters of bodies beyond which a pack shows the evidence of what failed alone: a pack has its limits. */
const MOST_EVIDENCE = 64 * 1024 * 1024;

/** What a pack is made of beside its report. */
export interface PackParts {
  exchanges: readonly Exchange[];
  settings: Settings;
  /** The profile of the run, with the mapping that was tested. */
  profile: Profile;
  product: Product;
  /** Ed25519; without it the pack is not signed. */
  privateKey?: KeyObject;
  /** Takes the credential out of what a user wrote. */
  hide<T>(value: T): T;
}

/**
 * The files of a certification pack by name: every rendering of the report, the evidence, the settings without
 * secrets, a word to the reader, a manifest of digests and, where a key is given, a signature over it.
 */
export function packFiles(report: Report, parts: PackParts): Map<string, Uint8Array> {
  const { privateKey, hide } = parts;
  const product = hide(parts.product);
  const settings = packSettings(report, parts);
  const reproduce = reproduceCommands(report.tool, product, settings);
  const signer = privateKey && signerOf(privateKey);
  const whole = sizeOf(parts.exchanges) <= MOST_EVIDENCE;
  const exchanges = whole ? parts.exchanges : report.exchanges;

  const files = new Map<string, Uint8Array>();
  const add = (name: string, text: string) => files.set(name, Buffer.from(text));
  add('report.json', reportJson(report));
  add('report.html', reportHtml(report, { exchanges, evidenceFile: whole ? EVIDENCE_FILE : undefined }));
  add('report.md', markdown(report));
  add('junit.xml', junitXml(report));
  add(EVIDENCE_FILE, har(report, exchanges));
  add(SETTINGS_FILE, jsonText(settings));
  if (settings.mapping.from !== 'profile') add(MAPPING_FILE, jsonText(mappingFile(settings)));

  const names = [...files.keys(), SUMS_FILE, MANIFEST_FILE, ...(signer ? [SIGNATURE_FILE] : [])];
  const evidence = whole
    ? undefined
    : `${EVIDENCE_FILE} holds the exchanges of what failed or was blocked: those of the whole run are too many for a pack.`;
  add(README_FILE, readmeText(report, { product, reproduce, signer, names, evidence }));
  add(SUMS_FILE, sumsText(packedFiles(files)));
  const manifest = manifestOf(report, { product, reproduce, files, ...(signer && { signer }) });
  const text = jsonText(manifest);
  add(MANIFEST_FILE, text);
  if (privateKey)
    add(SIGNATURE_FILE, envelopeText(signManifest(manifest, sha256(Buffer.from(text)), privateKey)));
  return files;
}

function sizeOf(exchanges: readonly Exchange[]): number {
  return exchanges.reduce(
    (sum, { request, response }) => sum + (request.body?.length ?? 0) + (response?.body?.length ?? 0),
    0,
  );
}
