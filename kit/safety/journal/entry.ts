import { isObject } from '../../../schemas/attributes.ts';
import type { JournalEntry } from './journal.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isInteger(value);
const isPath = (value: unknown): value is string => isText(value) && value.startsWith('/');
const areTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const optional = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
/** An attribute that a lookup may name: nothing else may stand in a filter. */
const isName = (value: unknown) =>
  isObject(value) && isText(value.value) && isText(value.attribute) && /^[\w:.$-]+$/.test(value.attribute);
const isVouched = (value: unknown) =>
  isObject(value) && isObject(value.sent) && optional(isText)(value.before);

/** What each entry has to hold. */
const SHAPES: Record<JournalEntry['event'], Record<string, (value: unknown) => boolean>> = {
  run: {
    run: (value) => isText(value) && /^[a-z0-9]{8}$/.test(value),
    url: isText,
    at: isText,
    salt: optional(isText),
    embedded: optional((value) => value === true),
  },
  create: {
    number: isNumber,
    endpoint: isPath,
    check: isText,
    marker: isText,
    name: optional(isName),
    vouched: optional(isVouched),
  },
  created: { number: isNumber, path: isPath },
  proved: { path: isPath, created: optional(isText) },
  renamed: { path: isPath, names: areTexts },
  carried: { names: areTexts },
  refused: { number: isNumber, status: isNumber },
  settled: { number: isNumber },
  deleted: { path: isPath },
  swept: {},
  torn: { digest: isText },
};

/** The entry that a line of a journal holds; `undefined` where it is none, or holds values of other types. */
export function entryIn(line: string): JournalEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(value) || !isText(value.event) || !Object.hasOwn(SHAPES, value.event)) return undefined;
  const { seal: _, ...entry } = value;
  const shape = SHAPES[value.event as JournalEntry['event']];
  return Object.entries(shape).every(([name, is]) => is(entry[name])) ? (entry as JournalEntry) : undefined;
}
