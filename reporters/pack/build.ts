import type { KeyObject } from 'node:crypto';
import type { Profile } from '../../config/profile.ts';
import type { Settings } from '../../config/settings/settings.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { present } from '../../schemas/present.ts';
import { har } from '../har.ts';
import { briefHtml } from '../html/brief.ts';
import { reportHtml } from '../html/page.ts';
import { junitXml } from '../junit.ts';
import { markdown } from '../markdown.ts';
import type { Report } from '../model.ts';
import { reportJson } from '../write.ts';
import { publicKeyText } from './keys.ts';
import {
  BRIEF_FILE,
  buildManifest,
  composeTitle,
  EVIDENCE_FILE,
  jsonText,
  KEY_FILE,
  MANIFEST_FILE,
  MAPPING_FILE,
  type Product,
  packedFiles,
  README_FILE,
  SETTINGS_FILE,
  SIGNATURE_FILE,
  SUMS_FILE,
  sha256,
  sumsText,
} from './manifest.ts';
import { readmeText, verifyCommands } from './readme.ts';
import { reproduceCommands } from './reproduce.ts';
import { mappingFile, packSettings } from './settings.ts';
import { describeSigner, envelopeText, signManifest } from './sign.ts';

/** Bytes of evidence in a pack, which has its limits. */
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
  const signer = privateKey && describeSigner(privateKey);
  const demonstration = 'embedded' in parts.settings.target;
  const evidence = fitEvidence(report, parts.exchanges);

  const cover = {
    title: composeTitle(report),
    product,
    ...(signer && { keyId: signer.keyId }),
    demonstration,
    verify: verifyCommands(report, signer !== undefined),
  };
  const files = new Map<string, Uint8Array>();
  const add = (name: string, text: string) => files.set(name, Buffer.from(text));
  add('report.json', reportJson(report));
  add(
    'report.html',
    reportHtml(report, {
      exchanges: evidence.exchanges,
      cover,
      evidenceFile: evidence.left === undefined ? EVIDENCE_FILE : undefined,
    }),
  );
  add(BRIEF_FILE, briefHtml(report, cover));
  add('report.md', markdown(report));
  add('junit.xml', junitXml(report));
  add(EVIDENCE_FILE, evidence.text);
  add(SETTINGS_FILE, jsonText(settings));
  if (settings.mapping.from !== 'profile') add(MAPPING_FILE, jsonText(mappingFile(settings)));

  if (signer) add(KEY_FILE, publicKeyText(signer));

  const names = [...files.keys(), SUMS_FILE, MANIFEST_FILE, ...(signer ? [SIGNATURE_FILE] : [])];
  add(
    README_FILE,
    readmeText(report, { product, reproduce, signer, names, demonstration, evidence: evidence.left }),
  );
  add(SUMS_FILE, sumsText(packedFiles(files)));
  const manifest = buildManifest(report, { product, reproduce, files, ...present({ signer }) });
  const text = jsonText(manifest);
  add(MANIFEST_FILE, text);
  if (privateKey)
    add(SIGNATURE_FILE, envelopeText(signManifest(manifest, sha256(Buffer.from(text)), privateKey)));
  return files;
}

/** What of the evidence has room in a pack: all of it, else that of what failed, else none; and what was left out. */
function fitEvidence(
  report: Report,
  all: readonly Exchange[],
): { exchanges: readonly Exchange[]; text: string; left?: string } {
  const failed = `${EVIDENCE_FILE} holds the exchanges of what failed or was blocked: those of the whole run are too many for a pack.`;
  const choices = [{ exchanges: all }, { exchanges: report.exchanges, left: failed }];
  for (const choice of choices) {
    // Before it is put together: a text of all of it might be longer than a text can be.
    if (evidenceSize(choice.exchanges) > MOST_EVIDENCE) continue;
    const text = har(report, choice.exchanges);
    if (Buffer.byteLength(text) <= MOST_EVIDENCE) return { ...choice, text };
  }
  const none = `${EVIDENCE_FILE} holds nothing: what failed has more exchanges than a pack can hold.`;
  return { exchanges: [], text: har(report, []), left: none };
}

function evidenceSize(exchanges: readonly Exchange[]): number {
  return exchanges.reduce(
    (sum, { request, response }) => sum + (request.body?.length ?? 0) + (response?.body?.length ?? 0),
    0,
  );
}
