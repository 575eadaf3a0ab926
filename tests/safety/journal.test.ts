import { appendFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beginJournal, checkJournal } from '../../kit/safety/journal/file.ts';
import type { JournalEntry } from '../../kit/safety/journal/journal.ts';
import { command, stack } from '../cli/command.ts';
import { created, journalPath, linesOf, rewrite, run, start, token, written } from '../kit/journals.ts';
import { tenantWith } from './tenants.ts';

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
    for (const one of forged) appendFileSync(journalPath(folder), `${JSON.stringify(one)}\n`);
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
    renameSync(journalPath(rotated), join(rotated, 'emptied'));
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
