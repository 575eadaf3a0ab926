import type { Exchange } from '../../suites/kit/exchange.ts';
import type { Report } from '../model.ts';
import { duration } from '../words.ts';
import { html, type Markup } from './escape.ts';

/** Renders the exchanges with these numbers; those that are marked are the ones that a finding points at. */
export type ShowExchanges = (numbers: readonly number[], marked?: readonly number[]) => Markup;

/** Characters of a body that the page shows; report.json and exchanges.ndjson have more. */
const BODY_SHOWN = 4000;
/** Exchanges that one block shows. */
const EXCHANGES_SHOWN = 20;
/** Characters of evidence in one page, so that a broken endpoint still gives a page that opens. */
const PAGE_BUDGET = 3_000_000;

/**
 * A renderer of evidence for one page. It keeps account of what the page holds already: beyond its budget, an
 * exchange is only named by its number in exchanges.ndjson.
 */
export function evidenceOf(report: Report): ShowExchanges {
  const byNumber = new Map(report.exchanges.map((exchange) => [exchange.number, exchange]));
  let spent = 0;
  return (numbers, marked = []) => {
    const wanted = [...new Set(numbers)].sort((a, b) => a - b);
    const shown: Markup[] = [];
    for (const number of wanted) {
      const exchange = byNumber.get(number);
      if (!exchange || shown.length >= EXCHANGES_SHOWN || spent > PAGE_BUDGET) continue;
      const block = exchangeBlock(exchange, report.target.url, marked.includes(number));
      spent += block.text.length;
      shown.push(block);
    }
    const missing = wanted.length - shown.length;
    const more =
      missing > 0 &&
      html`<p class="quiet">${missing} more in exchanges.ndjson: number
      ${wanted.slice(-missing).slice(0, EXCHANGES_SHOWN).join(', ')}</p>`;
    return html`${shown}${more}`;
  };
}

/** One request and its answer: a line to read, and behind it the messages and a command that repeats it. */
function exchangeBlock(exchange: Exchange, url: string, marked: boolean): Markup {
  const { number, purpose, step, method, path, request, response, failure, requestId, durationMs } = exchange;
  const status = response
    ? html`<b class="status s${Math.floor(response.status / 100)}">${response.status}</b>`
    : html`<b class="status s5">no answer</b>`;
  return html`<details class="exchange${marked && ' marked'}"><summary><span class="number">${number}</span>
<code>${method} ${path}</code> ${status}
<span class="quiet">${step ?? purpose}, ${duration(durationMs)}</span></summary>
<div class="messages">
<div><h5>Request</h5>${message(request)}</div>
<div><h5>Answer</h5>${response ? message(response) : html`<p>${failure?.code}: ${failure?.message}</p>`}</div>
</div>
${requestId !== undefined && html`<p class="quiet">The endpoint's own request id: <code>${requestId}</code></p>`}
<pre class="curl" title="Repeats this request; set SCIM_TOKEN first">${curlOf(exchange, url)}</pre></details>`;
}

function message({ headers, body, cut }: Exchange['request']): Markup {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = body === undefined ? undefined : readable(body);
  const hidden = text !== undefined && text.length > BODY_SHOWN;
  return html`${lines.length > 0 && html`<pre class="headers">${lines.join('\n')}</pre>`}
${text !== undefined && html`<pre>${hidden ? text.slice(0, BODY_SHOWN) : text}</pre>`}
${hidden && html`<p class="quiet">Cut here; the rest is in exchanges.ndjson.</p>`}
${cut !== undefined && html`<p class="quiet">${cut} bytes in all; recorded up to the session's limit.</p>`}`;
}

/** JSON with line breaks where it is JSON and not long; otherwise the text as it is. */
function readable(body: string): string {
  if (body.length > BODY_SHOWN) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** A shell command that repeats the request, with the token taken from $SCIM_TOKEN. */
export function curlOf({ method, path, request }: Exchange, url: string): string {
  const words = ['curl -sS -i'];
  if (method === 'HEAD') words.push('--head');
  else if (method !== 'GET' || request.body !== undefined) words.push(`-X ${quoted(method)}`);
  for (const [name, value] of Object.entries(request.headers)) {
    const header = name.toLowerCase();
    if (header === 'authorization') words.push('-H "Authorization: Bearer $SCIM_TOKEN"');
    else if (!UNREPEATED.has(header)) words.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.body !== undefined) words.push(`--data-binary ${quoted(request.body)}`);
  words.push(quoted(url.replace(/\/$/, '') + path));
  return words.join(' \\\n  ');
}

/** Headers that curl makes itself. */
const UNREPEATED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
]);

/** A word for a POSIX shell; what is plain stays plain. */
function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
