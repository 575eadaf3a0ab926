import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readExchanges } from '../reporters/fromRun.ts';
import { measureRun, startTenantProcess } from './process.ts';
import { dearest, replay } from './replay.ts';

// What a run costs beside its own requests: the suite in its own process against the embedded tenant in another.

const { values } = parseArgs({
  options: { latency: { type: 'string', default: '0,20,100' }, population: { type: 'string', default: '0' } },
});
const CONCURRENCY = 16;
const header = ['latency', 'wall', 'bare replay', 'ratio', 'requests', 'CPU', 'peak memory', 'exit'];

console.log(header.map((title) => title.padStart(12)).join(''));
let exchanges: ReturnType<typeof readExchanges> = [];
for (const latency of values.latency.split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'scim-bench-'));
  const tenant = await startTenantProcess(['--latency', latency, '--population', values.population]);
  try {
    const cost = await measureRun(tenant.url, tenant.token, folder);
    exchanges = readExchanges(folder);
    const bare = await replay(exchanges, tenant.url, tenant.token, CONCURRENCY);
    const cells = [
      `${latency} ms`,
      `${cost.wall.toFixed(2)} s`,
      `${bare.toFixed(2)} s`,
      (cost.wall / bare).toFixed(2),
      String(exchanges.length),
      `${cost.cpu.toFixed(2)} s`,
      `${Math.round(cost.memory)} MB`,
      String(cost.code),
    ];
    console.log(cells.map((cell) => cell.padStart(12)).join(''));
  } finally {
    tenant.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log('\nDearest checks, in requests');
for (const { check, requests, of } of dearest(exchanges, 10))
  console.log(`${String(requests).padStart(6)}  ${check}  (${of})`);
