import { describe, expect, test } from 'vitest';
import { defects, faces, variations } from '../../tenant/index.ts';
import { command, ended, newFolder, serve, stack, start } from './command.ts';

const cwd = newFolder();

/** Starts the tenant and gives what its READY line says. */
async function ready(...flags: string[]) {
  const child = start(['tenant', ...flags], { cwd });
  const end = ended(child);
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    void end.then(({ stderr }) => reject(new Error(`ended early: ${stderr}`)));
  });
  const [, url = '', token = ''] = /^READY (\S+) (\S+)\n$/.exec(line) ?? [];
  return { child, end, url, token };
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves from its READY line until %s', async (signal) => {
  const { child, end, url, token } = await ready();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ftp\/scim$/);
  const answer = await fetch(`${url}/Users`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  expect((await fetch(`${url}/Users`)).status).toBe(401);
  child.kill(signal);
  expect(await end).toMatchObject({ code: 0, stdout: `READY ${url} ${token}\n`, stderr: '' });
});

test('takes token, population and face', async () => {
  const { child, end, url, token } = await ready(
    '--token',
    'key:pass',
    '--population',
    '30',
    '--face',
    'users-only',
  );
  expect(token).toBe('key:pass');
  const headers = { authorization: 'Bearer key:pass' };
  const list = (await (await fetch(`${url}/Users?count=1`, { headers })).json()) as { totalResults: number };
  expect(list.totalResults).toBeGreaterThanOrEqual(30);
  expect((await fetch(`${url}/Groups`, { headers })).status).toBe(404);
  child.kill('SIGTERM');
  await end;
});

describe('lists', () => {
  test('faces, defects and variations, as text and as JSON', async () => {
    const [text, json, choices] = await Promise.all([
      command(['tenant', '--list-faces'], { cwd }),
      command(['tenant', '--list-defects', '--json'], { cwd }),
      command(['tenant', '--list-variations', '--json'], { cwd }),
    ]);
    const lines = text.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().replace(/\s+/, ' '));
    expect(lines.pop()).toMatch(/^Next: scim-conformance run --embedded --face <name> /);
    expect(lines).toEqual(Object.entries(faces).map(([id, { says }]) => `${id} ${says}`));
    expect(JSON.parse(json.stdout).map(({ id }: { id: string }) => id)).toEqual(defects.map(({ id }) => id));
    expect(JSON.parse(choices.stdout).map(({ id }: { id: string }) => id)).toEqual(
      variations.map(({ id }) => id),
    );
    expect([text.code, json.code, choices.code]).toEqual([0, 0, 0]);
  });
});

test.each([
  [['--port', '70000'], /^Why: --port is "70000", not a whole number/m],
  [['--variation', 'groups.sixty-members'], /\nNext: Did you mean groups\.sixty-members-at-most\?/],
  [['--face', 'ful'], /^Why: --face "ful" does not exist\nNext: Did you mean full\?/m],
  [['--token', 'a b'], /^Why: --token contains/m],
])('%j is a mistake', async (flags, says) => {
  const { code, stderr } = await command(['tenant', ...flags], { cwd });
  expect(code).toBe(3);
  expect(stderr).toMatch(says);
});

test('a port that is taken is a mistake', async () => {
  const { port } = new URL(await serve(() => {}));
  const { code, stdout, stderr } = await command(['tenant', '--port', port], { cwd });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(
    `Why: port ${port} is taken by another process\nNext: Choose another one with --port`,
  );
  expect(stderr).not.toMatch(stack);
});
