import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../reporters/model.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { atEndOfFile } from '../atEnd.ts';

const bin = fileURLToPath(new URL('bin/scim-conformance.js', packageRoot));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Around {
  cwd: string;
  env?: Record<string, string>;
  stdin?: string;
  /** A file that is open for writing, in place of a pipe. */
  stdout?: number;
  /** Permissions that new files do not get, in octal. */
  umask?: string;
}

/** An empty folder that is gone after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the command as a user's shell does, with nothing of this process's settings in its environment. */
export function start(argv: string[], { cwd, env = {}, stdin, stdout, umask }: Around): ChildProcess {
  const words = [process.execPath, bin, ...argv];
  const shell = ['sh', '-c', `umask ${umask} && exec "$0" "$@"`];
  const [file = '', ...rest] = umask === undefined ? words : [...shell, ...words];
  const child = spawn(file, rest, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
  });
  atEndOfFile(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  if (stdin !== undefined) child.stdin?.end(stdin);
  return child;
}

/** Runs the command to its end. */
export function command(argv: string[], around: Around): Promise<Ended> {
  return ended(start(argv, around));
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

/** A server on the loopback that answers everything by one function; gives its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  atEndOfFile(() => close(server));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function reportIn(folder: string): Report {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
}

/** What neither stream may show to a user whose mistake it was. */
export const stack = /\n\s+at |node:internal|file:\/\//;
