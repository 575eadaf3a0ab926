import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { command, ended, newFolder, reportIn, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { KILLED } from './killedCommands.ts';
import { killAndClean } from './kills.ts';
import { type Twist, type Twisted, twisted } from './twisted.ts';

/** Kills of each command; 500 in all in `npm run soak`. */
const KILLS = Math.ceil(Number(process.env.SOAK_KILLS ?? '7') / Object.keys(KILLED).length);
/** Decides the moments: `SOAK_SEED=… npm run soak` kills at the same ones again. */
const SEED = process.env.SOAK_SEED ?? String(Date.now());
/** Kills under way at a time: most of each is a process that starts. */
const LANES = Number(process.env.SOAK_LANES ?? '1');
const flags = ['--concurrency', '8', '--timeout', '1s', '--quiet', '--group', 'users', '--group', 'groups'];

const ours = () => endpoint.tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-/i.test(name));
const env = () => ({ SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token });
const clean = (folder: string) => command(['clean', 'out'], { cwd: folder, env: env() });

/** Starts a run and ends it with a signal once it has made something and this long has gone by. */
async function killed(signal: NodeJS.Signals, afterMs: number): Promise<{ folder: string; made: number }> {
  const folder = newFolder();
  const child = start(['run', '--out', 'out', ...flags], { cwd: folder, env: env() });
  const end = ended(child);
  for (let waited = 0; ours().length === 0 && child.exitCode === null && waited < 800; waited += 1)
    await sleep(10);
  await sleep(afterMs);
  const made = ours().length;
  child.kill(signal);
  await end;
  return { folder, made };
}

describe('a kill leaves nothing that clean does not remove or name', () => {
  // Each kill is followed by clean; 500 accounts of others stand beside, byte for byte the same at the end.
  test.each(drawn('killed commands', Object.keys(KILLED), 1))(
    'after %s was killed at random moments',
    async (name) => {
      const tally = await killAndClean(name, KILLS, LANES, SEED);
      process.stdout.write(`${name}, seed ${SEED}: ${JSON.stringify(tally)}\n`);
      expect(tally.kills).toBe(KILLS);
    },
    1_800_000,
  );
});

let endpoint: Twisted;

/** Turns deletes away, unsaid for how long, where too many come at once. */
function limited(): Twist {
  let recent: number[] = [];
  return (answer, { method }) => {
    if (method !== 'DELETE') return answer;
    const now = performance.now();
    recent = recent.filter((at) => now - at < 500);
    if (recent.length >= 5) return { ...answer, status: 429 };
    recent.push(now);
    return answer;
  };
}

describe('nothing is left behind', { timeout: 120_000 }, () => {
  afterEach(() => endpoint.close());

  test('after a kill, with a line of the journal torn', async () => {
    endpoint = await twisted((answer) => answer, { latencyMs: 5 });
    const { folder } = await killed('SIGKILL', 300);
    appendFileSync(join(folder, 'out', 'journal.ndjson'), '{"event":"created","number":9');
    expect((await clean(folder)).code).toBe(0);
    expect(ours()).toEqual([]);
  });

  const passing: Record<string, Twist> = {
    'answers to creates are lost, one in five': (answer, { method, number }) =>
      method === 'POST' && number % 5 === 0 ? undefined : answer,
    'deletes answer 429, more than five in half a second': limited(),
    'deletes answer 500, one in three': (answer, { method, number }) =>
      method === 'DELETE' && number % 3 === 0 ? { ...answer, status: 500 } : answer,
    'one connection in twenty is dropped': (answer, { number }) => (number % 20 === 7 ? undefined : answer),
  };
  test.each(drawn('passing faults', Object.entries(passing), 1))('where %s', async (_name, twist) => {
    endpoint = await twisted(twist);
    const folder = newFolder();
    await command(['run', '--out', 'out', ...flags], { cwd: folder, env: env() });
    if (ours().length > 0) await clean(folder);
    expect(ours()).toEqual([]);
  });

  test('where the tenant is away for a while, and lists are left until it is back', async () => {
    let away = false;
    endpoint = await twisted((answer) => (away ? undefined : answer), { latencyMs: 5 });
    const folder = newFolder();
    const child = start(['run', '--out', 'out', ...flags, '--deadline', '15s'], { cwd: folder, env: env() });
    const end = ended(child);
    for (let waited = 0; ours().length < 4 && waited < 800; waited += 1) await sleep(10);
    away = true;
    await end;
    expect(ours().length).toBeGreaterThan(0);
    expect(reportIn(join(folder, 'out')).leftovers.length).toBeGreaterThan(0);
    const still = await clean(folder);
    expect(still.code).toBe(1);
    away = false;
    expect((await clean(folder)).code).toBe(0);
    expect(ours()).toEqual([]);
  });

  test('a second interrupt ends the run at once and says how to clean', async () => {
    endpoint = await twisted((answer) => answer, { latencyMs: 60 });
    const folder = newFolder();
    const argv = ['run', '--out', 'out', '--concurrency', '4', '--group', 'users'];
    const child = start(argv, { cwd: folder, env: env() });
    const end = ended(child);
    for (let waited = 0; ours().length < 4 && waited < 800; waited += 1) await sleep(10);
    child.kill('SIGINT');
    await sleep(150);
    child.kill('SIGINT');
    const started = performance.now();
    const { stderr, code } = await end;
    expect(performance.now() - started).toBeLessThan(6_000);
    expect(stderr).toMatch(/scim-conformance clean/);
    expect(code).toBe(2);
    await clean(folder);
    expect(ours()).toEqual([]);
  });
});
