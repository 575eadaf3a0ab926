import type { Report } from '../model.ts';
import { stripControls } from '../sanitize.ts';
import {
  BRIEF_FILE,
  composeTitle,
  EVIDENCE_FILE,
  KEY_FILE,
  MANIFEST_FILE,
  MAPPING_FILE,
  type Product,
  SETTINGS_FILE,
  SIGNATURE_FILE,
  type Signer,
  SUMS_FILE,
} from './manifest.ts';

/** What a file of a pack is for, in a few words. */
const HOLDS: [name: string, says: string][] = [
  [
    'report.html',
    'the findings with the HTTP exchanges behind them; open it in a browser, it needs no network',
  ],
  [BRIEF_FILE, 'who certified what, verdict and most serious causes on two printable pages'],
  ['report.json', 'the same as report.html, for programs'],
  ['report.md', 'verdict and most serious causes'],
  ['junit.xml', 'a test case for each check, for CI servers'],
  [EVIDENCE_FILE, 'the requests and answers of the run without secrets, as an HTTP archive (HAR 1.2)'],
  [SETTINGS_FILE, 'what determined the run: mapping, profile, pace, opt-ins; no secrets'],
  [MAPPING_FILE, 'the attribute mapping that was tested, instead of the profile’s'],
  [KEY_FILE, 'the public key that this pack names; only its owner can tell you whose it is'],
  [SUMS_FILE, 'SHA-256 digests of the files above, and of this one'],
  [MANIFEST_FILE, 'what is in this pack, by size and digest, and of which run'],
  [SIGNATURE_FILE, `the signature over ${MANIFEST_FILE}: a DSSE envelope with an in-toto statement`],
];

/** What verification shows, what it does not, for whoever has to rely on a pack. */
export const NOT_VOUCHED =
  'that the endpoint still behaves as it did, nor anything that the report lists as not verified';

/** How a reader sees in three lines that nothing was changed, and by whom it was signed. */
export function verifyCommands({ tool }: Pick<Report, 'tool'>, signed: boolean): string[] {
  const verify = 'scim-conformance verify .';
  return [
    `sha256sum -c ${SUMS_FILE}    # without the tool: no file was changed`,
    `${signed ? `${verify} --key VENDOR.pub` : verify}    # with ${tool.name} ${tool.version}`,
    signed
      ? '# VENDOR.pub: the public key, from the vendor and not from this pack'
      : '# not signed: whoever could write the files could have made them anew',
  ];
}

/** readme.txt: what a pack is and how it is checked, for somebody who has never seen this tool. */
export function readmeText(
  report: Report,
  parts: {
    product: Product;
    reproduce: readonly string[];
    signer: Signer | undefined;
    names: readonly string[];
    /** Made with the tenant that comes with the tool. */
    demonstration: boolean;
    /** Why the evidence is not that of the whole run, where it is not. */
    evidence: string | undefined;
  },
): string {
  const { product, reproduce, signer, names, demonstration, evidence } = parts;
  const { target, run, tool, profile, verdict } = report;
  const title = composeTitle(report);
  const verify = 'scim-conformance verify .';
  return `${[
    title,
    '='.repeat(title.length),
    '',
    `Product:   ${product.product} ${product.version}`,
    `Vendor:    ${product.vendor} (${product.contact})`,
    `Endpoint:  ${target.url}`,
    `Verdict:   ${verdict.toUpperCase()}, judged by profile ${profile.name} ${profile.version}`,
    `Run:       ${run.id}, ended ${run.finishedAt}`,
    `Made by:   ${tool.name} ${tool.version}`,
    '',
    'This folder or archive shows how a SCIM 2.0 endpoint answered a conformance suite: which requirements were',
    'asked, what was found, and each HTTP exchange behind it. Begin with report.html.',
    ...(demonstration
      ? ['DEMONSTRATION: made with the tenant that comes with the tool. It certifies no product.']
      : []),
    ...(verdict === 'conformant' ? [] : ['It is an assessment and certifies nothing.']),
    '',
    ...section(
      'What is in it',
      aligned(HOLDS.filter(([name]) => names.includes(name))),
      evidence === undefined ? [] : ['', evidence],
    ),
    ...section(
      'How to verify that nothing was changed',
      signer === undefined
        ? [
            verify,
            '',
            'It is not signed: anyone who could write the files could have replaced all of them. Only compare it with a',
            'copy that you obtained separately.',
          ]
        : [
            `${verify} --key VENDOR.pub`,
            '',
            `VENDOR.pub is the public key of ${product.vendor}. Get it from them, separately from this pack. The key that`,
            `signed has the id ${signer.keyId}.`,
          ],
      [
        '',
        `Use ${tool.name} ${tool.version} or later.`,
        `Without the tool: sha256sum -c ${SUMS_FILE}, and compare ${MANIFEST_FILE}, which lists the same digests. There`,
        'must be no other file here.',
      ],
    ),
    ...section('How to reproduce it', [...reproduce]),
    ...section('What it does not say', [`It does not say ${NOT_VOUCHED}.`]),
  ]
    .map((line) => stripControls(line).replaceAll('\n', ' '))
    .join('\n')
    .trimEnd()}\n`;
}

function section(title: string, ...parts: string[][]): string[] {
  return [title, '-'.repeat(title.length), ...parts.flat(), ''];
}

function aligned(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, says]) => `${name.padEnd(width)}  ${says}`);
}
