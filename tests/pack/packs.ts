import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { loadProfile } from '../../config/profiles.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { buildReport } from '../../reporters/build.ts';
import { packFiles } from '../../reporters/pack/build.ts';
import { newKeyPair } from '../../reporters/pack/keys.ts';
import {
  jsonText,
  MANIFEST_FILE,
  type Manifest,
  packedFiles,
  SIGNATURE_FILE,
  SUMS_FILE,
  sha256,
  sumsText,
} from '../../reporters/pack/manifest.ts';
import type { ReadPack } from '../../reporters/pack/readPack.ts';
import { envelopeText, signManifest } from '../../reporters/pack/sign.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { read } from '../config/settingsHarness.ts';
import { definition, exchange, outcome, parts, row } from '../reporters/synthetic.ts';

export type Files = Map<string, Uint8Array>;

export const product = { product: "Ann's files", version: '7', vendor: 'Ann', contact: 'ann@example.test' };
export const words = ['--product', product.product, '--product-version', '7', '--vendor', 'Ann'].concat(
  '--contact',
  product.contact,
);

const run = parts({
  rows: [row('r:a')],
  definitions: [definition('users.a', ['r:a'])],
  outcomes: [outcome('users.a', 'pass')],
  exchanges: [exchange(1, 'users.a')],
});
export const report = buildReport(run);

function pairOfKeys(): { privateKey: KeyObject; publicKey: KeyObject; publicPem: string } {
  const { privateKey, publicKey } = newKeyPair();
  return {
    privateKey: createPrivateKey(privateKey),
    publicKey: createPublicKey(publicKey),
    publicPem: publicKey,
  };
}

/** The key of the vendor, and one of somebody else. */
export const vendor = pairOfKeys();
export const other = pairOfKeys();

/** Settings as `certify` gets them. */
export async function settingsFor(...argv: string[]): Promise<Settings> {
  const { cwd: _, ...settings } = await read({
    command: 'certify',
    argv: ['--url', report.target.url, '--allow-writes', ...argv],
    env: { SCIM_TOKEN: 'key1234:password1234' },
  });
  return { ...settings, seed: report.run.seed };
}

export const usual = await settingsFor(...words);

/** A pack as `certify` makes it. */
export function pack({ sign = true, of = report, settings = usual, exchanges = run.exchanges } = {}): Files {
  return packFiles(of, {
    exchanges,
    settings,
    profile: loadProfile('smartfile'),
    product,
    hide: (value) => value,
    ...(sign && { privateKey: vendor.privateKey }),
  });
}

export const asRead = (files: ReadonlyMap<string, Uint8Array>): ReadPack => ({
  form: 'folder',
  files,
  unread: new Set(),
  problems: [],
});

/** What verification says against a pack; nothing where it is intact. */
export async function findProblems(files: Files, key?: KeyObject): Promise<string[]> {
  const { intact, problems, says } = await verifyPack(asRead(files), key);
  if (intact !== (problems.length === 0) || intact !== says.length > 0)
    throw new Error('intact, problems and words disagree');
  return problems;
}

export const readText = (files: Files, name: string) => Buffer.from(files.get(name) ?? '').toString();

export function manifestIn(files: Files): Manifest {
  return JSON.parse(readText(files, MANIFEST_FILE)) as Manifest;
}

/** The pack with another manifest, which lists its files as they are; signed anew where a key is given. */
export function remade(files: Files, change: (manifest: Manifest) => void, key?: KeyObject): Files {
  const own = [MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE];
  const listed = packedFiles(new Map([...files].filter(([name]) => !own.includes(name))));
  files.set(SUMS_FILE, Buffer.from(sumsText(listed)));
  const manifest = manifestIn(files);
  manifest.files = packedFiles(
    new Map([...files].filter(([name]) => ![MANIFEST_FILE, SIGNATURE_FILE].includes(name))),
  );
  change(manifest);
  const text = Buffer.from(jsonText(manifest));
  files.set(MANIFEST_FILE, text);
  if (key) files.set(SIGNATURE_FILE, Buffer.from(envelopeText(signManifest(manifest, sha256(text), key))));
  return files;
}

/** The checksum that a ZIP archive states of a file. */
export function crc32(content: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
