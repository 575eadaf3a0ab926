import type { Exchange } from '../../kit/evidence/exchange.ts';
import { difference } from './difference.ts';
import { html, type Markup } from './escape.ts';
import { readable } from './evidence.ts';

/** What two runs answered to the same step of the same check. */
export interface Pair {
  before?: Exchange | undefined;
  after?: Exchange | undefined;
}

/** What chance decides in a run: it stands for itself, so that two runs of one seed show what differs and nothing else. */
const DRAWN: readonly (readonly [RegExp, string])[] = [
  [/\bconf-[a-z0-9]{4,}(?:-[a-z0-9]+)*/gi, 'conf-{drawn}'],
  [/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '{id}'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?/g, '{time}'],
  [/https?:\/\/[^\s/"'<>]+/gi, '{host}'],
  [/("version":\s*")[^\n]*?"(?=,?\n|,?$|[,}])/g, '$1{version}"'],
];
const ID = /("(?:id|value)":\s*")([^"]{1,64})"/g;
/** Characters of one side that are shown. */
const SHOWN = 4_000;

/**
 * The exchange of another run that belongs to this one: of the same check, the nearest that asks the same, else the one
 * of the same place that asks alike.
 */
export function findTwin(exchange: Exchange, others: readonly Exchange[]): Exchange | undefined {
  const own = others.filter(({ check, method }) => check === exchange.check && method === exchange.method);
  const away = ({ ordinal }: Exchange) => Math.abs(ordinal - exchange.ordinal);
  const question = asked(exchange, idsIn([exchange]));
  const same = own.filter((one) => asked(one, idsIn([one])) === question);
  const alike = own.filter(
    ({ ordinal, template }) => ordinal === exchange.ordinal && template === exchange.template,
  );
  return [...same].sort((one, other) => away(one) - away(other))[0] ?? alike[0];
}

/** Before and after side by side, the words in which they differ marked. */
export function pairBlock({ before, after }: Pair): Markup | false {
  if (before === undefined && after === undefined) return false;
  const ids = idsIn([before, after]);
  const request = difference(asked(before, ids), asked(after, ids));
  const answer = difference(answered(before, ids), answered(after, ids));
  const side = (name: string, exchange: Exchange | undefined, sent: Markup, got: Markup) =>
    html`<div><h5>${name}</h5>${
      exchange === undefined
        ? html`<p class="quiet">The run did not get to this request.</p>`
        : html`<p class="label">#${exchange.number}, request</p><pre>${sent}</pre><p class="label">Response</p><pre>${got}</pre>`
    }</div>`;
  return html`<div class="pair">${side('Before', before, request.expected, answer.expected)}${side('After', after, request.observed, answer.observed)}</div>`;
}

function asked(exchange: Exchange | undefined, ids: ReadonlySet<string>): string {
  if (exchange === undefined) return '';
  const { method, path, request } = exchange;
  return steadied(`${method} ${decoded(path)}\n${readable(request.body ?? '')}`.trim(), ids);
}

function answered(exchange: Exchange | undefined, ids: ReadonlySet<string>): string {
  if (exchange === undefined) return '';
  const { response, failure } = exchange;
  if (response === undefined) return `no answer: ${failure?.message ?? failure?.code ?? ''}`;
  return steadied(`${response.status}\n${readable(response.body ?? '')}`.trim(), ids);
}

/** Ids that one of the two names in its path: the others in the bodies may mean something. */
function idsIn(exchanges: readonly (Exchange | undefined)[]): Set<string> {
  const found = new Set<string>();
  for (const exchange of exchanges) {
    const id = /^\/[^/?]+\/([^/?]+)/.exec(exchange?.path ?? '')?.[1];
    if (id !== undefined && !id.startsWith('.')) found.add(id);
    for (const [, , value = ''] of (exchange?.response?.body ?? '').matchAll(ID))
      if (/\d/.test(value)) found.add(value);
  }
  return found;
}

function steadied(text: string, ids: ReadonlySet<string>): string {
  let plain = text.slice(0, SHOWN);
  for (const id of ids) if (id.length > 3) plain = plain.replaceAll(id, '{id}');
  for (const [pattern, stands] of DRAWN) plain = plain.replace(pattern, stands);
  return plain;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
