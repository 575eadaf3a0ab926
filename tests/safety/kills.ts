import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { command, ended, newFolder, start } from '../cli/command.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { KILLED, type Killed } from './killedCommands.ts';
import { type Twisted, twisted } from './twisted.ts';

const GENTLE = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** What came of kills. */
export interface Tally {
  kills: number;
  /** Kills after which something of the run was there, so that clean had to do something. */
  withLeftovers: number;
  /** Kills of clean itself, before it was run to its end. */
  ofClean: number;
  /** Resources that clean named and left, since nothing proved whose they are. */
  reported: number;
}

/** One kill in five falls anywhere, from the start on, two at a request; clean itself is killed after one in three. */
const ANYWHERE = 5;
const OF_CLEAN = 3;
/** Accounts of others, which are the same byte for byte after each kill. */
const FOREIGN = 500;
/** The time that a command needs until it sends something. */
const START_MS = 2_000;

/**
 * Kills a command so many times at random moments, cleans after each, and holds clean to what it promises.
 * @param lanes how many kills are under way at a time, each at a tenant of its own
 * @param seed decides the moments
 */
export async function killAndClean(name: string, kills: number, lanes: number, seed: string): Promise<Tally> {
  const killed = KILLED[name] as Killed;
  const tally: Tally = { kills: 0, withLeftovers: 0, ofClean: 0, reported: 0 };
  let next = 0;
  const lane = async () => {
    const requests = new Requests();
    const endpoint = await twisted(
      (answer, { path }) => {
        requests.answered(path);
        return answer;
      },
      { latencyMs: 5, population: FOREIGN, ...(killed.defects && { defects: killed.defects }) },
    );
    try {
      const place = { ...(await placeOn(endpoint)), requests };
      while (next < kills) {
        next += 1;
        await killOnce(killed, place, next, tally, chance(`${seed} ${name} ${next}`));
      }
    } finally {
      await endpoint.close();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally;
}

/** Requests that the tenant carried out, and that are about to be answered. */
class Requests {
  private due: (() => void) | undefined;
  private left = 0;
  private where = '';

  answered(path: string): void {
    if (!path.endsWith(this.where)) return;
    this.left -= 1;
    if (this.left === 0) this.due?.();
  }

  /** Resolves when so many more were carried out, at addresses that end so. */
  after(count: number, where = ''): Promise<void> {
    this.where = where;
    this.left = count;
    return new Promise((resolve) => {
      this.due = resolve;
    });
  }
}

/** Numbers from 0 to 1, always the same for one seed. */
function chance(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${seed} ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
}

async function placeOn(endpoint: Twisted) {
  const bystanders = await bystandersOn(endpoint.tenant);
  const before = new Set(endpoint.tenant.resources().map(({ id }) => id));
  const made = () => endpoint.tenant.resources().filter(({ id }) => !before.has(id));
  return { endpoint, bystanders, made };
}

async function killOnce(
  { argv, marked, withinMs, requests: most, bulks, prepare }: Killed,
  { endpoint, bystanders, made, requests }: Awaited<ReturnType<typeof placeOn>> & { requests: Requests },
  kill: number,
  tally: Tally,
  random: () => number,
): Promise<void> {
  const cwd = newFolder();
  const around = { cwd, env: { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token } };
  prepare?.(cwd, endpoint, `k${kill}`);
  const child = start(argv, around);
  const end = ended(child);
  if (bulks !== undefined) {
    await Promise.race([end, requests.after(1 + Math.floor(random() * bulks), '/Bulk')]);
    await sleep(random() < 0.5 ? 0 : random() * 200);
  } else if (kill % ANYWHERE === 4) await sleep(random() * START_MS);
  else if (kill % ANYWHERE < 2) await Promise.race([end, requests.after(1 + Math.floor(random() * most))]);
  else {
    for (let waited = 0; made().length === 0 && child.exitCode === null && waited < 1_500; waited += 1)
      await sleep(10);
    await sleep(random() * withinMs);
  }
  child.kill(chooseSignal(kill));
  await end;
  tally.kills += 1;
  if (made().length > 0) tally.withLeftovers += 1;

  const folders = foldersIn(cwd);
  if (kill % OF_CLEAN === 0 && made().length > 0) {
    const cleaners = folders.map((folder) => start(['clean', folder], around));
    const ends = cleaners.map(ended);
    const moment = sleep(300 + random() * 1_000);
    await (kill % 2 === 0 ? moment : Promise.race([...ends, requests.after(1 + Math.floor(random() * 20))]));
    for (const cleaner of cleaners) cleaner.kill(chooseSignal(kill / OF_CLEAN));
    await Promise.all(ends);
    tally.ofClean += 1;
  }
  const cleaned = await Promise.all(folders.map((folder) => command(['clean', folder], around)));
  const said = cleaned.map(({ stdout, stderr }) => stdout + stderr).join('');
  const left = made();
  if (marked) expect(left, said).toEqual([]);
  for (const { type, id } of left) expect(said).toContain(`/${type}s/${id}`);
  if (left.length > 0) expect(cleaned.map(({ code }) => code)).toContain(1);
  else for (const { code } of cleaned) expect(code, said).toBe(0);
  tally.reported += left.length;
  expect(bystanders.harm()).toEqual([]);
  for (const { type, id } of left) await remove(endpoint, `/${type}s/${id}`);
}

/** Three kills in four leave no time for anything. */
function chooseSignal(kill: number): NodeJS.Signals {
  return kill % 4 === 1 ? (GENTLE[Math.floor(kill / 4) % GENTLE.length] ?? 'SIGTERM') : 'SIGKILL';
}

/** Folders with the journal of a run: the one that was named, and those under results. */
export function foldersIn(cwd: string): string[] {
  const results = existsSync(join(cwd, 'results')) ? readdirSync(join(cwd, 'results')) : [];
  const folders = ['out', ...results.filter((one) => one !== 'latest').map((one) => join('results', one))];
  const journalIn = (folder: string) => join(cwd, folder, 'journal.ndjson');
  // A run that was killed before the first line of its journal was whole sent nothing.
  return folders.filter((one) => existsSync(journalIn(one)) && readFileSync(journalIn(one)).includes('\n'));
}

async function remove({ tenant, token }: Twisted, path: string): Promise<void> {
  await fetch(tenant.url + path, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
}
