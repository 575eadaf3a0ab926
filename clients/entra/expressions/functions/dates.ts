import { type Call, type Documented, refuseConstant, wholeNumber } from '../call.ts';
import { formatDate, parseExact, splitFormat } from '../dateFormats.ts';
import { printDate, readDate } from '../dates.ts';
import { EvaluationError, ExpressionError, isEmpty } from '../value.ts';

const INTERVALS = ['yyyy', 'm', 'd', 'ww', 'h', 'n', 's'] as const;
type Interval = (typeof INTERVALS)[number];

const DAY = 86_400_000;
const LENGTHS: Record<Exclude<Interval, 'yyyy' | 'm'>, number> = {
  d: DAY,
  ww: 7 * DAY,
  h: 3_600_000,
  n: 60_000,
  s: 1_000,
};
/** Between 1601-01-01, where FILETIME begins, and 1970-01-01. */
const FILETIME_TO_UNIX_MS = 11_644_473_600_000n;
const TICKS = 10_000n;

/** Names of .NET's DateTimeStyles; those that change what UTC is read are heeded. */
const STYLES =
  /^(DateTimeStyles\.)?(None|AllowLeadingWhite|AllowTrailingWhite|AllowInnerWhite|AllowWhiteSpaces|NoCurrentDateDefault|AdjustToUniversal|AssumeLocal|AssumeUniversal|RoundtripKind)$/i;

function readInterval(call: Call): Interval {
  const interval = INTERVALS.find((one) => one === call.text(0));
  if (interval !== undefined) return interval;
  throw new EvaluationError(
    `${call.name}: the interval is "${call.text(0)}"; must be one of ${INTERVALS.join(', ')}`,
  );
}

function dateAt(call: Call, index: number): number {
  const text = call.text(index);
  const time = readDate(text);
  if (time !== undefined) return time;
  throw new EvaluationError(`${call.name}: ${text === '' ? 'NULL' : `"${text}"`} is not a date`);
}

function add(time: number, interval: Interval, count: number): number {
  if (interval !== 'yyyy' && interval !== 'm') return time + count * LENGTHS[interval];
  const from = new Date(time);
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + count * (interval === 'yyyy' ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = new Date(time);
  // The day of the month is kept, clipped to the month's end, as VB does.
  to.setUTCFullYear(year, month, Math.min(from.getUTCDate(), lastDay));
  return to.getTime();
}

/** As VB counts: years and months by the calendar, weeks by their Sundays, the rest in whole units that have passed. */
function difference(interval: Interval, from: number, to: number): number {
  const [one, other] = [new Date(from), new Date(to)];
  const years = other.getUTCFullYear() - one.getUTCFullYear();
  if (interval === 'yyyy') return years;
  if (interval === 'm') return years * 12 + other.getUTCMonth() - one.getUTCMonth();
  if (interval !== 'ww') return Math.trunc((to - from) / LENGTHS[interval]) + 0;
  const sunday = (date: Date) => Math.floor(date.getTime() / DAY) - date.getUTCDay();
  return (sunday(other) - sunday(one)) / 7;
}

const fileTime = (time: number) => (BigInt(time) + FILETIME_TO_UNIX_MS) * TICKS;

/** Functions of dates; NULL gives NULL, what is no date is an error of that object. */
export const dateFunctions: Documented[] = [
  {
    name: 'CDate',
    least: 1,
    most: 1,
    evaluate: (call) => (isEmpty(call.at(0)) ? undefined : printDate(dateAt(call, 0))),
  },
  {
    name: 'DateAdd',
    least: 3,
    most: 3,
    evaluate: (call) =>
      isEmpty(call.at(2))
        ? undefined
        : printDate(add(dateAt(call, 2), readInterval(call), wholeNumber(call, 1, 'the number'))),
    inspect: ([interval]) => refuseConstant('DateAdd', interval, INTERVALS, 'the interval'),
  },
  {
    name: 'DateDiff',
    least: 3,
    most: 3,
    evaluate: (call) =>
      isEmpty(call.at(1)) || isEmpty(call.at(2))
        ? undefined
        : String(difference(readInterval(call), dateAt(call, 1), dateAt(call, 2))),
    inspect: ([interval]) => refuseConstant('DateDiff', interval, INTERVALS, 'the interval'),
  },
  {
    name: 'DateFromNum',
    least: 1,
    most: 1,
    evaluate: (call) => {
      if (isEmpty(call.at(0))) return undefined;
      const text = call.text(0).trim();
      if (!/^\d{1,19}$/.test(text)) throw new EvaluationError(`DateFromNum: "${text}" is not a FILETIME`);
      return printDate(Number(BigInt(text) / TICKS - FILETIME_TO_UNIX_MS));
    },
  },
  {
    name: 'FormatDateTime',
    least: 4,
    most: 4,
    evaluate: (call) => {
      if (isEmpty(call.at(0))) return undefined;
      const [text, format] = [call.text(0), call.text(2)];
      const time = parseExact(text.trim(), format);
      if (time !== undefined) return formatDate(time, call.text(3));
      throw new EvaluationError(`FormatDateTime: "${text}" is not of the format "${format}"`);
    },
    inspect: ([, styles, input, output], { remark }) => {
      const stated = styles?.kind === 'constant' ? String(styles.value ?? '') : '';
      const unknown = stated.split(',').find((one) => one.trim() !== '' && !STYLES.test(one.trim()));
      if (unknown !== undefined)
        throw new ExpressionError(`FormatDateTime: "${unknown.trim()}" is not a .NET DateTimeStyles value`);
      if (/AssumeLocal/i.test(stated))
        remark('FormatDateTime with AssumeLocal: the local time of Entra is UTC');
      for (const one of [input, output]) {
        if (one?.kind !== 'constant') continue;
        const format = String(one.value ?? '');
        if (format.length === 1)
          throw new ExpressionError(
            `FormatDateTime: "${format}" is a standard format of .NET; write the custom format that it stands for`,
          );
        splitFormat(format);
      }
    },
  },
  {
    name: 'Now',
    least: 0,
    most: 0,
    evaluate: ({ source }) => printDate((source.now?.() ?? new Date()).getTime()),
  },
  {
    name: 'NumFromDate',
    least: 1,
    most: 1,
    evaluate: (call) => (isEmpty(call.at(0)) ? undefined : String(fileTime(dateAt(call, 0)))),
  },
];
