const MASK = '***';
const SECRET_HEADERS = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'x-api-key',
  'authentication-info',
]);
const PASSWORD_MEMBER = /("(?:password|newPassword|oldPassword)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** Replaces every known form of the secrets of a run; made once, applied to all that is kept or printed. */
export interface Redactor {
  text(value: string): string;
  headers(values: Record<string, string>): Record<string, string>;
}

/**
 * Builds the redactor of a run. A token `key:password` is hidden whole and by its halves (of six characters or
 * more), each in plain, base64, base64url, percent-encoded and JSON-escaped form.
 */
export function createRedactor(token: string | undefined): Redactor {
  const forms = [...new Set(secretsOf(token).flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const pattern = forms.length > 0 ? new RegExp(forms.map(escapePattern).join('|'), 'gi') : undefined;

  const text = (value: string): string => {
    const hidden = pattern ? value.replace(pattern, MASK) : value;
    return hidden.includes('assword') ? hidden.replace(PASSWORD_MEMBER, `$1"${MASK}"`) : hidden;
  };
  const headers = (values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name.toLowerCase()) ? scheme(value) : text(value),
      ]),
    );
  return { text, headers };
}

function scheme(value: string): string {
  const name = /^([A-Za-z]+) /.exec(value)?.[1];
  return name ? `${name} ${MASK}` : MASK;
}

function secretsOf(token: string | undefined): string[] {
  if (!token) return [];
  const halves = token.includes(':')
    ? [token.slice(0, token.indexOf(':')), token.slice(token.indexOf(':') + 1)]
    : [];
  return [token, ...halves.filter((half) => half.length >= 6)];
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
  ];
}

function escapePattern(value: string): string {
  return value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
