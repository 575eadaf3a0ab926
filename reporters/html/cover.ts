import { buildFunnel } from '../funnel.ts';
import type { Report } from '../model.ts';
import { capital, count, scopeInWords } from '../words.ts';
import { type Content, html, type Markup } from './escape.ts';

/** What the first page of a pack says beside its report. */
export interface Cover {
  title: string;
  product: { product: string; version: string; vendor: string; contact: string };
  /** Fingerprint of the key that signed; absent where nobody did. */
  keyId?: string;
  /** Made with the tenant that comes with the tool: it says nothing of any product. */
  demonstration: boolean;
  /** Commands, one a line. */
  verify: readonly string[];
}

/** The first page of a pack, for somebody who has to rely on it: what was certified, by whom, and how that is checked. */
export function coverSection(report: Report, cover: Cover): Markup {
  const { product, keyId, demonstration, verify, title } = cover;
  const graded = report.rows.filter(({ reason, inScope }) => reason !== undefined && inScope).length;
  const { notVerified, notTestable } = buildFunnel(report);
  const lines: [string, Content][] = [
    ['Product', html`<b>${product.product} ${product.version}</b>`],
    ['Vendor', `${product.vendor} (${product.contact})`],
    ['Verdict', `${capital(report.verdict)}, by profile ${report.profile.name} ${report.profile.version}`],
    ['Date', report.run.finishedAt],
    ['Scope', capital(scopeInWords(report))],
    [
      'Left out',
      `${count(notVerified + notTestable, 'requirement')} that no check verifies or none can, as listed below`,
    ],
    [
      'Graded otherwise',
      `${count(graded, 'requirement')} not by their level alone, each with its reason below`,
    ],
    [
      'Signed',
      keyId === undefined
        ? 'No: compare it with a copy obtained some other way'
        : html`with the key <code>${keyId}</code>`,
    ],
    ['Verify', html`<pre>${verify.join('\n')}</pre>`],
  ];
  return html`<section id="cover" class="cover" aria-label="Cover"><p class="kind">${title}</p>
${demonstration && html`<div class="verdict incomplete"><p><b>Demonstration.</b> This was made with the tenant that comes with the tool. It certifies no product.</p></div>`}
<dl>${lines.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

/** What stands on every page, on screen and on paper, of a pack that certifies nothing. */
export function demonstrationMark({ demonstration }: Cover): Markup | false {
  return (
    demonstration &&
    html`<aside class="demonstration" aria-label="Demonstration">Demonstration: this certifies no product</aside>`
  );
}
