import type { Exchange } from '../../kit/evidence/exchange.ts';

/** Headers that curl makes itself. */
const UNREPEATED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
]);

/**
 * A shell command that repeats the request, with the token taken from $SCIM_TOKEN.
 * @param variables ids that stand in variables of the shell, with their names
 */
export function writeCurl(
  { method, path, request }: Pick<Exchange, 'method' | 'path' | 'request'>,
  url: string,
  variables: ReadonlyMap<string, string> = new Map(),
): string {
  const insert = (text: string) => insertVariables(text, variables);
  const words = ['curl -sS -i'];
  if (method === 'HEAD') words.push('--head');
  else if (method !== 'GET' || request.body !== undefined) words.push(`-X ${quoted(method)}`);
  for (const [name, value] of Object.entries(request.headers)) {
    const header = name.toLowerCase();
    if (header === 'authorization') words.push('-H "Authorization: Bearer $SCIM_TOKEN"');
    else if (!UNREPEATED.has(header)) words.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.body !== undefined) words.push(`--data-binary ${insert(request.body)}`);
  words.push(insert(url.replace(/\/$/, '') + path));
  return words.join(' \\\n  ');
}

/** A word for a POSIX shell in which variables take the places of ids. */
function insertVariables(text: string, variables: ReadonlyMap<string, string>): string {
  for (const [id, name] of variables) {
    const parts = text.split(id);
    if (parts.length > 1)
      return parts.map((part) => (part === '' ? '' : insertVariables(part, variables))).join(`"$${name}"`);
  }
  return quoted(text);
}

/** A word for a POSIX shell; what is plain stays plain. */
function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
