import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

// Beyond any report, and within what a string can hold.
const MOST_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** A file that a user named and that cannot be read; the message begins with its name. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  /** Whether there is no such file. */
  readonly missing: boolean;

  constructor(file: string, says: string, missing = false) {
    super(`${file}: ${says}`);
    this.missing = missing;
  }
}

/**
 * The text of a file that a user named: UTF-8, or UTF-16 with a byte order mark, as some editors and shells write it;
 * the mark is taken off.
 * @param strict whether bytes that are no UTF-8 are refused; otherwise each becomes U+FFFD
 * @throws UnreadableFile saying why it cannot be read
 */
export function readUserText(file: string, strict = true): string {
  const bytes = readBytes(file);
  const encoding = detectEncoding(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  const broken = strict ? text.indexOf('\ufffd') : -1;
  if (broken >= 0 && !isWhole(bytes, encoding)) {
    const line = text.slice(0, broken).split('\n').length;
    throw new UnreadableFile(file, `line ${line} is not ${encoding.toUpperCase()}; save the file as UTF-8`);
  }
  return text;
}

function detectEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Whether a text holds U+FFFD because its author wrote it. */
function isWhole(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function readBytes(file: string): Uint8Array {
  try {
    const found = statSync(file);
    if (found.isDirectory()) throw new UnreadableFile(file, 'is a folder');
    // A device has no end; a pipe, as shells make it of `<(command)`, has one.
    if (found.isCharacterDevice() || found.isBlockDevice()) throw new UnreadableFile(file, 'is a device');
    if (found.size > MOST_BYTES) throw tooLarge(file);
    return found.isFile() ? readFileSync(file) : readPipe(file);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UnreadableFile(file, 'there is no such file', true);
    throw new UnreadableFile(
      file,
      code === 'EACCES' ? 'you may not read it' : `cannot be read: ${code ?? message}`,
    );
  }
}

function readPipe(file: string): Uint8Array {
  const open = openSync(file, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const read = readSync(open, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      size += read;
      if (size > MOST_BYTES) throw tooLarge(file);
    }
  } finally {
    closeSync(open);
  }
}

function tooLarge(file: string): UnreadableFile {
  return new UnreadableFile(file, `is larger than ${MOST_BYTES / 1024 / 1024} MB`);
}
