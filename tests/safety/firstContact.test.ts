import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Report } from '../../reporters/model.ts';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { command, newFolder, reportIn, serve, stack } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';

const FOREIGN = 500;

// Most of these commands wait, for what does not become visible: two at a time take no longer than one.
const tenants: Tenant[] = [];
afterAll(() => Promise.all(tenants.map((tenant) => tenant.close())));

const ours = (tenant: Tenant) =>
  tenant.resources().filter(({ name }) => /conf-(?!0{8})[a-z0-9]{8}-[a-z0-9]{2}/i.test(name));
/** The people and groups of others that were reached; who is gone is gone from groups, too. */
const reachedIn = (harm: string[]) => {
  const people = harm.filter((line) => line.includes('0000000a-'));
  return people.length > 0 ? people : harm.filter((line) => line.includes('0000000b-'));
};
const failed = ({ checks }: Report) =>
  checks.filter(({ status }) => status === 'fail').flatMap(({ findings }) => findings.map(({ key }) => key));

/** A command against a tenant full of other people's accounts; what became of them, and what it said. */
async function against(defects: (string | Defect)[], argv: string[], cwd = newFolder()) {
  const tenant = await startTenant({ population: FOREIGN, defects, token: 'key:password' });
  tenants.push(tenant);
  const bystanders = await bystandersOn(tenant);
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password' };
  const patience = /certify|provision/.test(argv[0] ?? '') ? [] : ['--patience', '0s'];
  const end = await command([...argv, '--quiet', ...patience], { cwd, env });
  expect(end.stderr).not.toMatch(stack);
  return { ...end, cwd, tenant, harm: bystanders.harm() };
}

const product = ['--product', 'p', '--product-version', '1', '--vendor', 'v', '--contact', 'c'];
const commands: Record<string, string[]> = {
  run: ['run', '--out', 'out'],
  certify: ['certify', '--out', 'out', '--skip-auth-probes', ...product],
  gate: ['gate', '--out', 'out'],
};

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

describe('commands that act as a client begin alike', { timeout: 120_000, concurrent: true }, () => {
  const clients: Record<string, string[]> = {
    pilot: ['run', '--pilot', '--out', 'out'],
    provision: ['provision', '--out', 'out', '--users', '6', '--groups', '2'],
    'provision on demand': ['provision', '--out', 'out', '--on-demand', 'u1'],
  };
  const astray: [string, string, number][] = [
    ['astray.patch-reaches-the-oldest', 'a PATCH altered an account of somebody else', 1],
    ['astray.delete-reaches-the-oldest', 'a DELETE altered an account of somebody else', 1],
    ['astray.create-overwrites-the-oldest', 'a create altered an account of somebody else', 1],
    ['astray.patch-reaches-a-neighbour', 'a PATCH altered another account of this run', 0],
    ['astray.delete-reaches-a-neighbour', 'a DELETE altered another account of this run', 0],
    ['astray.create-overwrites-a-neighbour', 'a create altered another account of this run', 0],
    ['astray.group-patch-reaches-the-oldest', 'a PATCH altered a group of somebody else', 1],
    ['astray.group-delete-reaches-the-oldest', 'a DELETE altered a group of somebody else', 1],
    ['astray.group-patch-reaches-a-person', 'a PATCH altered a group of somebody else', 1],
  ];
  // What is done on demand begins like cycles do: one defect shows it.
  const lines = Object.entries(clients).flatMap(([name, argv]) =>
    (name.includes('demand') ? astray.slice(0, 1) : astray).map(
      ([defect, says, most]) => [name, defect, argv, says, most] as const,
    ),
  );

  test.each(drawn('misled clients', lines, 1))(
    '%s ends after the one write that %s',
    async (_name, defect, argv, says, most) => {
      const { code, stdout, harm, tenant } = await against([defect], argv);
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(says) });
      expect(harm.filter((line) => line.startsWith('written'))).toEqual([]);
      expect(reachedIn(harm).length).toBeLessThanOrEqual(most);
      const groups = ours(tenant).filter(({ type, id }) => type === 'Group' && !id.startsWith('0000000b-'));
      // Where DELETE leads astray, what first contact made stays.
      expect(groups.length).toBeLessThanOrEqual(defect.includes('group-delete') ? 3 : 0);
    },
  );

  test.each(Object.entries(clients))('%s ends after the first account that stays', async (_name, argv) => {
    const { code, stdout, harm, tenant } = await against(['delete.does-nothing'], argv);
    expect(code).toBe(1);
    expect(stdout).toMatch(/could not be removed again: DELETE answered 204, and a GET still answers 200/);
    expect(harm).toEqual([]);
    expect(ours(tenant).length).toBeLessThanOrEqual(3);
  });

  test('a job with names of a user’s own begins with accounts of the run', async () => {
    const cwd = newFolder();
    const users = [{ objectId: 'u1', userPrincipalName: 'adele@corp.example.test', displayName: 'Adele' }];
    writeFileSync(join(cwd, 'd.json'), JSON.stringify({ users, groups: [] }));
    const argv = ['provision', '--directory', 'd.json', '--out', 'out'];
    const sound = await against([], argv, cwd);
    expect(sound).toMatchObject({ code: 0, harm: [] });
    const first = sound.tenant.writes().find(({ kind, path }) => kind === 'create' && path === '/Users');
    expect(first).toBeDefined();
    const { stdout, tenant } = await against(
      ['astray.delete-reaches-the-oldest'],
      [...argv.slice(0, 4), 'other'],
      cwd,
    );
    expect(stdout).toContain('Nothing was provisioned: a DELETE altered an account of somebody else');
    expect(tenant.resources().filter(({ name }) => name.startsWith('adele'))).toEqual([]);
  });

  test('a job whose first accounts are refused provisions nothing, and says what to do', async () => {
    const refuses: Defect = {
      id: 'x.refuses-creates',
      says: 'a create is refused',
      breaks: [],
      kills: [],
      before: ({ method, path }) =>
        method === 'POST' && path === '/Users'
          ? { status: 400, headers: {}, body: { status: '400' } }
          : undefined,
    };
    const { code, stdout, tenant } = await against([refuses], clients.provision ?? []);
    expect(code).toBe(1);
    expect(stdout).toMatch(/no accounts could be created .*POST answered status 400/);
    expect(stdout).toMatch(/SCIM_NAMES_DOMAIN/);
    expect(ours(tenant)).toEqual([]);
  });
});

describe('a DELETE that reaches somebody who is not looked at', { timeout: 60_000, concurrent: true }, () => {
  const [OLDEST, NOBODY_LOOKS] = ['000000000000', '00000000012c'];

  /** A relay that leads deletions to one person, once it is told to. */
  async function misleading(person: string) {
    const tenant = await startTenant({ population: FOREIGN, token: 'key:password' });
    tenants.push(tenant);
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

  test.each([
    ['run', ['run', '--out', 'out', '--quiet', '--group', 'users', '--patience', '0s']],
    ['pilot', ['run', '--pilot', '--out', 'out']],
    ['provision', ['provision', '--out', 'out', '--users', '4', '--groups', '1']],
  ])('goes out once, in %s', async (_name, argv) => {
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
    ['who is seen', OLDEST, /DELETE was seen to reach others than it names/],
    ['who is not', NOBODY_LOOKS, /DELETE was seen to leave what it names/],
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
