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
  const forms = [...new Set(known.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const pattern = forms.length > 0 ? new RegExp(forms.map(escapable).join('|'), 'gi') : undefined;

  const plain = forms.map((form) => form.toLowerCase());
  const escapes = /["\\]/.test(token ?? '') ? /[%&\\]/ : /%|&|\\[u/]/;
  // Looking for plain text is many times faster than the pattern, which few texts need.
  const mayHold = (value: string): boolean => {
    if (escapes.test(value)) return true;
    const lower = value.toLowerCase();
    return plain.some((form) => lower.includes(form));
  };
  const secrets = (value: string): string =>
    pattern && mayHold(value) ? value.replace(pattern, MASK) : value;
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
  return [...all, ...all.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** What base64 makes of a secret inside a longer text, without the characters that its neighbours decide on. */
function base64Within(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}

/** A pattern for a text each of whose characters may be escaped. */
function escapable(text: string): string {
  return [...text].map(escapableCharacter).join('');
}

const NAMED: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function escapableCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).padStart(2, '0');
  const percent = [...Buffer.from(character)].map((byte) => `%(?:25)?${byte.toString(16).padStart(2, '0')}`);
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return `(?:${[
    character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
    percent.join(''),
    units.map((unit) => `\\\\{1,4}u${unit.toString(16).padStart(4, '0')}`).join(''),
    `&#(?:${code}|x0{0,4}${hex});`,
    ...(NAMED[character] ? [`&${NAMED[character]};`] : []),
    ...(character === ' ' ? ['\\+'] : []),
    ...(/["\\/]/.test(character) ? [`\\\\{1,4}${character.replace(/[\\/]/g, '\\$&')}`] : []),
  ].join('|')})`;
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
