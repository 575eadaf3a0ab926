import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { conductSettings } from '../config/settings/table/conduct.ts';
import { readExchanges } from '../reporters/fromRun.ts';
import { breakEndpoint, brokenKinds } from './broken.ts';
import { type Cost, measureRun, startTenantProcess } from './process.ts';
import { dearest, replay } from './replay.ts';

// What a run costs beside its own requests, by latency, by its limits and where the endpoint is broken: the suite in
// its own process against the embedded tenant in another. The figures are kept, and the next run is compared with them.

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '0,100' },
    population: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '1,8,64,128' },
    'max-resources': { type: 'string', default: '40,60,1000' },
    broken: { type: 'string', default: Object.keys(brokenKinds).join(',') },
    deadline: { type: 'string', default: '180s' },
    json: { type: 'string', default: 'results/bench.json' },
  },
});
const CONCURRENCY = Number(conductSettings.concurrency.default);
const WIDTHS = [30, 9, 9, 9, 9, 9, 9, 6, 16];
const HEADER = ['case', 'wall', '× sound', 'requests', '× sound', 'CPU', 'memory', 'exit', 'before'];

type Line = Cost & { requests: number; code: number; bare?: number };
type Kept = Record<string, Line>;

const before: Kept = existsSync(values.json) ? (JSON.parse(readFileSync(values.json, 'utf8')) as Kept) : {};
const measured: Kept = {};
let sound: Line | undefined;

const row = (cells: string[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[at] ?? 0))).join('');

/** Measures a run and prints its line; gives what it sent. */
async function line(name: string, tenantFlags: string[], runFlags: string[], kind?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'scim-bench-'));
  const tenant = await startTenantProcess(['--population', values.population, ...tenantFlags]);
  const broken = kind === undefined ? undefined : brokenKinds[kind];
  const relay = broken && (await breakEndpoint(tenant.url, broken()));
  try {
    const bounded = kind === undefined ? [] : ['--deadline', values.deadline];
    const cost = await measureRun(relay?.url ?? tenant.url, tenant.token, folder, [...runFlags, ...bounded]);
    const exchanges = readExchanges(folder);
    const one: Line = { ...cost, requests: relay?.requests() ?? exchanges.length };
    if (name.endsWith(' ms')) one.bare = await replay(exchanges, tenant.url, tenant.token, CONCURRENCY);
    sound ??= one;
    measured[name] = one;
    print(name, one, sound);
    return exchanges;
  } finally {
    await relay?.close();
    tenant.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(name: string, one: Line, to: Line): void {
  const then = before[name];
  console.log(
    row([
      name,
      `${one.wall.toFixed(1)} s`,
      (one.wall / to.wall).toFixed(2),
      String(one.requests),
      (one.requests / to.requests).toFixed(2),
      `${one.cpu.toFixed(1)} s`,
      `${Math.round(one.memory)} MB`,
      String(one.code),
      then === undefined ? '-' : `${then.wall.toFixed(1)} s, ${then.requests}`,
    ]) +
      (one.bare === undefined
        ? ''
        : `  bare ${one.bare.toFixed(1)} s, × ${(one.wall / one.bare).toFixed(2)}`),
  );
}

const listed = (text: string): string[] => text.split(',').filter((one) => one !== '');

console.log(row(HEADER));
let exchanges: Awaited<ReturnType<typeof line>> = [];
for (const latency of listed(values.latency)) {
  const sent = await line(`${latency} ms`, ['--latency', latency], []);
  if (exchanges.length === 0) exchanges = sent;
}
for (const most of listed(values.concurrency))
  await line(`--concurrency ${most}`, [], ['--concurrency', most]);
for (const most of listed(values['max-resources']))
  await line(`--max-resources ${most}`, [], ['--max-resources', most]);
for (const kind of listed(values.broken)) await line(kind, [], [], kind);

mkdirSync(dirname(values.json), { recursive: true });
writeFileSync(values.json, `${JSON.stringify({ ...before, ...measured }, null, 2)}\n`);
console.log(`\nKept in ${values.json}; the next run is compared with it.\n\nDearest checks, in requests`);
for (const { check, requests, of } of dearest(exchanges, 10))
  console.log(`${String(requests).padStart(6)}  ${check}  (${of})`);
