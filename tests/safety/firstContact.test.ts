import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { command, newFolder, reportIn, serve } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { against, closedAtEnd, commands, FOREIGN, failed, ours, reachedIn } from './contact.ts';

describe('an endpoint that does not take accounts away again', { timeout: 120_000, concurrent: true }, () => {
  test.each(drawn('commands', Object.entries(commands), 1))(
    '%s ends after the first of them',
    async (_name, argv) => {
      const { code, stdout, harm, cwd, tenant } = await against(['delete.does-nothing'], argv);
      expect(code).toBe(1);
      expect(harm).toEqual([]);
      expect(ours(tenant).length).toBeLessThanOrEqual(3);
      const report = reportIn(join(cwd, 'out'));
      expect(report.verdict).toBe('not conformant');
      expect(report.run.ended).toMatchObject({ why: 'unsafe' });
      expect(report.run.requests).toBeLessThan(110);
      expect(failed(report)).toContain('still-there');
      expect(stdout).toMatch(/could not remove what it had created|still-there|still answers/);
    },
  );

  test('a filtered run ends, too, and names what is left', async () => {
    const { code, harm, cwd, tenant } = await against(
      [
        {
          id: 'x.refuses-delete',
          says: 'DELETE is refused',
          breaks: [],
          kills: [],
          before: ({ method }) =>
            method === 'DELETE' ? { status: 405, headers: { allow: 'GET' }, body: {} } : undefined,
        },
      ],
      ['run', '--out', 'out', '--group', 'users'],
    );
    expect({ code, harm }).toEqual({ code: 1, harm: [] });
    const report = reportIn(join(cwd, 'out'));
    expect(failed(report)).toContain('refused');
    expect(report.leftovers.length).toBe(ours(tenant).length);
    expect(ours(tenant).length).toBeLessThanOrEqual(3);
  });

  test('a tenant that may be destroyed is examined in full', async () => {
    const { code, cwd } = await against(
      ['delete.does-nothing'],
      ['run', '--out', 'out', '--group', 'hard-delete', '--disposable'],
    );
    expect(code).toBe(1);
    const report = reportIn(join(cwd, 'out'));
    expect(report.run.ended).toBeUndefined();
    expect(failed(report).length).toBeGreaterThan(3);
  });
});

describe('a write that reaches another resource than it names', {
  timeout: 120_000,
  concurrent: true,
}, () => {
  const astray: [string, string, number][] = [
    ['astray.patch-reaches-the-oldest', 'PATCH/others', 1],
    ['astray.put-reaches-the-oldest', 'PUT/others', 1],
    ['astray.bulk-reaches-the-oldest', 'bulk/others', 1],
    ['astray.delete-reaches-the-oldest', 'DELETE/others', 1],
    ['astray.create-overwrites-the-oldest', 'POST/others', 1],
    ['astray.patch-reaches-a-neighbour', 'PATCH/ours', 0],
    ['astray.put-reaches-a-neighbour', 'PUT/ours', 0],
    ['astray.bulk-reaches-a-neighbour', 'bulk/ours', 0],
    ['astray.delete-reaches-a-neighbour', 'DELETE/ours', 0],
    ['astray.create-overwrites-a-neighbour', 'POST/ours', 0],
  ];
  const groups: typeof astray = [
    ['astray.group-patch-reaches-the-oldest', 'group-PATCH/others', 1],
    ['astray.group-put-reaches-the-oldest', 'group-PUT/others', 1],
    ['astray.group-bulk-reaches-the-oldest', 'group-bulk/others', 1],
    ['astray.group-delete-reaches-the-oldest', 'group-DELETE/others', 1],
    ['astray.group-create-overwrites-the-oldest', 'group-POST/others', 1],
    ['astray.group-patch-reaches-a-neighbour', 'group-PATCH/ours', 0],
    ['astray.group-patch-reaches-somebody', 'group-not-stored', 1],
    ['astray.group-put-reaches-somebody', 'group-not-stored', 1],
    ['astray.group-bulk-reaches-somebody', 'group-not-stored', 1],
    ['astray.group-patch-reaches-a-person', 'group-PATCH/others', 1],
    ['astray.group-delete-reaches-a-person', 'group-still-there', 1],
  ];
  test.each([...drawn('misled writes', astray, 1), ...drawn('misled writes to groups', groups, 1)])(
    'goes out once, with %s',
    async (defect, key, most) => {
      const which = ['hard-delete', 'bulk', 'groups', 'patch'].flatMap((group) => ['--group', group]);
      const { code, harm, cwd } = await against([defect], ['run', '--out', 'out', ...which]);
      expect(code).toBe(1);
      expect(failed(reportIn(join(cwd, 'out')))).toContain(key);
      // Nothing that the run sent named an account of others; what the endpoint led astray was a single write.
      expect(harm.filter((line) => line.startsWith('written'))).toEqual([]);
      expect(reachedIn(harm).length).toBeLessThanOrEqual(most);
    },
  );
});

describe('a DELETE that reaches somebody who is not looked at', { timeout: 60_000, concurrent: true }, () => {
  const [OLDEST, NOBODY_LOOKS] = ['000000000000', '00000000012c'];

  /** A relay that leads deletions to one person, once it is told to. */
  async function misleading(person: string) {
    const tenant = closedAtEnd(await startTenant({ population: FOREIGN, token: 'key:password' }));
    const { url } = tenant;
    const seen = { isMisled: false, deleted: 0 };
    const relay = await serve(async (asked, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of asked) chunks.push(chunk as Buffer);
      const { method = '', headers } = asked;
      const isLed = seen.isMisled && method === 'DELETE';
      if (isLed) seen.deleted += 1;
      const path = (asked.url ?? '').replace(/^\/ftp\/scim/, '');
      const answer = await fetch(url + (isLed ? `/Users/0000000a-0000-4000-8000-${person}` : path), {
        method,
        headers: { authorization: headers.authorization ?? '', 'content-type': 'application/scim+json' },
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      response.writeHead(answer.status, { 'content-type': 'application/scim+json' });
      response.end(await answer.text());
    });
    const env = { SCIM_TENANT_URL: `${relay}/ftp/scim`, SCIM_TOKEN: 'key:password' };
    return { seen, cwd: newFolder(), env, tenant };
  }

  const writing: [string, string[]][] = [
    ['run', ['run', '--out', 'out', '--quiet', '--group', 'users', '--patience', '0s']],
    ['pilot', ['run', '--pilot', '--out', 'out']],
    ['provision', ['provision', '--out', 'out', '--users', '4', '--groups', '1']],
  ];
  test.each(drawn('deletions led astray', writing, 1))('goes out once, in %s', async (_name, argv) => {
    const { seen, cwd, env, tenant } = await misleading(NOBODY_LOOKS);
    seen.isMisled = true;
    expect((await command(argv, { cwd, env })).code).toBe(1);
    expect(seen.deleted).toBe(1);
    expect(ours(tenant).length).toBeLessThanOrEqual(3);
    seen.isMisled = false;
    expect((await command(['clean', 'out'], { cwd, env })).code).toBe(0);
    expect(ours(tenant)).toEqual([]);
  });

  test.each([
    ['who is seen', OLDEST, /DELETE was seen to reach resources other than those it names/],
    ['who is not', NOBODY_LOOKS, /DELETE was seen to leave the resource it names/],
  ])('goes out once, in clean: %s', async (_says, person, words) => {
    const { seen, cwd, env, tenant } = await misleading(person);
    const argv = ['provision', '--out', 'out', '--users', '6', '--groups', '2', '--keep'];
    expect(await command(argv, { cwd, env })).toMatchObject({ code: 0 });
    const made = ours(tenant).length;
    expect(made).toBeGreaterThan(5);
    seen.isMisled = true;
    const { code, stdout } = await command(['clean', 'out'], { cwd, env });
    expect({ code, deleted: seen.deleted }).toEqual({ code: 1, deleted: 1 });
    expect(stdout).toMatch(words);
    for (const { id } of ours(tenant)) expect(stdout).toContain(id);
    expect(ours(tenant).length).toBe(made);
  });
});

test('first contact keeps nothing of others, and takes few requests', { timeout: 60_000 }, async () => {
  const { code, harm, cwd } = await against(
    [],
    ['run', '--out', 'out', '--check', 'users.create-answers-201'],
  );
  expect({ code, harm }).toEqual({ code: 0, harm: [] });
  expect(reportIn(join(cwd, 'out')).run.requests).toBeLessThan(90);
});
