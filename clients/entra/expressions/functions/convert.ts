import { type Documented, wholeNumber } from '../call.ts';
import { EvaluationError, ExpressionError, isNull, type Source } from '../value.ts';

/** The characters that Windows counts as special in a password. */
const SPECIAL = '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/';
const CLASSES = ['0123456789', SPECIAL, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'];
const MAX_RANDOM = 256;

const integer = (text: string, name: string): bigint => {
  const hex = /^&h([0-9a-f]+)$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (/^[+-]?\d+$/.test(text.trim())) return BigInt(text.trim());
  throw new EvaluationError(`${name}: ${text === '' ? 'NULL' : `"${text}"`} is not a whole number`);
};

const drawn = (source: Source, below: number): number => Math.floor((source.random ?? Math.random)() * below);

function guid(source: Source): string {
  const digits = Array.from({ length: 32 }, () => drawn(source, 16).toString(16));
  // Version 4, variant of RFC 9562.
  digits[12] = '4';
  digits[16] = '89ab'.charAt(drawn(source, 4));
  const text = digits.join('');
  return [0, 8, 12, 16, 20].map((from, at) => text.slice(from, [8, 12, 16, 20, 32][at])).join('-');
}

function randomText(source: Source, length: number, minima: number[], avoid: string): string {
  const least = minima.reduce((sum, one) => sum + one, 0);
  if (length > MAX_RANDOM || length < least)
    throw new EvaluationError(
      `RandomString: the length is ${length}; it has to be at least ${least}, what the minima come to, and at most ${MAX_RANDOM}`,
    );
  const classes = CLASSES.map((letters) => [...letters].filter((letter) => !avoid.includes(letter)));
  const pick = (letters: string[]): string => {
    if (letters.length === 0)
      throw new EvaluationError('RandomString: every character of a kind is to be avoided');
    return letters[drawn(source, letters.length)] ?? '';
  };
  const letters = minima.flatMap((count, at) => Array.from({ length: count }, () => pick(classes[at] ?? [])));
  // What is left is drawn from the kinds that were asked for; with none asked for, from letters and digits.
  const wanted = classes.filter((_, at) => (minima[at] ?? 0) > 0);
  const rest = (wanted.length > 0 ? wanted : [classes[0], classes[2], classes[3]]).flatMap(
    (one) => one ?? [],
  );
  while (letters.length < length) letters.push(pick(rest));
  for (let at = letters.length - 1; at > 0; at -= 1) {
    const other = drawn(source, at + 1);
    [letters[at], letters[other]] = [letters[other] ?? '', letters[at] ?? ''];
  }
  return letters.join('');
}

/** Functions that convert, and those that make values up. */
export const convertFunctions: Documented[] = [
  {
    name: 'BitAnd',
    least: 2,
    most: 2,
    evaluate: (call) => String(integer(call.text(0), 'BitAnd') & integer(call.text(1), 'BitAnd')),
  },
  {
    name: 'ConvertToBase64',
    least: 1,
    most: 1,
    evaluate: (call) =>
      isNull(call.at(0)) ? undefined : Buffer.from(call.text(0), 'utf16le').toString('base64'),
  },
  {
    name: 'ConvertToUTF8Hex',
    least: 1,
    most: 1,
    evaluate: (call) =>
      isNull(call.at(0)) ? undefined : Buffer.from(call.text(0), 'utf8').toString('hex').toUpperCase(),
  },
  {
    name: 'CStr',
    least: 1,
    most: 1,
    evaluate: (call) => (isNull(call.at(0)) ? undefined : call.text(0)),
  },
  {
    name: 'DefaultDomain',
    least: 0,
    most: 0,
    evaluate: ({ source }) => {
      if (source.defaultDomain !== undefined) return source.defaultDomain;
      throw new EvaluationError(
        'DefaultDomain: the directory names no default domain; state "defaultDomain" in the directory file',
      );
    },
  },
  { name: 'Guid', least: 0, most: 0, evaluate: ({ source }) => guid(source) },
  {
    name: 'RandomString',
    least: 5,
    most: 6,
    evaluate: (call) => {
      const minima = [1, 2, 3, 4].map((at) => Math.max(0, wholeNumber(call, at, 'a minimum')));
      return randomText(call.source, wholeNumber(call, 0, 'the length'), minima, call.text(5));
    },
  },
  // The value flows; who shows it looks at what was compiled.
  { name: 'Redact', least: 1, most: 1, evaluate: (call) => call.at(0) },
  {
    name: 'SelectUniqueValue',
    least: 2,
    most: Number.POSITIVE_INFINITY,
    evaluate: () => undefined,
    inspect: () => {
      throw new ExpressionError(
        'SelectUniqueValue is supported from HR sources to on-premises Active Directory only, not for a SCIM application: it asks the target by LDAP. Map an attribute that is unique in the directory',
      );
    },
  },
];
