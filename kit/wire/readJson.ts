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
  const excess = findExcess(text);
  if (excess !== undefined) return { json: undefined, flaw: excess };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { json: undefined, flaw: 'not JSON' };
  }
}

/** What a text, or its bytes in UTF-8, has too much of to be parsed; seen without parsing it. */
export function findExcess(text: string | Uint8Array): string | undefined {
  const codeAt = typeof text === 'string' ? (at: number) => text.charCodeAt(at) : (at: number) => text[at];
  const quoteFrom = (at: number) =>
    typeof text === 'string' ? text.indexOf('"', at) : text.indexOf(0x22, at);
  const isEscaped = (at: number) => {
    let slashes = 0;
    while (codeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    return slashes % 2 === 1;
  };
  let [depth, values] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = codeAt(index);
    if (code === 0x22) {
      do index = quoteFrom(index + 1);
      while (index > 0 && isEscaped(index));
      // A string without an end is no JSON; the parser says so.
      if (index < 0) return undefined;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return `nested more than ${DEEPEST} levels deep`;
      values += 1;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > MOST_VALUES) return `of more than ${MOST_VALUES} values`;
  }
  return undefined;
}
