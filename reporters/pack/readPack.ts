import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../../schemas/present.ts';
import { readFolder, readPlain } from './folder.ts';
import { LIMITS, NoPack, PackProblem } from './limits.ts';
import { EVIDENCE_FILE, MANIFEST_FILE, SETTINGS_FILE, SIGNATURE_FILE } from './manifest.ts';
import { isArchive, unzip } from './zip.ts';

/** A pack as it was found. */
export interface ReadPack {
  form: 'folder' | 'archive';
  /** The folder within the archive in which all of it lies. */
  inside?: string;
  files: ReadonlyMap<string, Uint8Array>;
  /** What lies in it that was not read: links, folders, pipes, devices. */
  unread: ReadonlySet<string>;
  problems: string[];
}

/** The folder in which the archive of a run has its files, so that unpacking spills nothing over others. */
export function archiveFolder(runId: string): string {
  return `scim-conformance-${runId}`;
}

/** Where a run's folder has its pack. */
export const PACK_FOLDER = 'pack';
export const PACK_FILE = 'certification.zip';

// A run's folder has report.json and its renderings, too; these only a pack has.
const OF_A_PACK = [MANIFEST_FILE, SETTINGS_FILE, EVIDENCE_FILE, SIGNATURE_FILE];

const HINT = 'Name a pack that certify wrote: its folder or its zip file.';

/**
 * Reads a pack, a folder or a ZIP archive, into memory. What is wrong with it is among the problems.
 * @throws NoPack where there is no such file, it cannot be read, or it is no pack
 */
export function readPack(path: string): ReadPack {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new NoPack(`${path}: there is no such file or folder`, HINT);
  const form = found.isDirectory() ? 'folder' : 'archive';
  try {
    return form === 'folder' ? folderPack(path) : archivePack(path);
  } catch (error) {
    if (error instanceof NoPack) throw error;
    if (error instanceof PackProblem)
      return { form, files: new Map(), unread: new Set(), problems: [error.message] };
    throw new NoPack(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`, HINT);
  }
}

function folderPack(path: string): ReadPack {
  if (!OF_A_PACK.some((name) => existsSync(join(path, name)))) throw noPack(path, 'it has no manifest.json');
  const { files, unread } = readFolder(path);
  return { form: 'folder', files, unread: new Set(unread.keys()), problems: [...unread.values()] };
}

function archivePack(path: string): ReadPack {
  // The user may name a link; what is in a pack may not be one.
  const file = realpathSync(path);
  if (!statSync(file).isFile()) throw noPack(path, 'it is neither a folder nor a file');
  const bytes = readPlain(file, LIMITS.bytes);
  if (!isArchive(bytes)) throw noPack(path, 'it is no ZIP archive');
  const { files, folder } = unzip(bytes);
  if (!OF_A_PACK.some((name) => files.has(name))) throw noPack(path, 'it has no manifest.json');
  return { form: 'archive', ...present({ inside: folder }), files, unread: new Set(), problems: [] };
}

function noPack(path: string, why: string): NoPack {
  const inside = [PACK_FILE, PACK_FOLDER].map((name) => join(path, name)).find((one) => existsSync(one));
  const hint = inside === undefined ? HINT : `That is the folder of a run. Its pack: ${inside}`;
  return new NoPack(`${path} is no pack: ${why}`, hint);
}
