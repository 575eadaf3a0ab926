import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, startTenantProcess } from './process.ts';

// What `provision` costs by the size of its directory; the embedded tenant is a process of its own and not measured:
// `npm run build && node dist/bench/provision.js [--users 1000,10000,100000]`.

const { values } = parseArgs({ options: { users: { type: 'string', default: '1000,10000,100000' } } });
const USERS_A_GROUP = 50;
const header = ['users', 'groups', 'requests', 'wall', 'CPU', 'CPU a user', 'peak memory', 'exit'];

console.log(header.map((title) => title.padStart(12)).join(''));
for (const users of values.users.split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'provision-bench-'));
  const tenant = await startTenantProcess([]);
  try {
    const groups = String(Math.ceil(Number(users) / USERS_A_GROUP));
    const what = ['--url', tenant.url, '--users', users, '--groups', groups];
    const cost = await measure(['provision', '--quiet', '--out', folder, ...what], {
      SCIM_TOKEN: tenant.token,
    });
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const cells = [
      users,
      groups,
      String((report as { requests: number }).requests),
      `${cost.wall.toFixed(1)} s`,
      `${cost.cpu.toFixed(1)} s`,
      `${((cost.cpu * 1000) / Number(users)).toFixed(1)} ms`,
      `${Math.round(cost.memory)} MB`,
      String(cost.code),
    ];
    console.log(cells.map((cell) => cell.padStart(12)).join(''));
  } finally {
    tenant.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
