import { isScimWord } from '../../schemas/vocabulary.ts';
import { decodeBytes, hasEscapes, unescapedBytes, withoutEscapes, withoutWrapping } from './escapes.ts';
import { listForms, type Secret, SHORTEST_PART } from './secrets.ts';

const MASK = '***';
const SECRET_HEADERS = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'proxy-authenticate',
  'authentication-info',
]);
/** Headers of an endpoint are secret where their name says so. */
const SECRET_NAME = /key|token|secret|password|credential|auth|session|signature/i;
/** Headers of SCIM and HTTP whose names say so although they carry no secret. */
const PUBLIC_HEADERS = new Set(['www-authenticate', 'sec-websocket-key']);
/** Headers that somebody gave the run by hand may hold anything, and are secret, but for these. */
const HARMLESS_HEADERS = new Set([
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'dnt',
  'pragma',
  'prefer',
  'user-agent',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-requested-with',
]);
const PASSWORD_MEMBER = /("(?:password|newPassword|oldPassword)"\s{0,20}:\s{0,20})"(?:[^"\\]|\\.)*"/gi;
/** A PATCH operation names the password in its path, not beside the value. */
const PASSWORD_OPERATION =
  /("path"\s{0,20}:\s{0,20}"password"\s{0,20},\s{0,20}"value"\s{0,20}:\s{0,20})"(?:[^"\\]|\\.)*"/gi;
/** URNs of SCIM, with the attribute that one may name. */
const SCIM_URN = /urn:ietf:params:scim:[\w.:$-]*/gi;
/** Lines of base64 as MIME breaks them, whatever writes the line break. */
const WRAPPED = /[a-z0-9+/_-]{8}(?:\s*[\r\n]|\\{1,4}[rn]|%0[ad]|&#x?0{0,4}(?:1[03]|[ad]);|=\r?\n)/i;
/** What every such line break has in it: most texts have none, and are passed at a glance. */
const MAY_WRAP = /[\r\n]|\\[rn]|%0[ad]|&#/i;
/** Names and values of headers that are remembered with what is shown of them: most are the same in every message. */
const MOST_KNOWN = 400;

/** Replaces every known form of the secrets of a run in what is kept or printed. */
export interface Redactor {
  /** A text without the secrets. */
  text(value: string): string;
  /** A text that may have been cut in the middle of a secret. */
  cut(value: string): string;
  /** A body as evidence keeps it: passwords of resources are masked, too. */
  body(value: string): string;
  headers(values: Record<string, string>): Record<string, string>;
}

interface Form {
  text: string;
  words: boolean;
}

/**
 * Builds the redactor of a run. A secret is hidden in plain, hexadecimal, base64 (at any offset within a longer text,
 * broken into lines or not) and base64url form, each with any of its characters escaped as JSON, URLs or HTML do.
 * @param given names of headers whose values are hidden as a whole
 */
export function createRedactor(secrets: readonly Secret[], given: Iterable<string> = []): Redactor {
  const confided = new Set([...given].map((name) => name.toLowerCase()));
  const all = secrets.map(({ text, words }) => ({ ...listForms(text), words }));
  const coded = distinct(all.flatMap(({ coded, words }) => coded.map((text) => ({ text, words }))));
  const forms = distinct([
    ...all.flatMap(({ plain, words }) => plain.map((text) => ({ text, words }))),
    ...coded,
  ]);
  const lowered = forms.map(({ text, words }) => ({ text: text.toLowerCase(), words }));
  // A secret that itself holds what looks like an escape is looked for with that undone, too.
  const asBytes = distinct(
    forms.flatMap(({ text, words }) => {
      const unescaped = unescapedBytes(text);
      return [
        { text: decodeBytes(text), words },
        ...(unescaped.length < SHORTEST_PART ? [] : [{ text: unescaped, words }]),
      ];
    }),
  );
  const codedBytes = coded.map(({ text, words }) => ({ text: decodeBytes(text), words }));

  const rangesIn = (value: string): Range[] => {
    const ranges: Range[] = [];
    if (forms.length === 0) return ranges;
    const lower = value.toLowerCase();
    if (lower.length === value.length) ranges.push(...findAll(lower, lowered));
    const hard = lower.length !== value.length || hasEscapes(value);
    const wrapped = MAY_WRAP.test(value) && WRAPPED.test(value);
    if (wrapped || (hard && holdsAny(unescapedBytes(value), asBytes))) {
      const bare = withoutEscapes(value);
      const back = ({ begins, ends }: typeof bare, [from, to]: Range): Range => [
        begins[from] ?? 0,
        ends[to - 1] ?? value.length,
      ];
      ranges.push(...findAll(bare.bytes, asBytes).map((range) => back(bare, range)));
      const joined = wrapped ? withoutWrapping(bare) : undefined;
      if (joined) ranges.push(...findAll(joined.bytes, codedBytes).map((range) => back(joined, range)));
    }
    return ranges;
  };
  const text = (value: string): string => masked(value, rangesIn(value));
  const known = new Map<string, string>();
  const once = (value: string): string => {
    let shown = known.get(value);
    if (shown === undefined) {
      shown = text(value);
      if (known.size < MOST_KNOWN) known.set(value, shown);
    }
    return shown;
  };
  const cut = (value: string): string => masked(value, [...rangesIn(value), ...beginningIn(value, secrets)]);
  return {
    text,
    cut,
    body: (value) => {
      const hidden = cut(value);
      if (!/password/i.test(hidden)) return hidden;
      return hidden.replace(PASSWORD_MEMBER, `$1"${MASK}"`).replace(PASSWORD_OPERATION, `$1"${MASK}"`);
    },
    headers: (values) => {
      const shown: Record<string, string> = {};
      for (const [name, value] of Object.entries(values)) {
        const [key, hidden] = [
          once(name),
          isSecret(name) || confided.has(name.toLowerCase()) ? scheme(value) : once(value),
        ];
        shown[key] = shown[key] === undefined ? hidden : `${shown[key]}, ${hidden}`;
      }
      return shown;
    },
  };
}

/** Whether the value of a header that was given by hand is to be hidden. */
export function isConfided(name: string): boolean {
  return !HARMLESS_HEADERS.has(name.toLowerCase());
}

/** Whether the value of a header is secret by the header's name. */
function isSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_HEADERS.has(lower) || (SECRET_NAME.test(lower) && !PUBLIC_HEADERS.has(lower));
}

function scheme(value: string): string {
  const name = /^(Bearer|Basic|Digest|Negotiate|Conformance) /i.exec(value)?.[1];
  return name ? `${name} ${MASK}` : MASK;
}

function distinct(forms: Form[]): Form[] {
  const found = new Map<string, Form>();
  for (const form of forms) {
    const known = found.get(form.text);
    if (form.text !== '') found.set(form.text, { ...form, words: form.words && (known?.words ?? true) });
  }
  return [...found.values()];
}

type Range = [from: number, to: number];

function findAll(text: string, forms: readonly Form[]): Range[] {
  const found: Range[] = [];
  let urns: Range[] | undefined;
  for (const form of forms)
    for (let at = text.indexOf(form.text); at >= 0; at = text.indexOf(form.text, at + form.text.length)) {
      const end = at + form.text.length;
      if (form.words) {
        urns ??= [...text.matchAll(SCIM_URN)].map(({ index, 0: urn }) => [index, index + urn.length]);
        if (urns.some(([from, to]) => from <= at && end <= to)) continue;
      }
      found.push([at, end]);
    }
  return found;
}

const holdsAny = (text: string, forms: readonly Form[]): boolean =>
  forms.some((form) => text.includes(form.text));

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

/** What may be the beginning of a secret at the end of a text, or before the dots that say it was cut. */
function beginningIn(text: string, secrets: readonly Secret[]): Range[] {
  const rest = /["')\]}]{0,4}(?:\.\.\.|…)?["')\]}]{0,4}$/.exec(text.slice(-16))?.[0] ?? '';
  const end = text.length - rest.length;
  const found: Range[] = [];
  for (const { text: secret, least } of secrets) {
    const tail = text.slice(Math.max(0, end - secret.length), end).toLowerCase();
    for (let length = Math.min(secret.length - 1, tail.length); length >= least; length -= 1) {
      const beginning = secret.slice(0, length).toLowerCase();
      if (!tail.endsWith(beginning) || isScimWord(beginning)) continue;
      found.push([end - length, end]);
      break;
    }
  }
  return found;
}
