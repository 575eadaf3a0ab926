import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Report } from '../model.ts';
import { duration } from '../words.ts';
import { writeCurl } from './curl.ts';
import { html, type Markup } from './escape.ts';

/** Renders the exchanges with these numbers; those that are marked are the ones that a finding points at. */
export type ShowExchanges = (numbers: readonly number[], marked?: readonly number[]) => Markup;

/** Characters of a body that the page shows; report.json and the evidence file have more. */
const BODY_SHOWN = 4000;
/** A body of more characters scrolls in its box. */
const BODY_FITS = 600;
/** Exchanges that one block shows. */
export const EXCHANGES_SHOWN = 20;
/** Characters of evidence in one page, so that a broken endpoint still gives a page that opens. */
const PAGE_BUDGET = 2_400_000;

/**
 * A renderer of evidence for one page. It keeps account of what the page holds already: beyond its budget, an
 * exchange is only named by its number in the evidence file.
 */
export function chooseEvidence(report: Report, budget = PAGE_BUDGET): ShowExchanges {
  const byNumber = new Map(report.exchanges.map((exchange) => [exchange.number, exchange]));
  let spent = 0;
  return (numbers, marked = []) => {
    const wanted = [...new Set(numbers)].sort((a, b) => a - b);
    const shown: Markup[] = [];
    for (const number of wanted) {
      const exchange = byNumber.get(number);
      if (!exchange || shown.length >= EXCHANGES_SHOWN || spent > budget) continue;
      const block = exchangeBlock(exchange, report.target.url, marked.includes(number));
      spent += block.text.length;
      shown.push(block);
    }
    const missing = wanted.length - shown.length;
    const more =
      missing > 0 &&
      html`<p class="quiet">${missing} more in the evidence file: number
      ${wanted.slice(-missing).slice(0, EXCHANGES_SHOWN).join(', ')}</p>`;
    return html`${shown}${more}`;
  };
}

/** The status of an answer, or why there is none. */
export function drawStatus({ response, failure }: Exchange): Markup {
  return response
    ? html`<b class="status s${Math.floor(response.status / 100)}">${response.status}</b>`
    : html`<b class="status s5">${failure?.code ?? 'no answer'}</b>`;
}

/** One request and its answer: a line to read, and behind it the messages and a command that repeats it. */
function exchangeBlock(exchange: Exchange, url: string, marked: boolean): Markup {
  const { number, purpose, step, method, path, request, response, failure, requestId, durationMs } = exchange;
  return html`<details class="exchange${marked && ' marked'}"><summary><span class="number">#${number}</span>
<code>${method} ${path}</code> ${drawStatus(exchange)}
<span class="quiet">${step ?? purpose}, ${duration(durationMs)}${marked && ', shows the finding'}</span></summary>
<div class="messages">
<div><p class="label">Request</p>${message(request, `request ${number}`)}</div>
<div><p class="label">Response</p>${
    response
      ? message(response, `response ${number}`)
      : html`<p>${failure?.code ?? 'no answer'}${failure && `: ${failure.message}`}</p>`
  }</div>
</div>
${requestId !== undefined && html`<p class="quiet">The endpoint's own request id: <code>${requestId}</code></p>`}
<div class="repeat"><p class="label">Repeat it <span class="quiet">with the token in SCIM_TOKEN</span></p>
${box(writeCurl(exchange, url), `command ${number}`, 'curl')}</div></details>`;
}

function message({ headers, body, cut }: Exchange['request'], name: string): Markup {
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
  const text = body === undefined ? undefined : readable(body);
  const hidden = text !== undefined && text.length > BODY_SHOWN;
  return html`${lines.length > 0 && html`<pre class="headers">${lines.join('\n')}</pre>`}
${text !== undefined && box(hidden ? text.slice(0, BODY_SHOWN) : text, `body of ${name}`, 'body')}
${hidden && html`<p class="quiet">Cut here; the rest is in the evidence file.</p>`}
${cut !== undefined && html`<p class="quiet">${cut} bytes in all; recorded up to the session's limit.</p>`}`;
}

/** A text in a box; a long one scrolls, and so that the keyboard can scroll it too it takes the focus. */
function box(text: string, name: string, kind: string): Markup {
  return text.length > BODY_FITS
    ? html`<pre class="${kind} long" tabindex="0" role="region" aria-label="${name}">${text}</pre>`
    : html`<pre class="${kind}">${text}</pre>`;
}

/** JSON with line breaks where it is JSON and not long; otherwise the text as it is. */
export function readable(body: string): string {
  if (body.length > BODY_SHOWN) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
