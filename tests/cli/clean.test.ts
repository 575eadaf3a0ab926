import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginJournal, readJournal } from '../../kit/safety/journal/file.ts';
import { findPending, type JournalEntry } from '../../kit/safety/journal/journal.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { command, newFolder, stack, start } from './command.ts';

const cwd = newFolder();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({ token: 'key:password' });
});
afterAll(() => tenant.close());

const run = 'ab12cd34';
const marker = (name: string) => `conf-${run}-${name}`;
const clean = (folder: string, env: Record<string, string> = {}, ...flags: string[]) =>
  command(['clean', folder, ...flags], {
    cwd,
    env: { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password', ...env },
  });

/** A user of the tenant; gives its path. */
async function user(userName: string, at = tenant): Promise<string> {
  const answer = await fetch(`${at.url}/Users`, {
    method: 'POST',
    headers: { authorization: 'Bearer key:password', 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName }),
  });
  const { id } = (await answer.json()) as { id: string };
  return `/Users/${id}`;
}

/** The folder of a run that was killed, with this journal behind its first line. */
function folderWith(name: string, entries: JournalEntry[], url = tenant.url): string {
  const folder = join(cwd, name);
  mkdirSync(folder);
  const journal = beginJournal(folder, { run, url, at: '2026-01-01T00:00:00Z' }, 'key:password');
  for (const entry of entries) journal.append(entry);
  journal.close();
  return folder;
}

const create = (number: number, name: string): JournalEntry => ({
  event: 'create',
  number,
  endpoint: '/Users',
  check: 'users.x',
  marker: marker(name),
  name: { attribute: 'userName', value: `${marker(name)}@example.test` },
});

const names = () => tenant.resources().map(({ name }) => name);

test('finds many lost creates by one page, and what that page does not show by its name', async () => {
  const crowded = await startTenant({ token: 'key:password', population: 500 });
  try {
    // u1 begins as u10 does; one bears the marker further on in its name, where no list of beginnings shows it.
    const value = `one.${marker('u3')}@example.test`;
    for (const name of ['u1', 'u10', 'u2', 'stray']) await user(`${marker(name)}@example.test`, crowded);
    await user(value, crowded);
    const lost = ['u1', 'u10', 'u2'].map((name, at) => create(at + 1, name));
    const further: JournalEntry = Object.assign(create(4, 'u3'), { name: { attribute: 'userName', value } });
    // These never arrived, and what nobody created keeps the page from ever being empty.
    const never = ['u4', 'u5', 'u6'].map((name, at) => create(at + 5, name));
    const folder = folderWith('many', [...lost, further, ...never], crowded.url);

    const { stdout } = await clean(folder, { SCIM_TENANT_URL: crowded.url }, '--json');
    const ours = crowded.resources().flatMap(({ name }) => (name.includes(marker('')) ? [name] : []));
    expect(ours).toEqual([`${marker('stray')}@example.test`]);
    expect(JSON.parse(stdout).left).toHaveLength(1);
  } finally {
    await crowded.close();
  }
});

test('a group that is not deleted as long as it has members is emptied first, and named', async () => {
  const strict = await startTenant({ token: 'key:password', variations: ['deletes.full-groups-refused'] });
  try {
    const member = (await user(`${marker('m')}@example.test`, strict)).replace('/Users/', '');
    const displayName = marker('g');
    const answer = await fetch(`${strict.url}/Groups`, {
      method: 'POST',
      headers: { authorization: 'Bearer key:password', 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName,
        members: [{ value: member }],
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    const group: JournalEntry = Object.assign(create(2, 'g'), {
      endpoint: '/Groups',
      name: { attribute: 'displayName', value: displayName },
    });
    const folder = folderWith('full-group', [create(1, 'm'), group], strict.url);

    const { code, stdout } = await clean(folder, { SCIM_TENANT_URL: strict.url }, '--json');
    const ours = strict.resources().filter(({ name }) => name.includes(marker('')));
    expect([code, ours]).toEqual([0, []]);
    expect(JSON.parse(stdout).emptied).toEqual([`/Groups/${id}`]);
  } finally {
    await strict.close();
  }
});

test('a lost create whose name one of the run’s own had is settled once that is removed, and of another’s is named', async () => {
  const path = await user(`${marker('ca')}@example.test`);
  const somebody = await user(`${marker('da')}@example.test`);
  // Changes carried both names: the first to what the run made, the second, gone astray, to somebody.
  const folder = folderWith('carried', [
    create(1, 'ca'),
    { event: 'created', number: 1, path },
    { event: 'carried', names: [marker('ca'), marker('da')] },
    create(2, 'ca'),
    create(3, 'da'),
  ]);
  const { code, stdout } = await clean(folder, {}, '--json');
  const { left } = JSON.parse(stdout) as { left: { marker: string; why: string }[] };
  expect(left.map((one) => one.marker)).toContain(marker('da'));
  expect(left.filter((one) => one.marker === marker('ca'))).toEqual([]);
  expect([code, names().filter((name) => /-(ca|da)@/.test(name))]).toEqual([
    1,
    [`${marker('da')}@example.test`],
  ]);
  const headers = { authorization: 'Bearer key:password' };
  await fetch(tenant.url + somebody, { method: 'DELETE', headers });
  expect((await clean(folder)).code).toBe(0);
});

test('removes by path and by exact name, and nothing else', async () => {
  const path = await user(`${marker('aa')}@example.test`);
  await user(`${marker('bb')}@example.test`);
  const other = await user(`${marker('bbb')}@example.test`);
  const folder = folderWith('both', [
    create(1, 'aa'),
    { event: 'created', number: 1, path },
    create(2, 'bb'),
    create(3, 'cc'),
  ]);
  // A line that was cut while it was written.
  appendFileSync(join(folder, 'journal.ndjson'), '{"event":"crea');

  const { code, stdout, stderr } = await clean(folder, {}, '--json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const { removed, gone, left } = JSON.parse(stdout);
  expect(removed.map((one: { marker: string }) => one.marker).sort()).toEqual([marker('aa'), marker('bb')]);
  expect(gone).toEqual([{ path: '/Users', marker: marker('cc') }]);
  expect(left).toMatchObject([
    { path: other, why: expect.stringContaining('no create is known to have created it') },
  ]);
  expect(names()).toContain(`${marker('bbb')}@example.test`);
  expect(names().filter((name) => /-(aa|bb)@/.test(name))).toEqual([]);

  expect(findPending(readJournal(folder))).toEqual([]);
  const headers = { authorization: 'Bearer key:password' };
  await fetch(tenant.url + other, { method: 'DELETE', headers });
  expect(await clean(folder)).toMatchObject({ code: 0 });
  const again = await clean(folder);
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(`^Nothing is left of run ${run}\\.\\nNext: `),
  });
});

test('an account without the marker is not touched, and ends with 1', async () => {
  const path = await user('somebody@example.test');
  const folder = folderWith('foreign', [create(1, 'aa'), { event: 'created', number: 1, path }]);
  const { code, stdout } = await clean(folder);
  expect(code).toBe(1);
  expect(stdout).toMatch(new RegExp(`^Left \\(1\\)\n  ${path} .*does not show what the run made`));
  expect(names()).toContain('somebody@example.test');
});

test('what is gone already is no leftover', async () => {
  const folder = folderWith('gone', [create(1, 'aa'), { event: 'created', number: 1, path: '/Users/gone' }]);
  const { code, stdout } = await clean(folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^No longer there \(1\)\n {2}\/Users\/gone/);
});

test('finishes what a killed run left', { timeout: 60_000 }, async () => {
  const slow = await startTenant({ token: 'key:password', latencyMs: 40 });
  const env = { SCIM_TENANT_URL: slow.url, SCIM_TOKEN: 'key:password' };
  const child = start(['run', '--out', 'killed', '--concurrency', '4'], { cwd, env });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const made = () => slow.resources().some(({ name }) => name.startsWith('conf-'));
  for (let waited = 0; !made() && waited < 1_500; waited += 1) await sleep(20);
  child.kill('SIGKILL');
  await closed;
  expect(made()).toBe(true);
  const { code, stdout } = await clean('killed', env);
  expect(stdout).toMatch(/^Removed \(\d+\)/);
  expect(code).toBe(0);
  expect(slow.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
  await slow.close();
});

describe('without touching the network', () => {
  test.each<[string, () => string, Record<string, string>, RegExp]>([
    ['a folder without a journal', () => 'none', {}, /none has no journal\.ndjson of a run\n/],
    [
      'another endpoint',
      () => folderWith('elsewhere', []),
      { SCIM_TENANT_URL: 'http://127.0.0.1:9/ftp/scim' },
      /was against http:\/\/127\.0\.0\.1:\d+\/ftp\/scim, not against http:\/\/127\.0\.0\.1:9/,
    ],
    ['another credential', () => folderWith('other', []), { SCIM_TOKEN: 'a:b' }, /used another credential\n/],
  ])('%s is a mistake', async (_name, folder, env, says) => {
    const { code, stdout, stderr } = await clean(folder(), env);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(stack);
  });
});

test('an endpoint that is away leaves everything, with the cause', async () => {
  const away = await startTenant({ token: 'key:password' });
  const made: JournalEntry[] = [create(1, 'aa'), { event: 'created', number: 1, path: '/Users/1' }];
  const folder = folderWith('away', made, away.url);
  const file = join(folder, 'journal.ndjson');
  await away.close();
  const { code, stdout } = await clean(folder, { SCIM_TENANT_URL: away.url });
  expect(code).toBe(1);
  expect(stdout).toMatch(/refuses connections \(ECONNREFUSED\)\n/);
  expect(existsSync(file)).toBe(true);
});
