import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { command, newFolder } from '../cli/command.ts';

test('--plan sends nothing, needs neither consent nor token and says what a run would do', {
  timeout: 60_000,
}, async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end();
  });
  server.on('connection', () => {
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const around = { cwd: newFolder(), env: { SCIM_TOKEN: 'key-of-the-test:password-of-the-test' } };
  const flags = ['--group', 'hard-delete', '--max-resources', '40'];

  const url = `http://127.0.0.1:${port}/scim`;
  const { code, stdout } = await command(['run', '--plan', '--url', url, '--json', ...flags], around);
  expect(code).toBe(0);
  const plan = JSON.parse(stdout);
  expect(plan).toMatchObject({
    target: url,
    scope: { kind: 'filtered', filters: ['--group hard-delete'] },
    doNotFit: [],
  });
  expect(plan.checks).toBe(plan.groups['hard-delete']);
  expect(plan.resources.atOnce).toBeGreaterThan(0);
  expect(plan.resources.atOnce).toBeLessThanOrEqual(40);
  expect(plan.resources.inAll).toBeGreaterThanOrEqual(plan.resources.atOnce);
  expect(plan.requests).toBeGreaterThan(plan.checks);
  expect(plan.optIn.destructive).toBeGreaterThan(0);

  const elsewhere = await command(['run', '--plan', '--url', 'https://site.test/scim', ...flags], {
    cwd: newFolder(),
    env: { SCIM_MAX_RESOURCE: '3' },
  });
  expect(elsewhere.stderr).toBe(
    'Note: SCIM_MAX_RESOURCE is not a setting; did you mean SCIM_MAX_RESOURCES?\n',
  );
  expect(elsewhere.stdout).toMatch(/\nNext: the same command without --plan does it\n$/);
  expect(elsewhere.code).toBe(0);
  expect(elsewhere.stdout).toMatch(/which was not contacted/);
  expect(asked).toBe(0);
  await new Promise((resolve) => server.close(resolve));
});
