import { appendFileSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type JournalEntry, pendingOf } from '../../kit/safety/journal.ts';
import { beginJournal, checkJournal, continueJournal, readJournal } from '../../kit/safety/journalFile.ts';
import { command, newFolder, stack } from '../cli/command.ts';
import { tenantWith } from './tenants.ts';

const token = 'key-of-the-test:password-of-the-test';
const run = 'ab12cd34';
const start = { run, url: 'https://site.example.test/scim', at: '2026-01-01T00:00:00Z' };

const created = (number: number, path: string, name = `conf-${run}-${number}`): JournalEntry[] => [
  {
    event: 'create',
    number,
    endpoint: '/Users',
    check: 'users.x',
    marker: name,
    name: { attribute: 'userName', value: `${name}@example.test` },
  },
  { event: 'created', number, path },
];

/** A folder with a journal of these entries behind the first. */
function written(entries: JournalEntry[], begin: Partial<typeof start> = {}): string {
  const folder = newFolder();
  const journal = beginJournal(folder, { ...start, ...begin }, token);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return folder;
}

const fileOf = (folder: string) => join(folder, 'journal.ndjson');
const linesOf = (folder: string) => readFileSync(fileOf(folder), 'utf8').split('\n').slice(0, -1);
const rewrite = (folder: string, lines: string[]) =>
  writeFileSync(fileOf(folder), lines.map((line) => `${line}\n`).join(''));

describe('the lines of a journal are chained', () => {
  const entries = [1, 2, 3].flatMap((number) => created(number, `/Users/${number}`));

  test('as it was written, by one process after another, it fits', () => {
    const folder = written(entries);
    const later = continueJournal(folder, token);
    later.append({ event: 'deleted', path: '/Users/1' });
    later.close();
    expect(checkJournal(folder, token)).toBeUndefined();
    expect(pendingOf(readJournal(folder)).map(({ path }) => path)).toEqual(['/Users/2', '/Users/3']);
  });

  const forged = '{"event":"created","number":2,"path":"/Users/7"}';
  const edits: [string, (lines: string[]) => string[], number][] = [
    ['a path is another', (all) => all.map((one) => one.replace('"/Users/2"', '"/Users/7"')), 5],
    ['a name is another', (all) => all.map((one) => one.replace(`conf-${run}-2@`, 'adele@')), 4],
    ['the address is another', (all) => all.map((one) => one.replace('site.', 'other.')), 1],
    ['a line is put in', (all) => [...all.slice(0, 3), forged, ...all.slice(3)], 4],
    ['a line is put at the end', (all) => [...all, forged], 8],
    ['a line of its own is repeated', (all) => [...all.slice(0, 5), String(all[4]), ...all.slice(5)], 6],
    ['a line is taken out', (all) => all.filter((_, index) => index !== 3), 4],
    ['two lines change places', ([a, b, c, d, ...more]) => [a, b, d, c, ...more].map(String), 3],
    ['a line is no JSON', (all) => all.map((one, index) => (index === 3 ? 'what?' : one)), 4],
    ['a line has other spaces', (all) => all.map((one, index) => (index === 3 ? `${one} ` : one)), 4],
    [
      'a seal is gone',
      (all) => all.map((one, index) => (index === 3 ? one.replace(/,"seal.*"}/, '}') : one)),
      4,
    ],
    [
      'a torn line is claimed',
      (all) => [...all.slice(0, 3), 'cut', '{"event":"torn","digest":"x"}', ...all.slice(3)],
      4,
    ],
  ];
  test.each(edits)('where %s, it is noticed', (_says, edit, line) => {
    const folder = written(entries);
    rewrite(folder, edit(linesOf(folder)));
    expect(checkJournal(folder, token)).toEqual({ why: 'edited', line });
  });

  test('a last line that was cut is tolerated, also once the journal goes on', () => {
    const whole = linesOf(written(entries))
      .map((line) => `${line}\n`)
      .join('');
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let cut = last + 1; cut < whole.length; cut += 7) {
      const folder = written(entries);
      const full = readFileSync(fileOf(folder), 'utf8');
      writeFileSync(fileOf(folder), full.slice(0, cut));
      expect(checkJournal(folder, token)).toBeUndefined();
      const later = continueJournal(folder, token);
      for (const entry of created(9, '/Users/9')) later.append(entry);
      later.close();
      expect(checkJournal(folder, token)).toBeUndefined();
      expect(pendingOf(readJournal(folder)).at(-1)?.path).toBe('/Users/9');
    }
  });

  test('line ends of another system are no change', () => {
    const folder = written(entries);
    writeFileSync(fileOf(folder), readFileSync(fileOf(folder), 'utf8').replaceAll('\n', '\r\n'));
    expect(checkJournal(folder, token)).toBeUndefined();
  });

  test('with another credential no line fits', () => {
    const folder = written(entries);
    for (const other of ['key-of-the-test:password-of-the-tesT', 'key-of-the-test', undefined])
      expect(checkJournal(folder, other)).toEqual({ why: 'other-credential' });
  });

  test('one of an earlier version has none', () => {
    const folder = newFolder();
    const { run: id, url, at } = start;
    const first = { event: 'run', run: id, url, credential: 'abcdefabcdef', at };
    rewrite(
      folder,
      [first, ...entries].map((one) => JSON.stringify(one)),
    );
    expect(checkJournal(folder, token)).toEqual({ why: 'unchained' });
  });

  test('two journals of one credential have nothing in common by which to guess it', () => {
    const seals = (folder: string) => linesOf(folder).map((line) => JSON.parse(line).seal);
    const [one, other] = [written(entries), written(entries)].map(seals);
    expect(one?.some((seal) => other?.includes(seal))).toBe(false);
  });
});

describe('the file of a journal', () => {
  test('is for its owner only, and is never written over', () => {
    const folder = written(created(1, '/Users/1'));
    const before = readFileSync(fileOf(folder), 'utf8');
    expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
    expect(() => beginJournal(folder, start, token)).toThrow(/EEXIST/);
    expect(readFileSync(fileOf(folder), 'utf8')).toBe(before);
  });

  test('is no link: what it leads to is neither read nor written', () => {
    const folder = written(created(1, '/Users/1'));
    const elsewhere = join(folder, 'elsewhere');
    renameSync(fileOf(folder), elsewhere);
    symlinkSync('elsewhere', fileOf(folder));
    expect(readJournal(folder)).toEqual([]);
    expect(() => continueJournal(folder, token)).toThrow(/ELOOP/);
  });

  test('entries of other types are passed over', () => {
    const folder = written([]);
    const odd = [
      { event: 'create', number: 1, endpoint: 7, check: {}, marker: null, name: 'x' },
      { event: 'create', number: 1, endpoint: '/Users', check: 'x', marker: ['a'] },
      { event: 'create', number: 1, endpoint: 'http://127.0.0.1:9/x', check: 'x', marker: `conf-${run}-a` },
      {
        event: 'create',
        number: 1,
        endpoint: '/Users',
        check: 'x',
        marker: `conf-${run}-a`,
        name: { attribute: 'userName pr or userName', value: 'x' },
      },
      { event: 'created', number: '1', path: ['/Users/1'] },
      { event: 'constructor' },
      null,
      [],
    ];
    for (const one of odd) appendFileSync(fileOf(folder), `${JSON.stringify(one)}\n`);
    expect(readJournal(folder).map(({ event }) => event)).toEqual(['run']);
  });
});

describe('clean goes by a journal only as far as it proves', () => {
  const person = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] };

  async function endpoint() {
    const tenant = await tenantWith({ token, population: 20 });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const post = async (body: object): Promise<string> => {
      const answer = await fetch(`${tenant.url}/Users`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...person, ...body }),
      });
      return `/Users/${((await answer.json()) as { id: string }).id}`;
    };
    const own = await post({ userName: `conf-${run}-1@example.test` });
    const other = await post({ userName: 'adele@people.example.test' });
    const folder = written([...created(1, own), ...created(2, other)], { url: tenant.url });
    const clean = (flags: string[] = [], env: Record<string, string> = {}) =>
      command(['clean', folder, ...flags], {
        cwd: folder,
        env: { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: token, ...env },
      });
    const here = (path: string) => tenant.resources().some(({ id }) => path.endsWith(id));
    return { tenant, folder, own, other, clean, here };
  }

  test('an edited one: it says which line, removes nothing and asks nothing', async () => {
    const { tenant, folder, own, other, clean, here } = await endpoint();
    const writes = tenant.writes().length;
    rewrite(
      folder,
      linesOf(folder).map((line) => line.replace(/"users\.x"/, '"users.y"')),
    );
    const { code, stdout, stderr } = await clean();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/line 2 is not what the run wrote/);
    expect(stderr).toMatch(/--accept-edited/);
    expect(stderr).not.toMatch(stack);
    expect(tenant.writes()).toHaveLength(writes);

    const accepted = await clean(['--accept-edited']);
    expect(accepted.code).toBe(1);
    expect([here(own), here(other)]).toEqual([false, true]);
    expect(accepted.stdout).toContain(other);
  });

  test('an accepted one: the name of a person proves nothing', async () => {
    const { tenant, folder, clean } = await endpoint();
    const people = tenant.resources().filter(({ type }) => type === 'User');
    const [byPath, byName] = people.map(({ id, name }) => ({ path: `/Users/${id}`, name }));
    const lost = created(4, '', byName?.name)[0] as JournalEntry;
    const forged = [
      ...created(3, byPath?.path ?? '', byPath?.name),
      { ...lost, name: { attribute: 'userName', value: byName?.name ?? '' } },
    ];
    for (const one of forged) appendFileSync(fileOf(folder), `${JSON.stringify(one)}\n`);
    const { code, stdout } = await clean(['--accept-edited']);
    expect(code).toBe(1);
    expect(stdout).toContain(byPath?.path);
    expect(tenant.resources().filter(({ type }) => type === 'User')).toHaveLength(people.length - 1);
  });

  test('after a rotation: checked with the old credential, cleaned with the new one', async () => {
    const { tenant, folder, own, here } = await endpoint();
    const rotated = written(created(1, own), { url: tenant.url });
    const before = linesOf(rotated);
    const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: token };
    const clean = (flags: string[], more: Record<string, string> = {}) =>
      command(['clean', rotated, ...flags], { cwd: folder, env: { ...env, ...more } });
    // The run had another credential than the one that the tenant takes now.
    const old = 'key-of-the-test:password-of-last-week';
    rewrite(rotated, []);
    renameSync(fileOf(rotated), join(rotated, 'emptied'));
    const journal = beginJournal(rotated, { ...start, url: tenant.url }, old);
    for (const entry of created(1, own)) journal.append(entry);
    journal.close();
    expect(linesOf(rotated)).toHaveLength(before.length);

    expect(await clean([])).toMatchObject({ code: 3, stdout: '' });
    const { code, stdout } = await clean(['--old-token-env', 'OLD_TOKEN'], { OLD_TOKEN: old });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(here(own)).toBe(false);
    expect(checkJournal(rotated, old)).toBeUndefined();
  });
});
