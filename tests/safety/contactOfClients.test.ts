import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { newFolder } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { against, ours, reachedIn } from './contact.ts';

describe('commands that act as a client begin alike', { timeout: 120_000, concurrent: true }, () => {
  const clients: Record<string, string[]> = {
    pilot: ['run', '--pilot', '--out', 'out'],
    provision: ['provision', '--out', 'out', '--users', '6', '--groups', '2'],
    'provision on demand': ['provision', '--out', 'out', '--on-demand', 'u1'],
  };
  const astray: [string, string, number][] = [
    ['astray.patch-reaches-the-oldest', 'a PATCH altered someone else’s account', 1],
    ['astray.delete-reaches-the-oldest', 'a DELETE altered someone else’s account', 1],
    ['astray.create-overwrites-the-oldest', 'a create altered someone else’s account', 1],
    ['astray.patch-reaches-a-neighbour', 'a PATCH altered another account of this run', 0],
    ['astray.delete-reaches-a-neighbour', 'a DELETE altered another account of this run', 0],
    ['astray.create-overwrites-a-neighbour', 'a create altered another account of this run', 0],
    ['astray.group-patch-reaches-the-oldest', 'a PATCH altered someone else’s group', 1],
    ['astray.group-delete-reaches-the-oldest', 'a DELETE altered someone else’s group', 1],
    ['astray.group-patch-reaches-a-person', 'a PATCH altered someone else’s group', 1],
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

  const putsMembersElsewhere: Defect = {
    id: 'x.puts-members-elsewhere',
    says: 'members are put into another group than a PATCH names',
    breaks: [],
    kills: [],
    before(request) {
      const isOfMembers = request.path.startsWith('/Groups/') && /members/.test(JSON.stringify(request.body));
      if (request.method === 'PATCH' && isOfMembers)
        request.path = '/Groups/0000000b-0000-4000-8000-000000000014';
      return undefined;
    },
  };
  const withRun = { ...clients, run: ['run', '--out', 'out', '--group', 'groups'] };
  test.each(drawn('members elsewhere', Object.entries(withRun), 1))(
    '%s sends one member, where members are put into a group of others',
    async (_name, argv) => {
      const { code, harm } = await against([putsMembersElsewhere], argv);
      expect(code).toBe(1);
      expect(harm.filter((line) => line.startsWith('written')).length).toBeLessThanOrEqual(1);
      expect(harm.filter((line) => line.startsWith('changed')).length).toBeLessThanOrEqual(1);
    },
  );

  test.each(drawn('accounts that stay', Object.entries(clients), 1))(
    '%s ends after the first account that stays',
    async (_name, argv) => {
      const { code, stdout, harm, tenant } = await against(['delete.does-nothing'], argv);
      expect(code).toBe(1);
      expect(stdout).toMatch(/could not be removed: DELETE answered 204, and a GET still answers 200/);
      expect(harm).toEqual([]);
      expect(ours(tenant).length).toBeLessThanOrEqual(3);
    },
  );

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
    expect(stdout).toContain('Nothing was provisioned: a DELETE altered someone else’s account');
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
