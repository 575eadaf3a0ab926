import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { present } from '../../schemas/present.ts';

/** What tells one process of one machine from every other. */
export interface ProcessFacts {
  host: string;
  pid: number;
  /** When it started, on the clock of the system since it booted; where the system tells. */
  started?: string;
}

/** This process. */
export function processFacts(): ProcessFacts {
  const started = readStart(process.pid);
  return { host: hostname(), pid: process.pid, ...present({ started }) };
}

/** Whether a process other than this one is still there, as far as this machine can tell. */
export function isAlive({ host, pid, started }: ProcessFacts): boolean {
  if (host !== hostname() || pid === process.pid || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Numbers of processes are used again.
  return started === undefined || readStart(pid) === started;
}

function readStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces; the twentieth field after it is the start.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
