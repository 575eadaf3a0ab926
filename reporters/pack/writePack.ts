import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../write.ts';
import { archiveFolder, PACK_FILE, PACK_FOLDER } from './readPack.ts';
import { zip } from './zip.ts';

/**
 * Writes the pack of a run into the folder of its run: as a folder, and as an archive, which is there only when all of the folder
 * is.
 * @returns the path of the archive
 * @throws Error where the folder cannot be written
 */
export async function writePack(
  folder: string,
  runId: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const archive = join(folder, PACK_FILE);
  const packed = join(folder, PACK_FOLDER);
  mkdirSync(packed, { recursive: true });
  for (const [name, content] of files) await writeWhole(join(packed, name), content);
  await writeWhole(archive, zip(files, archiveFolder(runId)));
  return archive;
}
