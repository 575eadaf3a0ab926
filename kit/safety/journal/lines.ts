import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Bytes that are read at a time. */
const CHUNK = 256 * 1024;

/**
 * The lines of a file, read as they are asked for; the last is empty where the one before was written to its end. None
 * where a link or a device is in its place: that is no journal.
 */
export function* linesIn(path: string): Generator<string> {
  if (!isFile(path)) return;
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    const decoder = new StringDecoder('utf8');
    let begun: string | undefined;
    for (;;) {
      const size = readSync(file, chunk, 0, CHUNK, null);
      const text = size === 0 ? decoder.end() : decoder.write(chunk.subarray(0, size));
      const lines = (begun === undefined ? text.replace(/^\ufeff/, '') : begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) yield withoutReturn(line);
      if (size === 0) break;
    }
    yield withoutReturn(begun);
  } finally {
    closeSync(file);
  }
}

/**
 * The last lines of a file, as `linesIn` gives them: as many as are whole in its last bytes.
 * @returns undefined where not one is, so that the file has to be read as a whole
 */
export function lastLines(path: string): string[] | undefined {
  if (!isFile(path)) return [];
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const chunk = Buffer.alloc(Math.min(size, CHUNK));
    const read = readSync(file, chunk, 0, chunk.length, size - chunk.length);
    const bytes = chunk.subarray(0, read);
    const from = size > read ? bytes.indexOf(0x0a) + 1 : 0;
    if (size > read && from === 0) return undefined;
    return bytes
      .toString('utf8', from)
      .replace(/^\ufeff/, '')
      .split(/\r?\n/);
  } finally {
    closeSync(file);
  }
}

/** How many lines of a file were written to their end. */
export function countLines(path: string): number {
  if (!isFile(path)) return 0;
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let lines = 0;
    for (let size = -1; size !== 0; ) {
      size = readSync(file, chunk, 0, CHUNK, null);
      const bytes = chunk.subarray(0, size);
      for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
    }
    return lines;
  } finally {
    closeSync(file);
  }
}

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
