import { createRequire } from 'node:module';
import type * as Jsonc from 'jsonc-parser';
import { readUserText } from './userFile.ts';

const DEEPEST = 100;
const SHOWN = 8;

/**
 * What a JSON file that a user wrote holds: nothing in it stands twice, lies deeper than a hundred levels, or loses digits.
 * @throws Error naming the file, and line or JSON path of what cannot be used; never quoting it, as it may be a secret
 */
export function readUserJson(file: string): unknown {
  return parseUserJson(readUserText(file), file, Number.MAX_SAFE_INTEGER);
}

/**
 * What a JSON text holds, as `readUserJson` gives it; digits may be lost, since an endpoint may have named any number.
 * @param file where it came from, for messages
 * @throws Error naming the file, and line or JSON path
 */
export function parseUserJson(text: string, file: string, most = Number.MAX_VALUE): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: ${mistakeIn(text, error as Error)}`);
  }
  const { members, wrong } = examine(data, most);
  if (wrong !== undefined) throw new Error(`${file}: ${wrong}`);
  // Where fewer members were read than are written, one took the place of another.
  if (members < membersWritten(text)) throw new Error(`${file}: ${doubleIn(text)}`);
  return data;
}

/** Counts the members of all objects, and finds what JSON can say and nobody can use. */
function examine(data: unknown, most: number): { members: number; wrong?: string } {
  // The document itself is no member.
  let members = -1;
  const wrong = (says: string, names: Names) => ({ members, wrong: `${pointer(names)} ${says}` });
  // Not recursive: a text may be deeper than the stack.
  const open: { holder: Holder; names: Names; depth: number }[] = [
    { holder: { root: data }, names: undefined, depth: -1 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { holder, names, depth } = next;
    if (depth > DEEPEST) return wrong(`lies deeper than ${DEEPEST} levels, which no file needs`, names);
    const list = Array.isArray(holder);
    for (const name of Object.keys(holder)) {
      const value = holder[name];
      if (!list) members += 1;
      const within = () => (depth < 0 ? undefined : { name, above: names });
      if (name === '__proto__') return wrong('has a name that cannot be used', within());
      if (typeof value === 'number' && Math.abs(value) > most)
        return wrong('is a number with more digits than are kept: quote it', within());
      if (typeof value === 'object' && value !== null)
        open.push({ holder: value as Holder, names: within(), depth: depth + 1 });
    }
  }
  return { members };
}

type Holder = Record<string, unknown>;
type Names = { name: string; above: Names } | undefined;

/** A JSON path (RFC 6901); of a long one, the beginning and how much follows. */
function pointer(names: Names): string {
  const all: string[] = [];
  for (let at = names; at !== undefined; at = at.above) all.push(at.name);
  const parts = all.reverse().map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 60));
  const more = parts.length - SHOWN;
  return `/${parts.slice(0, SHOWN).join('/')}${more > 0 ? `/… (${more} more)` : ''}`;
}

/** How many members the objects of a text have: the texts in it that a colon follows. */
function membersWritten(text: string): number {
  let members = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = start;
    let escapes: number;
    do {
      end = text.indexOf('"', end + 1);
      escapes = 0;
      while (text.charCodeAt(end - 1 - escapes) === 0x5c) escapes += 1;
    } while (escapes % 2 === 1);
    let after = end + 1;
    while (text.charCodeAt(after) <= 0x20) after += 1;
    if (text[after] === ':') members += 1;
    start = text.indexOf('"', after);
  }
  return members;
}

/** Where a member stands that its object has already. */
function doubleIn(text: string): string {
  const open: Set<string>[] = [];
  let found = 'names a member twice';
  jsonc().visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, _offset, _length, line, column) => {
      if (open.at(-1)?.has(name))
        found = `line ${line + 1}, column ${column + 1} names "${name.slice(0, 60)}" a second time in one object`;
      open.at(-1)?.add(name);
    },
  });
  return found;
}

const WORDS: Partial<Record<Jsonc.ParseErrorCode, string>> = {
  1: 'has a word that JSON does not have',
  2: 'has a number that JSON does not have',
  3: 'should have a name in double quotes',
  4: 'should have a value',
  5: 'should have a colon',
  6: 'should have a comma',
  7: 'should have a closing brace',
  8: 'should have a closing bracket',
  9: 'should be the end',
  10: 'has a comment, which JSON does not allow',
  12: 'starts a string that does not end',
  14: 'has a broken \\u escape',
  15: 'has an escape that JSON does not have',
  16: 'has a control character',
};

/** Where a text stops being JSON, and what is wrong there. */
function mistakeIn(text: string, { message }: Error): string {
  if (text.trim() === '') return 'is empty, and should contain JSON';
  const errors: Jsonc.ParseError[] = [];
  try {
    jsonc().parse(text, errors, { disallowComments: true });
  } catch {
    // So many brackets are open that the parser gave up.
  }
  const [error] = errors;
  // Where nothing better is known, it is the end that came too early.
  const offset = error?.offset ?? Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return `is not JSON: ${place} ${WORDS[error?.error as Jsonc.ParseErrorCode] ?? 'cannot be read'}`;
}

// Needed only for what is wrong.
function jsonc(): typeof Jsonc {
  return createRequire(import.meta.url)('jsonc-parser') as typeof Jsonc;
}
