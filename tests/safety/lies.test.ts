import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { command, newFolder, stack } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { lying } from './lies.ts';

const FOREIGN = 500;
const GROUPS = /^(users|hard-delete|bulk|practice)\./;

let tenant: Tenant;
afterEach(() => tenant.close());

/** Runs something on a tenant that lies and is full of people; none of them may be written to, vanish or change. */
async function expectUntouched<T>(defect: Defect, work: () => Promise<T>): Promise<T> {
  tenant = await startTenant({ population: FOREIGN, defects: [defect], token: 'key:password' });
  const bystanders = await bystandersOn(tenant);
  const known = tenant.writes().length;
  const result = await work();
  expect(bystanders.harm()).toEqual([]);
  const people = tenant.resources().filter(({ name }) => name.startsWith('person.'));
  expect(people.filter(({ stored }) => JSON.parse(stored).revision !== 1)).toEqual([]);
  const writes = tenant.writes().slice(known);
  const made = new Set(
    writes.flatMap(({ kind, id, status }) => (kind === 'create' && status === 201 ? [id] : [])),
  );
  const strange = writes.filter(
    ({ kind, id, path }) =>
      kind !== 'create' &&
      path !== '/Me' &&
      !made.has(id) &&
      !/conf-[a-z0-9]{8}-/i.test(decodeURIComponent(path)),
  );
  // An id that the run was told of may be asked for; what is not there is not changed.
  expect(strange.filter(({ status }) => status < 400)).toEqual([]);
  return result;
}

const ours = () => tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-[a-z0-9]{10}/i.test(name));

describe('nobody is written to, and nothing is left', { timeout: 120_000 }, () => {
  test.each(drawn('lies', lying, 1))('although %s', async (says, defect) => {
    const { outcomes, leftovers } = await expectUntouched(defect, () =>
      runInProcess(tenant, { disposable: true, selected: (id) => GROUPS.test(id) }),
    );
    expect([...outcomes.values()].filter(({ status }) => status === 'error')).toEqual([]);
    // What no list shows is left, and said to be.
    expect(ours().length).toBeLessThanOrEqual(says.startsWith('lists') ? leftovers.length : 0);
  });
});

describe('nobody is written to by any command', { timeout: 180_000 }, () => {
  const chosen = lying.filter(([says]) => /numeric|handed out again|assistant/.test(says));
  const product = ['--product', 'p', '--product-version', '1', '--vendor', 'v', '--contact', 'c'];
  const commands: Record<string, string[]> = {
    run: ['run', '--out', 'out', '--group', 'hard-delete'],
    gate: ['gate', '--out', 'out', '--group', 'hard-delete'],
    certify: ['certify', '--out', 'out', '--skip-auth-probes', ...product],
    compare: ['compare', 'one', 'one'],
    pilot: ['run', '--pilot', '--out', 'out'],
  };
  const lines = Object.entries(commands).flatMap(([name, argv]) =>
    chosen.map(([says, defect]) => [name, says, argv, defect] as const),
  );
  test.each(drawn('commands that are lied to', lines, 1))(
    '%s, although %s',
    async (_name, _says, argv, defect) => {
      await expectUntouched(defect, async () => {
        const cwd = newFolder();
        const targets = { one: { url: tenant.url, tokenEnv: 'SCIM_TOKEN' } };
        writeFileSync(join(cwd, 'scim-conformance.config.json'), JSON.stringify({ targets }));
        const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password' };
        const { stderr } = await command([...argv, '--quiet'], { cwd, env });
        expect(stderr).not.toMatch(stack);
      });
    },
  );
});
