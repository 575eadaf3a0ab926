import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { LIMITS, PackProblem } from './limits.ts';

/** What lies in a folder: its plain files, and what a pack cannot hold. */
export interface Contents {
  files: Map<string, Uint8Array>;
  /** Names of what was not read, each with its problem. */
  unread: Map<string, string>;
}

/**
 * Reads a folder that may be hostile: no link is followed, nothing but a plain file is opened, and no more is read
 * than a pack may hold.
 * @throws PackProblem where it holds more than a pack may
 */
export function readFolder(folder: string): Contents {
  const contents: Contents = { files: new Map(), unread: new Map() };
  let room = LIMITS.bytes;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const kind = nameKind(lstatSync(path));
    if (kind !== undefined) {
      contents.unread.set(name, `${name} is ${kind}, and a pack holds plain files only`);
      continue;
    }
    const content = readPlain(path, room);
    room -= content.byteLength;
    contents.files.set(name, content);
  }
  return contents;
}

function namesIn(folder: string): string[] {
  const names: string[] = [];
  const open = opendirSync(folder);
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      names.push(entry.name);
      if (names.length > LIMITS.files)
        throw new PackProblem('the folder contains more files than a pack may');
    }
  } finally {
    open.closeSync();
  }
  return names.sort();
}

/** What is no plain file, in words. */
function nameKind(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isSymbolicLink()) return 'a link';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/**
 * The content of a plain file.
 * @param most bytes
 * @throws PackProblem where it is another kind of file, or larger
 */
export function readPlain(path: string, most: number): Uint8Array {
  // Opening a pipe or a link that took the place of the file must neither wait nor follow it.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new PackProblem(`${path} is no plain file`);
    if (found.size > most) throw new PackProblem('it contains more than a pack may');
    const content = new Uint8Array(found.size);
    let read = 0;
    while (read < content.length) {
      const more = readSync(file, content, read, content.length - read, null);
      if (more === 0) break;
      read += more;
    }
    return content.subarray(0, read);
  } finally {
    closeSync(file);
  }
}
