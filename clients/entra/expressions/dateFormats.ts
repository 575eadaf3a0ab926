import { EvaluationError, ExpressionError } from './value.ts';

/** The parts of a date while it is read; offset in minutes, undefined where the text has none. */
interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  afternoon?: boolean;
  offset?: number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const short = (names: string[]) => names.map((name) => name.slice(0, 3));

/** A piece of a format: a specifier such as `yyyy`, or text that stands for itself. */
type Piece = { specifier: string } | { literal: string };

/**
 * Takes a .NET custom format apart.
 * @throws ExpressionError for a specifier that .NET does not have
 */
export function splitFormat(format: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [whole, quoted, escaped, specifier] of format.matchAll(
    /(?:'([^']*)'|"[^"]*")|\\([\s\S])|%?(d+|f+|F+|g+|h+|H+|K|m+|M+|s+|t+|y+|z+)|[\s\S]/g,
  )) {
    if (specifier !== undefined) pieces.push({ specifier });
    else if (/^['"]/.test(whole) && whole.length > 1) pieces.push({ literal: quoted ?? whole.slice(1, -1) });
    else pieces.push({ literal: escaped ?? whole });
  }
  const wrong = pieces.find((piece) => 'specifier' in piece && /^(f{8,}|F{8,})$/.test(piece.specifier));
  if (wrong && 'specifier' in wrong)
    throw new ExpressionError(
      `"${wrong.specifier}" is not part of a .NET date format; there are seven digits`,
    );
  return pieces;
}

const digits = (parts: keyof Parts, most: string, change = (value: number) => value) => ({
  pattern: `(\\d${most})`,
  read: (text: string, into: Parts) => {
    Object.assign(into, { [parts]: change(Number(text)) });
  },
});

const named = (part: 'month' | undefined, names: string[]) => ({
  pattern: `(${names.join('|')})`,
  read: (text: string, into: Parts) => {
    const at = names.findIndex((name) => name.toLowerCase() === text.toLowerCase());
    if (part !== undefined) into[part] = at + 1;
  },
});

/** Two digits of a year, as .NET reads them: up to 49 of this century (TwoDigitYearMax 2049). */
const century = (year: number) => (year > 99 ? year : year + (year > 49 ? 1900 : 2000));

function readerFor(specifier: string): { pattern: string; read(text: string, into: Parts): void } {
  const [letter = '', long] = [specifier[0], specifier.length > 1];
  const length = long ? '{2}' : '{1,2}';
  switch (letter) {
    case 'y':
      return specifier.length > 2 ? digits('year', `{${specifier.length}}`) : digits('year', length, century);
    case 'M':
      if (specifier.length > 2) return named('month', specifier.length > 3 ? MONTHS : short(MONTHS));
      return digits('month', length);
    case 'd':
      if (specifier.length > 2) return named(undefined, specifier.length > 3 ? DAYS : short(DAYS));
      return digits('day', length);
    case 'H':
    case 'h':
      return digits('hour', length);
    case 'm':
      return digits('minute', length);
    case 's':
      return digits('second', length);
    case 'f':
    case 'F': {
      const most = letter === 'f' ? `{${specifier.length}}` : `{0,${specifier.length}}`;
      return {
        pattern: `(\\d${most})`,
        read: (text, into) => {
          into.milli = Math.floor(Number(`0.${text === '' ? 0 : text}`) * 1000);
        },
      };
    }
    case 't':
      return {
        pattern: long ? '(AM|PM)' : '([AP])',
        read: (text, into) => {
          into.afternoon = /^p/i.test(text);
        },
      };
    case 'z':
    case 'K':
      return {
        pattern: letter === 'K' ? '(Z|[+-]\\d{2}:\\d{2}|)' : '([+-]\\d{1,2}(?::?\\d{2})?|Z)',
        read: (text, into) => {
          if (text !== '') into.offset = parseOffset(text);
        },
      };
    default:
      return { pattern: '(A\\.D\\.|AD)', read: () => {} };
  }
}

function parseOffset(text: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

interface Reading {
  pattern: RegExp;
  readers: ReturnType<typeof readerFor>[];
}

const readings = new Map<string, Reading>();
const KEPT = 1_000;

function compileReading(format: string): Reading {
  const known = readings.get(format);
  if (known !== undefined) return known;
  const readers: Reading['readers'] = [];
  const pattern = splitFormat(format)
    .map((piece) => {
      if ('literal' in piece) return piece.literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      const reader = readerFor(piece.specifier);
      readers.push(reader);
      return reader.pattern;
    })
    .join('');
  const reading = { pattern: new RegExp(`^${pattern}$`, 'i'), readers };
  if (readings.size >= KEPT) readings.clear();
  readings.set(format, reading);
  return reading;
}

/**
 * Reads a date by a .NET custom format.
 * @returns milliseconds since 1970 in UTC; a text without an offset is taken for UTC. Undefined where it does not match
 */
export function parseExact(text: string, format: string, today = new Date()): number | undefined {
  const { pattern, readers } = compileReading(format);
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const parts: Parts = {
    year: today.getUTCFullYear(),
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    milli: 0,
  };
  readers.forEach((reader, at) => {
    reader.read(found[at + 1] ?? '', parts);
  });
  const { year, month, day, minute, second, milli, afternoon, offset = 0 } = parts;
  const hour = afternoon === undefined ? parts.hour : (parts.hour % 12) + (afternoon ? 12 : 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 30 February is no date.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, milli);
  return date.getTime() - offset * 60_000;
}

/**
 * Prints a date in UTC by a .NET custom format.
 * @throws EvaluationError for a date that cannot be printed
 */
export function formatDate(time: number, format: string): string {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (Number.isNaN(time) || year < 1 || year > 9999)
    throw new EvaluationError('a date outside the years 1 to 9999');
  const padded = (value: number, length: number) => String(value).padStart(length, '0');
  return splitFormat(format)
    .map((piece) => {
      if ('literal' in piece) return piece.literal;
      const { specifier } = piece;
      const least = Math.min(specifier.length, 2);
      switch (specifier[0]) {
        case 'y':
          return padded(specifier.length > 2 ? year : year % 100, specifier.length);
        case 'M': {
          const name = MONTHS[date.getUTCMonth()] ?? '';
          if (specifier.length > 2) return specifier.length > 3 ? name : name.slice(0, 3);
          return padded(date.getUTCMonth() + 1, least);
        }
        case 'd': {
          const name = DAYS[date.getUTCDay()] ?? '';
          if (specifier.length > 2) return specifier.length > 3 ? name : name.slice(0, 3);
          return padded(date.getUTCDate(), least);
        }
        case 'H':
          return padded(date.getUTCHours(), least);
        case 'h':
          return padded(date.getUTCHours() % 12 || 12, least);
        case 'm':
          return padded(date.getUTCMinutes(), least);
        case 's':
          return padded(date.getUTCSeconds(), least);
        case 'f':
          return padded(date.getUTCMilliseconds(), 3).padEnd(7, '0').slice(0, specifier.length);
        case 'F':
          return padded(date.getUTCMilliseconds(), 3).slice(0, specifier.length).replace(/0+$/, '');
        case 't':
          return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, least);
        case 'z':
          return ['+0', '+00', '+00:00'][Math.min(specifier.length, 3) - 1] ?? '';
        case 'K':
          return 'Z';
        default:
          return 'A.D.';
      }
    })
    .join('');
}
