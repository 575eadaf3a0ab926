/** Levels of objects and arrays that an answer may nest; resources need fewer than ten. */
const DEEPEST = 64;
/** Values that an answer may hold: a group of 30,000 members has fewer. */
const MOST_VALUES = 200_000;

/** JSON as an endpoint sent it, or why it was not read. */
export interface Reading {
  json: unknown;
  /** What is wrong with a text that is not empty, as in "a body that is …"; absent where it was read. */
  flaw?: string;
}

/**
 * Reads the body of an answer. What would cost the run its memory or its stack is not read at all
 * (RFC 8259 section 9 lets a parser set limits); nor is what is not UTF-8 or begins with a byte order mark
 * (section 8.1).
 * @param utf8 whether the bytes of the text were UTF-8
 */
export function readJson(text: string, utf8 = true): Reading {
  if (text.trim() === '') return { json: undefined };
  if (!utf8) return { json: undefined, flaw: 'not UTF-8' };
  if (text.startsWith('\ufeff')) return { json: undefined, flaw: 'JSON behind a byte order mark' };
  const excess = excessOf(text);
  if (excess !== undefined) return { json: undefined, flaw: excess };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { json: undefined, flaw: 'not JSON' };
  }
}

/** What the text has too much of, seen without parsing it. */
function excessOf(text: string): string | undefined {
  let [depth, values] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = endOfString(text, index);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return `nested more than ${DEEPEST} levels deep`;
      values += 1;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > MOST_VALUES) return `of more than ${MOST_VALUES} values`;
  }
  return undefined;
}

/** Where the string that begins at an index ends; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  let index = start;
  do {
    index = text.indexOf('"', index + 1);
    if (index < 0) return text.length;
  } while (isEscaped(text, index));
  return index;
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(index - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
}
