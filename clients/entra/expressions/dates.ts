import { formatDate, parseExact } from './dateFormats.ts';

/** How the service prints a date, always in UTC. */
const PRINTED = 'M/d/yyyy h:mm:ss tt';

/** What .NET reads as a date without being told a format, of the forms that directories and HR systems write. */
const DAYS = [
  'yyyy-MM-dd',
  'M/d/yyyy',
  'yyyy/M/d',
  'd MMM yyyy',
  'd MMMM yyyy',
  'MMM d, yyyy',
  'MMMM d, yyyy',
  'ddd, d MMM yyyy',
  'dddd, MMMM d, yyyy',
];
const TIMES = ['', 'H:mm', 'H:mm:ss', 'H:mm:ss.FFFFFFF', 'h:mm tt', 'h:mm:ss tt'];
const ZONES = ['', 'zzz', ' zzz', 'Z', " 'GMT'"];

let formats: string[] | undefined;

function readable(): string[] {
  formats ??= DAYS.flatMap((day) =>
    TIMES.flatMap((time) =>
      ZONES.flatMap((zone) => (time === '' ? [`${day}${zone}`] : [`${day} ${time}${zone}`])),
    ),
  );
  return formats;
}

/** Reads a date as CDate does: milliseconds since 1970 in UTC, undefined where the text is none. */
export function readDate(text: string): number | undefined {
  if (!/\d/.test(text)) return undefined;
  // ISO 8601 has a T between day and time, and Z for UTC.
  const plain = text
    .trim()
    .replace(/(\d)T(\d)/, '$1 $2')
    .replace(/(\d)Z$/i, '$1Z');
  for (const format of readable()) {
    const time = parseExact(plain, format);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** A date as the service prints it. */
export const printDate = (time: number): string => formatDate(time, PRINTED);
