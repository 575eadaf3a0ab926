import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Defect } from '../../tenant/index.ts';
import type { Twisted } from './twisted.ts';

const few = [
  ...['--concurrency', '8', '--timeout', '1s', '--quiet', '--skip-auth-probes'],
  ...['users.create-*', 'groups.members-*', 'patch.replace-*', 'hard-delete.*', 'bulk.*'].flatMap(
    (checks) => ['--check', checks],
  ),
];
const kept = [
  'run',
  '--out',
  'out',
  '--quiet',
  '--skip-auth-probes',
  '--group',
  'users',
  '--group',
  'groups',
];
const product = ['--product', 'x', '--product-version', '1', '--vendor', 'x', '--contact', 'x'];

/** A command that writes, and what it needs in its folder. */
export interface Killed {
  argv: string[];
  /** Whether each name that it gives bears the marker of its run. */
  marked: boolean;
  /** How long it takes after its first create, without load: it is killed meanwhile. */
  withinMs: number;
  /** Requests that it sends: it is killed at one of them. */
  requests: number;
  /** Bulk requests that it sends, most of them to clean up: where it is said, it is killed at one of them or soon after. */
  bulks?: number;
  /** What is odd about its tenant. */
  defects?: Defect[];
  /** Writes what it needs; `tag` tells one kill from the next. */
  prepare?(cwd: string, endpoint: Twisted, tag: string): void;
}

/** Everything that makes resources. */
export const KILLED: Record<string, Killed> = {
  run: { argv: ['run', '--out', 'out', ...few], marked: true, withinMs: 2_000, requests: 300 },
  'run that cleans up by bulk requests': {
    argv: [...kept, '--concurrency', '8', '--timeout', '1s'],
    marked: true,
    withinMs: 2_000,
    requests: 300,
    bulks: 4,
  },
  'run at a slow pace': {
    argv: ['run', '--out', 'out', ...few],
    marked: true,
    withinMs: 3_000,
    requests: 150,
    defects: [limited(40)],
  },
  certify: {
    argv: ['certify', '--out', 'out', '--quiet', ...product],
    marked: true,
    withinMs: 1_500,
    requests: 400,
  },
  gate: { argv: ['gate', '--out', 'out', ...few], marked: true, withinMs: 2_000, requests: 300 },
  compare: {
    argv: ['compare', 'a', 'b', '--out', 'out'],
    marked: true,
    withinMs: 1_500,
    requests: 300,
    prepare: (cwd, { url }) => {
      const target = { url, tokenEnv: 'SCIM_TOKEN' };
      write(cwd, 'scim-conformance.config.json', { targets: { a: target, b: target }, groups: ['groups'] });
    },
  },
  'run --pilot': { argv: ['run', '--pilot', '--out', 'out'], marked: true, withinMs: 400, requests: 70 },
  provision: {
    argv: ['provision', '--out', 'out', '--quiet', '--concurrency', '4'],
    marked: true,
    withinMs: 1_000,
    requests: 200,
  },
  'provision of own names': {
    argv: ['provision', '--directory', 'directory.json', '--out', 'out', '--quiet', '--concurrency', '4'],
    marked: false,
    withinMs: 1_000,
    requests: 250,
    prepare: (cwd, _endpoint, tag) => write(cwd, 'directory.json', directory(tag)),
  },
};

/** Answers so many requests a second, and 429 to all others. */
function limited(most: number): Defect {
  let recent: number[] = [];
  return {
    id: 'x.limited',
    says: `more than ${most} requests a second are turned away`,
    breaks: [],
    kills: [],
    before() {
      const now = performance.now();
      recent = recent.filter((at) => now - at < 1_000);
      if (recent.length >= most)
        return { status: 429, headers: { 'retry-after': '1' }, body: { status: '429' } };
      recent.push(now);
      return undefined;
    },
  };
}

function directory(tag: string) {
  const users = Array.from({ length: 30 }, (_, at) => ({
    objectId: `u${at}`,
    userPrincipalName: `Adele.${tag}.${at}@Corp.example.test`,
    mailNickname: `Adele.${tag}.${at}`,
    displayName: `Adele New ${tag} ${at}`,
    givenName: 'Adele',
    surname: `New ${tag} ${at}`,
    mail: `Adele.${tag}.${at}@Corp.example.test`,
    ...(at === 0 ? {} : { manager: 'u0' }),
  }));
  const groups = Array.from({ length: 5 }, (_, at) => ({
    objectId: `g${at}`,
    displayName: `Sales Team ${tag} ${at}`,
    members: [`u${at}`, `u${at + 5}`],
  }));
  return { users, groups };
}

function write(cwd: string, name: string, data: unknown): void {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, name), JSON.stringify(data));
}
