import { lstatSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Lets `latest` beside a run's folder lead to it; what is no link there stays as it is. */
export function pointLatest(folder: string): void {
  const latest = join(dirname(folder), 'latest');
  try {
    const found = lstatSync(latest, { throwIfNoEntry: false });
    if (found !== undefined && !found.isSymbolicLink()) return;
    rmSync(latest, { force: true });
    symlinkSync(basename(folder), latest, 'dir');
  } catch {
    // Where links are not allowed the run goes on without one.
  }
}
