import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { parseUserJson, readUserJson } from '../../../../config/userJson.ts';

/** Files below this size are read as a whole. */
const LARGE = 4 * 1024 * 1024;

/** A list whose elements are made when they are asked for, each time anew: a long one is never there as a whole. */
export class LongList<T = unknown> implements Iterable<T> {
  private readonly make: () => Iterator<T>;

  constructor(make: () => Iterator<T>) {
    this.make = make;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.make();
  }

  map<U>(change: (one: T, at: number) => U): LongList<U> {
    const { make } = this;
    return new LongList(function* () {
      let at = 0;
      for (const one of { [Symbol.iterator]: make }) {
        yield change(one, at);
        at += 1;
      }
    });
  }
}

/** Whether a value is a list, long or not. */
export const isList = (value: unknown): value is Iterable<unknown> =>
  Array.isArray(value) || value instanceof LongList;

/**
 * What a JSON file holds, as `readUserJson` reads it, with the lists at some places left to be read element by element
 * where the file is a large one.
 * @param isLong tells by its JSON path whether a list may be a long one
 * @throws Error as `readUserJson` does, the elements of a long list as they are asked for
 */
export function readUserLists(file: string, isLong: (place: string) => boolean): unknown {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size < LARGE) return readUserJson(file);
  const bytes = readFileSync(file);
  if (!isUtf8(bytes)) return readUserJson(file);
  // Whatever cannot be read so is named by the reader that has seen all of it.
  const otherwise = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      readUserJson(file);
      throw error;
    }
  };
  const start = bytes.indexOf(BOM) === 0 ? BOM.length : 0;
  return otherwise(() => {
    const text = new Text(bytes, start, file, isLong, otherwise);
    const data = text.value('');
    text.end();
    return data;
  });
}

const BOM = Buffer.from('\ufeff');
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** JSON as bytes; a mistake in it is thrown without a word, since `readUserJson` finds a better one. */
class Text {
  private at: number;
  /** Whether the first element of a list was asked for. */
  private begun = false;
  private readonly bytes: Buffer;
  private readonly file: string;
  private readonly isLong: (place: string) => boolean;
  private readonly guarded: <T>(read: () => T) => T;

  constructor(
    bytes: Buffer,
    at: number,
    file: string,
    isLong: Text['isLong'],
    guarded: <T>(read: () => T) => T,
  ) {
    this.bytes = bytes;
    this.at = at;
    this.file = file;
    this.isLong = isLong;
    this.guarded = guarded;
  }

  /** The value that begins here. */
  value(place: string): unknown {
    this.space();
    const code = this.bytes[this.at];
    if (code === OPEN_OBJECT && this.mayHoldLong(place)) return this.object(place);
    const from = this.at;
    this.skip();
    if (code === OPEN_LIST && this.isLong(place)) return this.list(from);
    return this.parsed(from, this.at);
  }

  end(): void {
    this.space();
    if (this.at < this.bytes.length) throw this.wrong();
  }

  private mayHoldLong(place: string): boolean {
    return place === '' || this.isLong(place);
  }

  private object(place: string): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.take(OPEN_OBJECT);
    this.space();
    if (this.bytes[this.at] === CLOSE_OBJECT) {
      this.at += 1;
      return object;
    }
    for (;;) {
      this.space();
      const from = this.at;
      this.skipText();
      const name = String(this.parsed(from, this.at));
      if (name === '__proto__' || Object.hasOwn(object, name)) throw this.wrong();
      this.space();
      this.take(COLON);
      object[name] = this.value(`${place}/${name}`);
      if (!this.goesOn(CLOSE_OBJECT)) return object;
    }
  }

  private list(from: number): LongList {
    const { bytes, file, isLong, guarded } = this;
    return new LongList(function* () {
      const text = new Text(bytes, from, file, isLong, guarded);
      for (;;) {
        const next = guarded(() => text.element());
        if (next === undefined) return;
        yield next.value;
      }
    });
  }

  /** The next element of the list that was begun, or is to be. */
  private element(): { value: unknown } | undefined {
    this.space();
    const code = this.bytes[this.at];
    if (code === OPEN_LIST && !this.begun) {
      this.begun = true;
      this.at += 1;
      this.space();
      if (this.bytes[this.at] === CLOSE_LIST) return undefined;
    } else if (!this.goesOn(CLOSE_LIST)) return undefined;
    this.space();
    const from = this.at;
    this.skip();
    return { value: this.parsed(from, this.at) };
  }

  /** Whether a comma follows; otherwise it is the end. */
  private goesOn(close: number): boolean {
    this.space();
    const code = this.bytes[this.at];
    if (code !== COMMA && code !== close) throw this.wrong();
    this.at += 1;
    return code === COMMA;
  }

  private parsed(from: number, to: number): unknown {
    return parseUserJson(this.bytes.toString('utf8', from, to), this.file, Number.MAX_SAFE_INTEGER);
  }

  private skip(): void {
    const code = this.bytes[this.at];
    if (code === QUOTE) this.skipText();
    else if (code === OPEN_LIST || code === OPEN_OBJECT) this.skipNested();
    else {
      const from = this.at;
      while (this.at < this.bytes.length && !ENDS.has(this.bytes[this.at] ?? 0)) this.at += 1;
      if (this.at === from) throw this.wrong();
    }
  }

  private skipNested(): void {
    let depth = 0;
    do {
      const code = this.bytes[this.at];
      if (code === undefined) throw this.wrong();
      if (code === QUOTE) {
        this.skipText();
        continue;
      }
      if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
      if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
      this.at += 1;
    } while (depth > 0);
  }

  private skipText(): void {
    let end = this.at;
    let slashes: number;
    do {
      end = this.bytes.indexOf(QUOTE, end + 1);
      if (end < 0) throw this.wrong();
      slashes = 0;
      while (this.bytes[end - 1 - slashes] === BACKSLASH) slashes += 1;
    } while (slashes % 2 === 1);
    this.at = end + 1;
  }

  private take(code: number): void {
    if (this.bytes[this.at] !== code) throw this.wrong();
    this.at += 1;
  }

  private space(): void {
    while (SPACES.has(this.bytes[this.at] ?? 0)) this.at += 1;
  }

  private wrong(): Error {
    return new Error(`${this.file}: is not JSON: byte ${this.at}`);
  }
}

const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d]);
const ENDS = new Set([...SPACES, COMMA, CLOSE_LIST, CLOSE_OBJECT]);
