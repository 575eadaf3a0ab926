import { inflateRawSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { LIMITS, PackProblem } from './limits.ts';

// The earliest time that the format knows: the same files give the same bytes on every day.
const EPOCH = new Date(1980, 0, 1);
const HEADER_BYTES = 30;
const STORED = 0;
const NAME = /^(?:(?<folder>scim-conformance-[a-z0-9]{1,32})\/)?(?<name>[a-z][a-z0-9.-]*)$/;

/** What an archive holds: files by name, and the folder in which they all lie; earlier versions had none. */
export interface Archived {
  files: Map<string, Uint8Array>;
  folder?: string;
}

/** A ZIP archive of files by name, below a folder where one is named; the same files give the same bytes. */
export function zip(files: ReadonlyMap<string, Uint8Array>, folder = ''): Uint8Array {
  const names = [...files.keys()].sort();
  const below = folder === '' ? '' : `${folder}/`;
  const entries = names.map((name) => [below + name, files.get(name) as Uint8Array]);
  return zipSync(Object.fromEntries(entries), {
    mtime: EPOCH,
    level: 6,
  });
}

/** Whether bytes have the mark of a ZIP archive anywhere, so that one which was damaged is known for what it was. */
export function isArchive(bytes: Uint8Array): boolean {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06'].some((mark) => whole.includes(mark, 0, 'latin1'));
}

/**
 * What an archive holds that `zip` made. An archive can say one thing in its directory and another where the files
 * lie, and hide more in between; so it is made again of what was read, and has to be the same to the byte.
 * @throws PackProblem where it is not, cannot be read, or holds more than a pack may
 */
export function unzip(archive: Uint8Array): Archived {
  const files = new Map<string, Uint8Array>();
  const folders = new Set<string>();
  let at = 0;
  for (const entry of readEntries(archive)) {
    const start = at + HEADER_BYTES + Buffer.byteLength(entry.name);
    at = start + entry.size;
    const { folder = '', name = '' } = NAME.exec(entry.name)?.groups ?? {};
    folders.add(folder);
    files.set(name, unpack(entry, archive.subarray(start, at)));
  }
  const [folder = '', ...others] = folders;
  if (others.length > 0) throw new PackProblem('the archive has more than one folder');
  const again = zip(files, folder);
  if (Buffer.compare(again, archive) === 0) return { files, ...(folder !== '' && { folder }) };
  const differs = again.findIndex((byte, index) => byte !== archive[index]);
  throw new PackProblem(
    `the archive is not as it was written: of ${archive.byteLength} bytes, those from ${differs < 0 ? again.byteLength : differs} on do not match its files`,
  );
}

interface Entry {
  name: string;
  /** Bytes in the archive. */
  size: number;
  originalSize: number;
  compression: number;
}

/** What the directory at the archive's end lists. */
function readEntries(archive: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  let total = 0;
  const take = ({ name, size, originalSize, compression }: Entry): boolean => {
    total += originalSize;
    if (entries.length >= LIMITS.files || total > LIMITS.bytes || size > archive.byteLength)
      throw new PackProblem('the archive contains more than a pack may');
    if (entries.some((one) => one.name === name)) throw new PackProblem(`the archive names "${name}" twice`);
    if (!NAME.test(name))
      throw new PackProblem(`the archive names "${name}", which does not belong in a pack`);
    entries.push({ name, size, originalSize, compression });
    return false;
  };
  try {
    unzipSync(archive, { filter: take });
  } catch (error) {
    if (error instanceof PackProblem) throw error;
    throw new PackProblem('the archive cannot be read: it is damaged or truncated');
  }
  return entries;
}

function unpack({ name, originalSize, compression }: Entry, packed: Uint8Array): Uint8Array {
  if (compression === STORED) return packed;
  try {
    // One byte of room, since none at all is no limit.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, originalSize) });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new PackProblem(
      tooLarge
        ? `${name} unpacks to more than the archive says`
        : `${name} cannot be unpacked: it is damaged`,
    );
  }
}
