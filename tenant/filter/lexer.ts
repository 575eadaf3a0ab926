import { badFilter } from '../errors.ts';

export type Token =
  | { kind: '(' | ')' | '[' | ']' }
  | { kind: 'word'; text: string }
  | { kind: 'string'; value: string };

/**
 * Cuts a filter (RFC 7644 section 3.4.2.2) into brackets, JSON strings and words.
 * @throws ScimProblem invalidFilter for a string that JSON does not know or that never ends
 */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (/\s/.test(character)) {
      at += 1;
    } else if (character === '(' || character === ')' || character === '[' || character === ']') {
      found.push({ kind: character });
      at += 1;
    } else if (character === '"') {
      const end = endOfString(text, at);
      found.push({ kind: 'string', value: parseString(text.slice(at, end)) });
      at = end;
    } else {
      const start = at;
      while (at < text.length && !/[\s()[\]"]/.test(text[at] as string)) at += 1;
      found.push({ kind: 'word', text: text.slice(start, at) });
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  throw badFilter('a quoted value in the filter is never closed');
}

function parseString(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw badFilter('a quoted value in the filter is not a JSON string');
  }
}
