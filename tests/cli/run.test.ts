import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { command, type Ended, ended, newFolder, reportIn, serve, stack, start } from './command.ts';

const cwd = newFolder();
const tenants: Tenant[] = [];
afterAll(() => Promise.all(tenants.map((tenant) => tenant.close())));

async function tenantWith(options: Parameters<typeof startTenant>[0] = {}): Promise<Tenant> {
  const tenant = await startTenant(options);
  tenants.push(tenant);
  return tenant;
}

describe('a mistake in the settings ends with 3 and leaves no report', () => {
  const cases: Record<string, [string[], RegExp]> = {
    'no endpoint': [
      ['run'],
      /^run cannot start; nothing was sent\.\nWhy: no endpoint is configured\nNext: Set SCIM_TENANT_URL and SCIM_TOKEN .*scim-conformance run --embedded\.\n$/,
    ],
    'a token on the command line': [
      ['run', '--embedded', '--token', 'key:secret1'],
      /^Why: --token would show/m,
    ],
    'an unknown group': [
      ['run', '--embedded', '--group', 'user'],
      /--group "user" does not exist\n.*users\?/,
    ],
    'an unknown defect': [
      ['run', '--embedded', '--defect', 'none'],
      /^Why: --defect "none" does not exist\n/m,
    ],
    'an unknown profile': [
      ['run', '--embedded', '--profile', './none.json'],
      /^Why: profile ".\/none.json": no such/m,
    ],
    'no consent': [
      ['run', '--url', 'https://site.smartfile.com/ftp/scim', '--token-stdin'],
      /^Why: run creates, changes and deletes .* needs your consent\nNext: Pass --allow-writes/m,
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [argv, says]) => {
    const folder = newFolder();
    const { code, stdout, stderr } = await command([...argv, '--out', join(folder, 'out')], {
      cwd: folder,
      stdin: 'key:secret1',
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(stack);
    expect(stderr).not.toContain('secret1');
    expect(existsSync(join(folder, 'out', 'report.json'))).toBe(false);
  });
});

describe('an endpoint that cannot be judged ends with 2, a cause, a hint and a report', () => {
  async function hopeless(
    url: string,
    token: string,
    ...flags: string[]
  ): Promise<Ended & { cause: string }> {
    const out = join(newFolder(), 'out');
    const result = await command(['run', '--url', url, '--out', out, ...flags], {
      cwd,
      env: { SCIM_TOKEN: token },
    });
    const report = reportIn(out);
    expect(report.verdict).toBe('incomplete');
    expect(report.run.ended?.why).toBe('preflight');
    expect(result.code).toBe(2);
    expect(result.stderr).not.toMatch(stack);
    expect(result.stdout).toContain(report.run.ended?.hint.slice(0, 60));
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    return { ...result, cause: `${report.run.ended?.message} | ${report.run.ended?.hint}` };
  }

  test('nobody listens', async () => {
    const { cause } = await hopeless('http://127.0.0.1:9/scim', 'a:b');
    expect(cause).toMatch(/127\.0\.0\.1:9 refuses connections \(ECONNREFUSED\) \| Check host and port/);
  });

  test('the token is wrong', async () => {
    const { url } = await tenantWith();
    const { cause, stdout } = await hopeless(url, 'key:wrongwrong');
    expect(cause).toMatch(/answered status 401.*\| A credential was sent and refused. Check SCIM_TOKEN/);
    expect(stdout).not.toContain('wrongwrong');
    expect(stdout).toMatch(/^INCOMPLETE {2}\S+ was not checked\nWhy: GET .*\nNext: A credential/);
    expect(stdout).not.toMatch(/not run|requirements/);
  });

  test('no token was given, which is not a wrong one', async () => {
    const { url } = await tenantWith();
    expect((await hopeless(url, '')).cause).toMatch(/answered status 401.*\| No credential was sent/);
  });

  test('it is a web page', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Welcome</title>');
    });
    expect((await hopeless(url, 'a:b')).cause).toMatch(/\| This is a web page, not a SCIM endpoint/);
  });

  test('it is some other API', async () => {
    const url = await serve((_, response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"message":"no route"}');
    });
    expect((await hopeless(url, 'a:b')).cause).toMatch(/answered status 404 \| Nothing is there/);
  });

  test('its certificate is not known, until --ca names it', async () => {
    const { url, token, ca } = await tenantWith({ face: 'tls' });
    expect((await hopeless(url, token)).cause).toMatch(/does not verify \(\w+\) \| .*--ca FILE/);
    const file = join(newFolder(), 'ca.pem');
    writeFileSync(file, ca ?? '');
    const env = { SCIM_TOKEN: token };
    const { stdout } = await command(['run', '--url', url, '--ca', file, '--group', 'discovery', '--json'], {
      cwd,
      env,
    });
    expect(JSON.parse(stdout).run).not.toHaveProperty('ended');
  });
});

describe('a run', () => {
  const one = ['--check', 'hard-delete.absent-by-id'];

  test('--json prints the report as one document and nothing else; results/latest points to it', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await command(['run', '--embedded', ...one, '--json'], { cwd: folder });
    const report = JSON.parse(stdout);
    expect(report.checks.find((check: { id: string }) => check.id === one[1]).status).toBe('pass');
    expect(report.scope).toMatchObject({ kind: 'filtered', filters: ['--check hard-delete.absent-by-id'] });
    expect([code, report.verdict, report.exitCode]).toEqual([0, 'partial', 0]);
    expect(stderr).toMatch(/^Running 1 check\n/);
    expect(reportIn(join(folder, 'results', 'latest'))).toEqual(report);
  });

  test('--quiet prints no progress, --trace the exchanges', async () => {
    const { stdout, stderr } = await command(['run', '--embedded', ...one, '--quiet', '--trace'], {
      cwd: newFolder(),
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^── \S+ \d+ \(given: .*\)\n> POST \/Users\n/m);
    expect(stdout).toMatch(/^< 404 in \d+ ms$/m);
    expect(stdout).not.toMatch(/Bearer \w/);
  });

  test('an interrupt ends it with what is known, cleaned up; --json keeps stdout to itself', async () => {
    const tenant = await tenantWith({ latencyMs: 50 });
    const out = join(newFolder(), 'out');
    const argv = ['run', '--url', tenant.url, '--concurrency', '1', '--out', out, '--json', '--trace'];
    const child = start(argv, { cwd, env: { SCIM_TOKEN: tenant.token } });
    const end = ended(child);
    const made = () => tenant.resources().filter(({ name }) => name.startsWith('conf-'));
    for (let waited = 0; made().length === 0 && waited < 400; waited += 1) await sleep(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect(JSON.parse(stdout).run.ended).toMatchObject({ why: 'interrupted' });
    expect(JSON.parse(stdout).leftovers).toEqual([]);
    expect(stderr).toMatch(/^Stopping: no further check starts/m);
    expect(stderr).toMatch(/^> POST \/Users$/m);
    expect(made()).toEqual([]);
    expect(code).toBe(2);
    expect(reportIn(out).verdict).toBe('incomplete');
  });

  test('interrupted with the embedded tenant it names no command for what went with that', async () => {
    const out = join(newFolder(), 'out');
    const child = start(['run', '--embedded', '--concurrency', '1', '--out', out], { cwd });
    const end = ended(child);
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect(code).toBe(2);
    expect(reportIn(out).run.ended?.hint).toBe('Run again.');
    expect(stdout + stderr).not.toContain(' clean ');
  });

  test('a defect is found and ends with 1', { timeout: 60_000 }, async () => {
    const known = await command(['tenant', '--list-defects', '--json'], { cwd });
    const soft = JSON.parse(known.stdout).find((defect: { breaks: string[] }) =>
      defect.breaks.includes('7644:3.6/deleted-get-404'),
    );
    const argv = ['run', '--embedded', '--patience', '0', '--defect', soft.id, ...one];
    const { code, stdout } = await command(argv, { cwd: newFolder() });
    expect(stdout).toMatch(/^NOT CONFORMANT/);
    expect(code).toBe(1);
  });
});
