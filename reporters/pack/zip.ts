import { unzipSync, zipSync } from 'fflate';

/** What a pack may hold at most, so that a hostile one cannot fill the memory. */
export const LIMITS = { files: 40, bytes: 64 * 1024 * 1024 };

// The earliest time that the format knows: the same files give the same bytes on every day.
const EPOCH = new Date(1980, 0, 1);

/** A ZIP archive of files by name; the same files give the same bytes. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const names = [...files.keys()].sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, files.get(name) as Uint8Array])), {
    mtime: EPOCH,
    level: 6,
  });
}

/**
 * The files of a ZIP archive, unpacked in memory.
 * @throws Error where it is not an archive, holds too much, or names a file that does not belong in a pack
 */
export function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  let total = 0;
  let count = 0;
  const seen = new Set<string>();
  const files = unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      count += 1;
      if (count > LIMITS.files || total > LIMITS.bytes)
        throw new Error('the archive holds more than a pack may hold');
      if (seen.has(name)) throw new Error(`the archive names "${name}" twice`);
      if (!/^[a-z][a-z.-]*$/.test(name)) throw new Error(`the archive names "${name}", which no pack holds`);
      seen.add(name);
      return true;
    },
  });
  return new Map(Object.entries(files));
}
