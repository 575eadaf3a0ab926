import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './process.ts';

// What `provision` costs by the size of its directory, the embedded tenant included:
// `npm run build && node dist/bench/provision.js [--users 100,1000,10000]`.

const { values } = parseArgs({ options: { users: { type: 'string', default: '100,1000,10000' } } });
const header = ['users', 'groups', 'requests', 'wall', 'ms a user', 'peak memory', 'exit'];

console.log(header.map((title) => title.padStart(12)).join(''));
for (const users of values.users.split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'provision-bench-'));
  try {
    const groups = String(Math.ceil(Number(users) / 20));
    const size = ['--users', users, '--groups', groups];
    const cost = await measure(['provision', '--embedded', '--quiet', '--out', folder, ...size], {});
    const requests = readFileSync(join(folder, 'exchanges.ndjson'), 'latin1').split('\n').length - 1;
    const cells = [
      users,
      groups,
      String(requests),
      `${cost.wall.toFixed(1)} s`,
      ((cost.wall * 1000) / Number(users)).toFixed(1),
      `${Math.round(cost.memory)} MB`,
      String(cost.code),
    ];
    console.log(cells.map((cell) => cell.padStart(12)).join(''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
