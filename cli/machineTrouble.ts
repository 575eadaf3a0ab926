import { existsSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';

const HINTS: Record<string, string> = {
  ENOSPC: 'Make room on the disk, or name a folder on another with --out.',
  EDQUOT: 'Make room on the disk, or name a folder on another with --out.',
  EROFS: 'Name a folder that can be written with --out.',
  EACCES: 'Name a folder that you may write to with --out.',
  EPERM: 'Name a folder that you may write to with --out.',
  ENOENT: 'It existed before: do not touch the folder of a run while the run is in progress.',
  EMFILE: 'Allow the process more open files: ulimit -n 1024.',
  ENFILE: 'This machine has too many open files: close some.',
};

/** What the system refused to this process, in words for whoever runs it; undefined for any other error. */
export function machineTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path, cause } = error as NodeJS.ErrnoException;
  if (code === 'ERR_MODULE_NOT_FOUND') return unreadModule(error.message);
  if (code === undefined || syscall === undefined) return machineTrouble(cause);
  const where = path === undefined ? '' : ` of ${path}`;
  return `This machine refused the ${syscall}${where}: ${code}.\n${HINTS[code] ?? 'Fix that, and run again.'}`;
}

/** Node calls a module missing, too, whose package.json it could not open. */
function unreadModule(message: string): string | undefined {
  const [, file = ''] = /'([^']+)'/.exec(message) ?? [];
  if (!isAbsolute(file) || !existsSync(dirname(file))) return undefined;
  return `This machine refused to open a file of ${dirname(file)}, most likely because too many files are open.\n${HINTS.EMFILE}`;
}
