import type { Settings } from '../../config/settings/settings.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { har } from '../har.ts';
import { reportHtml } from '../html/page.ts';
import { junitXml } from '../junit.ts';
import { markdown } from '../markdown.ts';
import type { Report } from '../model.ts';
import { reportJson } from '../write.ts';
import { MANIFEST_FILE, manifestOf, type Product, SIGNATURE_FILE, sha256 } from './manifest.ts';
import { envelopeText, signManifest } from './sign.ts';

/**
 * The files of a certification pack by name: every rendering of the report, the evidence, the settings without
 * secrets, a manifest of digests and, where a key is given, a signature over it.
 * @param privateKey Ed25519, PEM
 * @throws Error where the key is of another kind
 */
export function packFiles(
  report: Report,
  parts: { exchanges: readonly Exchange[]; settings: Settings; product: Product; privateKey?: string },
): Map<string, Uint8Array> {
  const texts: [string, string][] = [
    ['report.json', reportJson(report)],
    ['report.html', reportHtml(report, { exchanges: parts.exchanges })],
    ['report.md', markdown(report)],
    ['junit.xml', junitXml(report)],
    ['evidence.har', har(report, parts.exchanges)],
    ['settings.json', `${JSON.stringify(withoutSecrets(parts.settings), null, 2)}\n`],
  ];
  const files = new Map<string, Uint8Array>(texts.map(([name, text]) => [name, Buffer.from(text)]));
  const manifest = manifestOf(report, parts.product, files);
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  files.set(MANIFEST_FILE, text);
  if (parts.privateKey !== undefined)
    files.set(
      SIGNATURE_FILE,
      Buffer.from(envelopeText(signManifest(manifest, sha256(text), parts.privateKey))),
    );
  return files;
}

/** The settings that decided the run: no token, no value of a header that may be a credential, no path of this machine. */
function withoutSecrets(settings: Settings): object {
  const { target, profile, concurrency, timeoutMs, patienceMs, deadlineMs, seed, optIn, templates, names } =
    settings;
  return {
    target,
    profile,
    concurrency,
    timeoutMs,
    patienceMs,
    deadlineMs,
    seed,
    optIn,
    templates,
    names,
    headers: Object.keys(settings.headers),
    ...(settings.rps === undefined ? {} : { rps: settings.rps }),
  };
}
