import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../reporters/model.ts';
import { validateReport } from '../../reporters/validateReport.ts';
import { type Ended, ended, newFolder, start } from '../cli/command.ts';

/** A run as a process of its own, and what it cost. */
export interface Watched extends Ended {
  out: string;
  seconds: number;
  /** Most memory that the process held, in megabytes; 0 where the system does not say. */
  megabytes: number;
}

/** Runs the command against an endpoint, without patience where flags give none, and watches time and memory. */
export async function watchedRun(
  url: string,
  token: string,
  flags: string[] = [],
  env: Record<string, string> = {},
): Promise<Watched> {
  const folder = newFolder();
  const out = join(folder, 'out');
  const patience = flags.includes('--patience') ? [] : ['--patience', '0s'];
  const argv = ['run', '--url', url, '--out', out, '--quiet', ...patience, ...flags];
  const started = performance.now();
  const child = start(argv, { cwd: folder, env: { SCIM_TOKEN: token, ...env } });
  let megabytes = 0;
  const watching = setInterval(() => {
    megabytes = readPeak(child.pid) ?? megabytes;
  }, 50);
  const end = await ended(child);
  clearInterval(watching);
  return { ...end, out, seconds: (performance.now() - started) / 1000, megabytes };
}

/** The report of a run, which fits its schema, and its page. */
export async function readReport({ out }: Pick<Watched, 'out'>): Promise<{ report: Report; html: string }> {
  const read = (file: string) => readFileSync(join(out, file), 'utf8');
  return { report: await validateReport(JSON.parse(read('report.json'))), html: read('report.html') };
}

function readPeak(pid: number | undefined): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found) / 1024;
  } catch {
    return undefined;
  }
}
