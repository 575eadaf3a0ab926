import type { Exchange } from '../../kit/evidence/exchange.ts';
import { isObject } from '../../schemas/attributes.ts';
import type { Report } from '../model.ts';
import { html, type Markup } from './escape.ts';
import { drawStatus, readable } from './evidence.ts';

/** Characters of a body that a glance shows. */
const GLANCE = 420;
/** Members of every body, which prove nothing at a glance. */
const FORMAL = ['schemas', 'meta'];

/**
 * Cause and proof of an entry side by side: the first two of its exchanges, without headers and cut short, what the
 * requests name first in each body; the whole of them stands below.
 */
export function glance(numbers: readonly number[], { exchanges }: Report): Markup | false {
  const both = numbers.slice(0, 2).flatMap((number) => exchanges.find((one) => one.number === number) ?? []);
  if (both.length === 0) return false;
  const named = new Set(both.flatMap(({ request }) => namesIn(parsed(request.body))));
  return html`<div class="glance">${both.map(
    (
      exchange,
    ) => html`<div><p><span class="number">#${exchange.number}</span> <code>${exchange.method} ${exchange.path}</code></p>
${brief(exchange.request.body, named, `request ${exchange.number} in short`)}
<p>${drawStatus(exchange)}</p>${brief(exchange.response?.body, named, `response ${exchange.number} in short`)}</div>`,
  )}</div>`;
}

/** It scrolls where it is long, and so takes the focus. */
function brief(body: Exchange['request']['body'], named: ReadonlySet<string>, name: string): Markup | false {
  if (body === undefined || body.trim() === '') return false;
  const text = shortened(body, named);
  const cut = text.length > GLANCE ? `${text.slice(0, GLANCE)}…` : text;
  return html`<pre tabindex="0" role="region" aria-label="${name}">${cut}</pre>`;
}

/** A resource or message with what is named first, and without what every one has; anything else as it is. */
function shortened(body: string, named: ReadonlySet<string>): string {
  const data = parsed(body);
  if (!isObject(data)) return readable(body);
  const told = Object.entries(data).filter(([key]) => !FORMAL.includes(key) || named.has(key.toLowerCase()));
  if (told.length === 0) return readable(body);
  const [first, rest] = [true, false].map((wanted) =>
    told.filter(([key]) => named.has(key.toLowerCase()) === wanted),
  );
  const text = JSON.stringify(Object.fromEntries([...(first ?? []), ...(rest ?? [])]), null, 2);
  return told.length < Object.keys(data).length ? `${text}\n…` : text;
}

/** The attributes that a request is about, in small letters: members of a resource, paths and values of a PATCH. */
function namesIn(data: unknown): string[] {
  if (!isObject(data)) return [];
  const operations = Object.entries(data).find(([key]) => key.toLowerCase() === 'operations')?.[1];
  if (!Array.isArray(operations))
    return Object.keys(data)
      .map((key) => key.toLowerCase())
      .filter((key) => !FORMAL.includes(key));
  return operations.filter(isObject).flatMap(({ path, value }) => {
    if (typeof path === 'string') return [/^(?:urn:.*:)?([\w$-]+)/i.exec(path)?.[1]?.toLowerCase() ?? ''];
    return namesIn(value);
  });
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
