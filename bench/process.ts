import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../schemas/packageRoot.ts';

/** What a process cost: seconds of wall and CPU, peak of resident memory in MB. */
export interface Cost {
  wall: number;
  cpu: number;
  memory: number;
}

const bin = fileURLToPath(new URL('dist/cli/main.js', packageRoot));
const TICKS_PER_SECOND = 100;

/** Starts the embedded tenant in a process of its own; gives its address once it listens. */
export async function startTenantProcess(
  options: string[],
): Promise<{ url: string; token: string; end(): void }> {
  const child = spawn(process.execPath, [bin, 'tenant', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    child.on('exit', () => reject(new Error('the tenant ended before it listened')));
  });
  const [, url = '', token = ''] = /^READY (\S+) (\S+)/.exec(line) ?? [];
  return { url, token, end: () => child.kill('SIGTERM') };
}

/**
 * Runs the suite in a process of its own and measures it. CPU and memory are read from /proc: on other systems than
 * Linux they stay 0.
 */
export async function measureRun(
  url: string,
  token: string,
  folder: string,
  flags: string[] = [],
): Promise<Cost & { code: number }> {
  return measure(['run', '--url', url, '--out', folder, '--quiet', ...flags], { SCIM_TOKEN: token });
}

/** Runs any command in a process of its own and measures it likewise. */
export async function measure(argv: string[], env: Record<string, string>): Promise<Cost & { code: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const cost = { wall: 0, cpu: 0, memory: 0 };
  const watch = setInterval(() => look(child, cost), 25);
  const code = await new Promise<number>((resolve) => child.on('exit', (status) => resolve(status ?? -1)));
  clearInterval(watch);
  return { ...cost, wall: (performance.now() - started) / 1000, code };
}

function look(child: ChildProcess, cost: Cost): void {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    cost.memory = Math.max(cost.memory, Number(peak ?? 0) / 1024);
    cost.cpu = (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) / TICKS_PER_SECOND;
  } catch {
    // The process ended between two looks.
  }
}
