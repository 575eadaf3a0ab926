import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import dotenv from 'dotenv';
import { afterAll, expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { command, newFolder, stack } from './command.ts';

const tenant = await startTenant({ token: `a:it's "quoted"`.replaceAll(' ', '') });
afterAll(() => tenant.close());

test('init writes settings that work, asks the doctor and the pilot, and never writes over', {
  timeout: 60_000,
}, async () => {
  const cwd = newFolder();
  const argv = ['init', '--url', tenant.url, '--token-env', 'MINE', '--pilot'];
  const { code, stdout, stderr } = await command(argv, { cwd, env: { MINE: tenant.token } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/Ready to run\.[\s\S]*Entra can start provisioning\./);
  expect(stdout).not.toContain(tenant.token);
  const file = join(cwd, '.env');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(dotenv.parse(readFileSync(file))).toEqual({ SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: tenant.token });
  const config = JSON.parse(readFileSync(join(cwd, 'scim-conformance.config.json'), 'utf8'));
  expect(config.profile).toBe('smartfile');
  expect(JSON.parse(readFileSync(fileURLToPath(config.$schema), 'utf8')).properties).toHaveProperty(
    'profile',
  );
  expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);

  // The pilot left a report, and so does the doctor where it is told a folder.
  const latest = await command(['report', 'latest'], { cwd });
  expect(latest).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /ok +create a user[\s\S]*Entra can start[\s\S]*\nNext: \S+ run --allow-writes /,
    ),
  });
  expect((await command(['doctor', '--out', 'seen'], { cwd })).code).toBe(0);
  const page = readFileSync(join(cwd, 'seen', 'report.html'), 'utf8');
  expect(page).toContain('Ready to run.');
  const kept = await command(['report', 'seen', '--json'], { cwd });
  expect(JSON.parse(kept.stdout)).toMatchObject({ kind: 'doctor', ready: true, exitCode: 0 });
  expect(page + kept.stdout).not.toContain(tenant.token);

  const before = readFileSync(file, 'utf8');
  const again = await command(argv, { cwd, env: { MINE: 'other:token' } });
  expect(again.code).toBe(3);
  expect(again.stderr).toMatch(/\.env already exists.*overwritten/);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('init with no terminal names the flag that is missing, and writes nothing', async () => {
  const cwd = newFolder();
  const none = await command(['init'], { cwd });
  const noToken = await command(['init', '--url', 'https://drive.smartfile.com/ftp/scim'], { cwd });
  expect([none.code, noToken.code]).toEqual([3, 3]);
  expect(none.stderr).toMatch(/--url is missing.*\nNext: Pass --url/);
  expect(noToken.stderr).toMatch(/no credential was given.*\nNext: Set SCIM_TOKEN, or pass --token-env/);
  expect(none.stderr + noToken.stderr).not.toMatch(stack);
  writeFileSync(join(cwd, '.env'), '', { flag: 'wx' });
});
