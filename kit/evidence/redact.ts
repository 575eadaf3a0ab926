import { bytesOf, hasEscapes, unescapedBytes, withoutEscapes } from './escapes.ts';

const MASK = '***';
const SECRET_HEADERS = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'proxy-authenticate',
  'authentication-info',
]);
/** Headers that somebody gave the run by hand are secret where their name says so. */
const SECRET_NAME = /key|token|secret|password|credential|auth|session|signature/i;
/** Headers of SCIM and HTTP whose names say so although they carry no secret. */
const PUBLIC_HEADERS = new Set(['www-authenticate', 'sec-websocket-key']);
const PASSWORD_MEMBER = /("(?:password|newPassword|oldPassword)"\s{0,20}:\s{0,20})"(?:[^"\\]|\\.)*"/gi;
/** A PATCH operation names the password in its path, not beside the value. */
const PASSWORD_OPERATION =
  /("path"\s{0,20}:\s{0,20}"password"\s{0,20},\s{0,20}"value"\s{0,20}:\s{0,20})"(?:[^"\\]|\\.)*"/gi;
/** Parts of a token that are shorter may be ordinary words. */
const SHORTEST_PART = 6;
const SHORTEST_TOKEN = 4;

/** Replaces every known form of the secrets of a run; made once, applied to all that is kept or printed. */
export interface Redactor {
  text(value: string): string;
  headers(values: Record<string, string>): Record<string, string>;
  /** Replaces the secrets of the run and leaves passwords in resources: what checks may look at. */
  secrets(value: string): string;
  /** Replaces secrets in a text that may have been cut in the middle of one. */
  cut(value: string): string;
}

/**
 * Builds the redactor of a run. A token `key:password` is hidden whole and by its halves (of six characters or
 * more), each in plain, hexadecimal, base64 (at any offset within a longer text) and base64url form, and each of
 * these with any of its characters escaped as JSON, URLs or HTML do.
 * @param further other secrets, such as the password of a proxy
 */
export function createRedactor(token: string | undefined, further: readonly string[] = []): Redactor {
  const known = [...new Set([...secretsOf(token), ...further.filter((one) => one !== '')])];
  const forms = [...new Set(known.flatMap(formsOf))].filter((form) => form !== '');
  const lowered = forms.map((form) => form.toLowerCase());
  const asBytes = forms.map(bytesOf);

  const secrets = (value: string): string => {
    if (forms.length === 0) return value;
    const ranges: Range[] = [];
    const lower = value.toLowerCase();
    if (lower.length === value.length) findAll(lower, lowered, (from, to) => ranges.push([from, to]));
    const hard = lower.length !== value.length || hasEscapes(value);
    if (hard && holdsAny(unescapedBytes(value), asBytes)) {
      const { bytes, begins, ends } = withoutEscapes(value);
      findAll(bytes, asBytes, (from, to) => ranges.push([begins[from] ?? 0, ends[to - 1] ?? value.length]));
    }
    return masked(value, ranges);
  };
  const text = (value: string): string => {
    const hidden = secrets(value);
    if (!/password/i.test(hidden)) return hidden;
    return hidden.replace(PASSWORD_MEMBER, `$1"${MASK}"`).replace(PASSWORD_OPERATION, `$1"${MASK}"`);
  };
  const cut = (value: string): string => withoutBeginnings(text(value), known);
  const headers = (values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, isSecret(name) ? scheme(value) : text(value)]),
    );
  return { text, headers, secrets, cut };
}

function isSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_HEADERS.has(lower) || (SECRET_NAME.test(lower) && !PUBLIC_HEADERS.has(lower));
}

function scheme(value: string): string {
  const name = /^([A-Za-z]+) /.exec(value)?.[1];
  return name ? `${name} ${MASK}` : MASK;
}

function secretsOf(token: string | undefined): string[] {
  // A token of three characters guards nothing, and hiding it would make every text unreadable.
  if (!token || token.length < SHORTEST_TOKEN) return [];
  const halves = token.includes(':')
    ? [token.slice(0, token.indexOf(':')), token.slice(token.indexOf(':') + 1)]
    : [];
  return [token, ...halves.filter((half) => half.length >= SHORTEST_PART)];
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = secret.length < SHORTEST_PART ? [] : [0, 1, 2].map((shift) => base64Within(bytes, shift));
  const base64 = bytes.toString('base64');
  const all = [secret, base64, base64.replace(/=+$/, ''), bytes.toString('hex'), ...shifted];
  return [
    ...all,
    ...all.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    secret.replaceAll(' ', '+'),
    // Where the secret holds backslashes or quotes, undoing escapes cannot tell them from those of JSON.
    inJson(secret),
    inJson(inJson(secret)),
  ];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What base64 makes of a secret inside a longer text, without the characters that its neighbours decide on. */
function base64Within(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}

type Range = [from: number, to: number];

function findAll(text: string, forms: readonly string[], found: (from: number, to: number) => void): void {
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length))
      found(at, at + form.length);
}

const holdsAny = (text: string, forms: readonly string[]): boolean =>
  forms.some((form) => text.includes(form));

function masked(text: string, ranges: Range[]): string {
  if (ranges.length === 0) return text;
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let [result, end] = ['', 0];
  for (const [from, to] of ranges) {
    if (to <= end) continue;
    // What overlaps the range before only makes it longer.
    if (from >= end) result += `${text.slice(end, from)}${MASK}`;
    end = to;
  }
  return result + text.slice(end);
}

/** Hides what may be the beginning of a secret at the end of a text, or before the dots that say it was cut. */
function withoutBeginnings(text: string, secrets: readonly string[]): string {
  const rest = /["')\]}]{0,4}(?:\.\.\.|…)?["')\]}]{0,4}$/.exec(text.slice(-16))?.[0] ?? '';
  const end = text.slice(0, text.length - rest.length);
  for (const secret of secrets) {
    const tail = end.slice(-secret.length).toLowerCase();
    for (let length = Math.min(secret.length - 1, tail.length); length >= SHORTEST_PART; length -= 1)
      if (tail.endsWith(secret.slice(0, length).toLowerCase()))
        return `${end.slice(0, -length)}${MASK}${rest}`;
  }
  return text;
}
