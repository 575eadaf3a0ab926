import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { command, ended, newFolder, stack, start } from '../cli/command.ts';
import { bystandersOn } from '../kit/bystanders.ts';

// Journals that came from elsewhere or were damaged on the way, and folders that are not what they seem.

let tenant: Tenant;
let elsewhere: Tenant;
beforeAll(async () => {
  [tenant, elsewhere] = await Promise.all([
    startTenant({ population: 60, token: 'key:password' }),
    startTenant({ population: 60, token: 'key:password' }),
  ]);
});
afterAll(() => Promise.all([tenant.close(), elsewhere.close()]));

const ours = (on = tenant) =>
  on.resources().filter(({ name }) => /conf-(?!0{8})[a-z0-9]{8}-[a-z0-9]{2}/i.test(name));
const env = () => ({ SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password' });
const journal = (cwd: string, folder = 'out') => join(cwd, folder, 'journal.ndjson');

/** A folder with the journal of a job whose accounts were kept. */
async function kept(cwd = newFolder(), folder = 'out'): Promise<string> {
  const argv = ['provision', '--users', '4', '--groups', '1', '--keep', '--quiet', '--out', folder];
  expect(await command(argv, { cwd, env: env() })).toMatchObject({ code: 0 });
  expect(ours().length).toBeGreaterThan(4);
  return cwd;
}

async function clean(cwd: string, flags: string[] = [], around: Record<string, string> = {}) {
  const end = await command(['clean', ...flags], { cwd, env: { ...env(), ...around } });
  expect(end.stderr).not.toMatch(stack);
  return { ...end, said: end.stdout + end.stderr };
}

describe('clean', { timeout: 60_000 }, () => {
  test('takes no journal for one that was put together of two', async () => {
    const bystanders = await bystandersOn(tenant);
    const cwd = await kept();
    await kept(cwd, 'other');
    const made = ours().length;
    const whole = readFileSync(journal(cwd));
    appendFileSync(journal(cwd), readFileSync(journal(cwd, 'other')));
    const { code, said } = await clean(cwd, ['out']);
    expect({ code, said }).toEqual({ code: expect.any(Number), said: expect.stringMatching(/line \d+/) });
    expect(code).not.toBe(0);
    expect(ours().length).toBe(made);
    writeFileSync(journal(cwd), whole);
    expect((await clean(cwd, ['out'])).code).toBe(0);
    expect((await clean(cwd, ['other'])).code).toBe(0);
    expect({ left: ours(), harm: bystanders.harm() }).toEqual({ left: [], harm: [] });
  });

  test('goes by a journal that ends in the middle of a character', async () => {
    const cwd = await kept();
    appendFileSync(journal(cwd), Buffer.from([...Buffer.from('{"event":"created","name":"Zo'), 0xc3]));
    expect((await clean(cwd, ['out'])).code).toBe(0);
    expect(ours()).toEqual([]);
  });

  test('names what a journal that lost its last lines may have left, by its marker', async () => {
    const cwd = await kept();
    const size = readFileSync(journal(cwd)).length;
    truncateSync(journal(cwd), Math.floor(size * 0.6));
    const { said } = await clean(cwd, ['out']);
    for (const { id } of ours()) expect(said).toContain(id);
    for (const { type, id } of ours())
      await fetch(`${tenant.url}/${type}s/${id}`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer key:password' },
      });
  });

  test('writes nothing to another endpoint than the one of the journal', async () => {
    const cwd = await kept();
    const made = ours().length;
    const before = elsewhere.writes().length;
    const { code, said } = await clean(cwd, ['out', '--url', elsewhere.url]);
    expect({ code: code !== 0, said }).toEqual({ code: true, said: expect.stringMatching(/endpoint|url/i) });
    expect(elsewhere.writes().length).toBe(before);
    expect(ours().length).toBe(made);
    expect((await clean(cwd, ['out'])).code).toBe(0);
  });

  test('writes nothing with another credential than that of the journal', async () => {
    const cwd = await kept();
    const made = ours().length;
    const { code } = await clean(cwd, ['out'], { SCIM_TOKEN: 'key:another' });
    expect(code).not.toBe(0);
    expect(ours().length).toBe(made);
    expect((await clean(cwd, ['out'])).code).toBe(0);
  });

  test('that was told to stop goes on the next time', async () => {
    const cwd = await kept();
    const child = start(['clean', 'out'], { cwd, env: env() });
    const end = ended(child);
    const made = ours().length;
    for (let waited = 0; ours().length === made && waited < 400; waited += 1) await sleep(5);
    child.kill('SIGTERM');
    const { code, stderr } = await end;
    expect(stderr).not.toMatch(stack);
    if (ours().length > 0) expect(code).not.toBe(0);
    expect((await clean(cwd, ['out'])).code).toBe(0);
    expect(ours()).toEqual([]);
  });
});

describe('a folder that is a link', { timeout: 60_000 }, () => {
  const one = ['--check', 'users.create-answers-201', '--quiet', '--patience', '0s'];

  test('holds what a run writes, and keeps what is somebody else’s there', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'real'));
    writeFileSync(join(cwd, 'real', 'mine.txt'), 'mine');
    symlinkSync('real', join(cwd, 'out'));
    const { code, stderr } = await command(['run', '--out', 'out', ...one], { cwd, env: env() });
    expect(stderr).not.toMatch(stack);
    expect([0, 3]).toContain(code);
    expect(readFileSync(join(cwd, 'real', 'mine.txt'), 'utf8')).toBe('mine');
    expect(ours()).toEqual([]);
  });

  test('results/latest that leads to a folder of the user’s own is not emptied', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'own'));
    writeFileSync(join(cwd, 'own', 'report.json'), 'mine');
    mkdirSync(join(cwd, 'results'));
    symlinkSync(join(cwd, 'own'), join(cwd, 'results', 'latest'));
    const { stderr } = await command(['run', ...one], { cwd, env: env() });
    expect(stderr).not.toMatch(stack);
    expect(readdirSync(join(cwd, 'own'))).toEqual(['report.json']);
    expect(readFileSync(join(cwd, 'own', 'report.json'), 'utf8')).toBe('mine');
  });

  test('results/latest that is a folder of the user’s own stays one', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'results', 'latest'), { recursive: true });
    writeFileSync(join(cwd, 'results', 'latest', 'notes.txt'), 'mine');
    const { stderr } = await command(['run', ...one], { cwd, env: env() });
    expect(stderr).not.toMatch(stack);
    expect(readFileSync(join(cwd, 'results', 'latest', 'notes.txt'), 'utf8')).toBe('mine');
  });
});
