import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Report } from '../../reporters/model.ts';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { command, newFolder, reportIn, stack } from '../cli/command.ts';
import { byTurns, drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';

// Changes that are acknowledged, and do not show at what they name.

const FOREIGN = 500;

let tenant: Tenant;
afterEach(() => tenant.close());

const ours = () =>
  tenant.resources().filter(({ name }) => /conf-(?!0{8})[a-z0-9]{8}-[a-z0-9]{2}/i.test(name));
const failed = ({ checks }: Report) =>
  checks.filter(({ status }) => status === 'fail').flatMap(({ findings }) => findings.map(({ key }) => key));

/** A command against a tenant full of other people's accounts; what became of them, and what it said. */
async function against(defects: (string | Defect)[], argv: string[], cwd = newFolder()) {
  tenant = await startTenant({ population: FOREIGN, defects, token: 'key:password' });
  const bystanders = await bystandersOn(tenant);
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password' };
  const patience = /certify|provision/.test(argv[0] ?? '') ? [] : ['--patience', '0s'];
  const end = await command([...argv, '--quiet', ...patience], { cwd, env });
  expect(end.stderr).not.toMatch(stack);
  return { ...end, cwd, harm: bystanders.harm() };
}

const product = ['--product', 'p', '--product-version', '1', '--vendor', 'v', '--contact', 'c'];
const commands: Record<string, string[]> = {
  run: ['run', '--out', 'out'],
  certify: ['certify', '--out', 'out', '--skip-auth-probes', ...product],
  gate: ['gate', '--out', 'out'],
};
const clients: [string, string[]][] = [
  ['pilot', ['run', '--pilot', '--out', 'out']],
  ['provision', ['provision', '--out', 'out', '--users', '6', '--groups', '2']],
];
const turn = byTurns(2);

describe('a change that reaches somebody who is not looked at', { timeout: 120_000 }, () => {
  /** The people whom changes reached; nothing that was sent names them. */
  const received = (harm: string[]) => {
    expect(harm.filter((line) => line.startsWith('written'))).toEqual([]);
    return [...new Set(harm.flatMap((line) => /0000000a-[0-9a-f-]+/.exec(line) ?? []))];
  };
  const kinds: [string, string[]][] = [
    ['PATCH', ['--group', 'patch', '--group', 'groups']],
    ['PUT', ['--group', 'users']],
    ['bulk', ['--group', 'bulk']],
  ];
  test.each(drawn('kinds that reach somebody', kinds, 1))(
    '%s goes out once, and who it reached is named',
    async (kind, groups) => {
      const defect = `astray.${kind.toLowerCase()}-reaches-somebody`;
      const { code, harm, cwd } = await against([defect], ['run', '--out', 'out', ...groups]);
      expect(code).toBe(1);
      const people = received(harm);
      expect(people.length).toBe(1);
      const report = reportIn(join(cwd, 'out'));
      expect(failed(report)).toEqual(expect.arrayContaining(['not-stored', `${kind}/others`]));
      expect(report.leftovers).toEqual([
        {
          path: `/Users/${people}`,
          marker: expect.anything(),
          why: expect.stringContaining('correct by hand'),
        },
      ]);
    },
  );

  test.each(drawn('clients that reach somebody', clients, 1))('%s ends there', async (_name, argv) => {
    const { code, stdout, harm } = await against(['astray.patch-reaches-somebody'], argv);
    const people = received(harm);
    expect({ code, people: people.length }).toEqual({ code: 1, people: 1 });
    expect(stdout).toContain(`a PATCH altered someone else’s account, /Users/${people},`);
    expect(ours()).toEqual([]);
  });
});

describe('a change that is acknowledged and seen nowhere', { timeout: 120_000 }, () => {
  const silent: Defect = {
    id: 'x.bulk-does-nothing',
    says: 'a job is answered as if it were done, and nothing is',
    breaks: [],
    kills: [],
    before(request) {
      const operations = (request.body as { Operations?: { method?: string }[] } | undefined)?.Operations;
      if (request.path !== '/Bulk' || operations?.some(({ method }) => method !== 'PUT')) return undefined;
      return {
        status: 200,
        headers: {},
        body: { schemas: [], Operations: [{ method: 'PUT', status: '200' }] },
      };
    },
  };
  const kinds: [string, string | Defect, string, string[]][] = [
    ['PATCH', 'patch.changes-nothing', 'patch.not-stored', ['--group', 'patch', '--group', 'groups']],
    ['PUT', 'replace.changes-nothing', 'replace.not-stored', ['--group', 'users']],
    ['bulk', silent, 'bulk.not-done', ['--group', 'bulk']],
  ];
  test.each(drawn('kinds that do nothing', kinds, 1))(
    '%s goes out no more, and one diagnosis says why',
    async (kind, defect, diagnosis, groups) => {
      const { code, harm, cwd } = await against([defect], ['run', '--out', 'out', ...groups]);
      expect({ code, harm }).toEqual({ code: 1, harm: [] });
      const method = kind === 'bulk' ? 'POST /ftp/scim/Bulk' : kind;
      const report = reportIn(join(cwd, 'out'));
      expect(failed(report)).toContain('not-stored');
      const [first] = report.entries;
      expect(first?.id).toBe(diagnosis);
      const blocked = report.checks.filter(({ status }) => status === 'blocked').map(({ id }) => id);
      expect(blocked.length).toBeGreaterThan(3);
      expect(blocked.filter((id) => !first?.explains.some(({ check }) => check === id))).toEqual([]);
      const sent = Object.values(report.exchanges).filter((one) =>
        `${one.method} ${one.path}`.startsWith(method),
      );
      expect(sent.length).toBeLessThanOrEqual(3);
      expect(report.leftovers).toEqual([]);
    },
  );

  const verdicts = ['certify', 'gate'].map((name): [string, string[]] => [name, commands[name] ?? []]);
  for (const [name, argv] of verdicts)
    turn()(`${name} ends with a verdict and its reason`, async () => {
      const { code, stdout, harm, cwd } = await against(['patch.changes-nothing'], argv);
      expect({ code, harm }).toEqual({ code: 1, harm: [] });
      expect(reportIn(join(cwd, 'out')).entries[0]?.id).toBe('patch.not-stored');
      expect(stdout).toMatch(
        /PATCH of users and groups is acknowledged but nothing is stored|patch.first-change-is-stored not-stored/,
      );
    });

  test.each(drawn('clients whose changes do nothing', clients, 1))('%s ends there', async (_name, argv) => {
    const { code, stdout, harm } = await against(['patch.changes-nothing'], argv);
    expect({ code, harm }).toEqual({ code: 1, harm: [] });
    expect(stdout).toContain('a PATCH was acknowledged, but a GET does not show the change');
    expect(ours()).toEqual([]);
  });

  turn()('a tenant that may be destroyed is examined in full', async () => {
    const argv = ['run', '--out', 'out', '--group', 'patch', '--disposable'];
    const { cwd } = await against(['patch.changes-nothing'], argv);
    const { checks } = reportIn(join(cwd, 'out'));
    expect(checks.filter(({ status }) => status === 'fail').length).toBeGreaterThan(10);
  });
});
