import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { JournalEntry } from '../../kit/safety/journal/journal.ts';

/** An exchange without what differs from run to run: what two runs of one seed are compared by. */
export interface NormalExchange {
  check: string;
  ordinal: number;
  request: string;
  status: number | string;
  /** Names of the answer's headers that mean something to a client, with their values. */
  headers: Record<string, string>;
  /** Attribute paths of a JSON body, each with its JSON type; `text` for any other body. Absent where chance decides. */
  shape?: string[];
}

const COMPARED_HEADERS = ['content-type', 'location', 'etag', 'www-authenticate', 'allow', 'retry-after'];
/** Paths of collections and searches, with or without a query; what discovery lists is the same for all. */
const LISTS = /^(\/(?!Schemas|ResourceTypes)\w+)?(\/\.search)?\/?(\?|$)/;
const MAX_DEPTH = 12;

/** Makes the function that normalises the exchanges of one run. */
export function normaliser(journal: readonly JournalEntry[]): (exchange: Exchange) => NormalExchange {
  const ids = journal.flatMap((entry) =>
    entry.event === 'created' ? [entry.path.slice(entry.path.lastIndexOf('/') + 1)] : [],
  );
  const known = new Set(ids);
  return (exchange) => ({
    check: exchange.check,
    ordinal: exchange.ordinal,
    request: `${exchange.method} ${exchange.template}`,
    status: exchange.response?.status ?? exchange.failure?.code ?? 'no answer',
    headers: normaliseHeaders(exchange.response?.headers ?? {}, known),
    ...(isComparable(exchange) ? { shape: listShape(exchange.response?.body) } : {}),
  });
}

/** Whether a body is whole and, if it is a list, holds what the run chose: other pages show what happens to be there. */
function isComparable({ path, request, response }: Exchange): boolean {
  if (response?.cut !== undefined) return false;
  return !LISTS.test(path) || /[?&]filter=/.test(path) || /"filter"/.test(request.body ?? '');
}

function normaliseHeaders(headers: Record<string, string>, ids: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    COMPARED_HEADERS.filter((name) => headers[name] !== undefined).map((name) => [
      name,
      normalValue(name, headers[name] ?? '', ids),
    ]),
  );
}

function normalValue(name: string, value: string, ids: ReadonlySet<string>): string {
  if (name === 'etag') return /^W\//.test(value) ? 'W/"{version}"' : '"{version}"';
  if (name !== 'location') return value.toLowerCase();
  const path = value.replace(/^[a-z]+:\/\/[^/]+/i, '{host}');
  return path
    .split('/')
    .map((part, index, parts) => {
      if (ids.has(part)) return '{id}';
      // The account behind /Me, or somebody else's.
      return /^(Users|Groups)$/i.test(parts[index - 1] ?? '') ? '{other id}' : part;
    })
    .join('/');
}

/** Sorted `path: type` lines of a JSON body; elements of arrays share one path. */
export function listShape(body: string | undefined): string[] {
  if (body === undefined || body === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return ['text'];
  }
  const lines = new Set<string>();
  walk(value, '', lines, 0);
  return [...lines].sort();
}

function walk(value: unknown, path: string, lines: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    lines.add(`${path}: array`);
    for (const element of value) walk(element, `${path}[]`, lines, depth + 1);
  } else if (value !== null && typeof value === 'object') {
    if (path !== '') lines.add(`${path}: object`);
    for (const [name, inner] of Object.entries(value))
      walk(inner, path === '' ? name : `${path}.${name}`, lines, depth + 1);
  } else lines.add(`${path}: ${value === null ? 'null' : typeof value}`);
}
