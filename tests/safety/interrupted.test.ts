import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ended, newFolder, reportIn, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { advised, around, some } from './leaving.ts';

const product = ['--product', 'P', '--product-version', '1', '--vendor', 'V', '--contact', 'c@example.test'];
const commands: Record<string, string[]> = {
  run: ['run', ...some],
  pilot: ['run', '--pilot'],
  gate: ['gate', ...some],
  certify: ['certify', ...product],
};

describe('an interrupt', { timeout: 120_000 }, () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const cases = Object.entries(commands).flatMap(([name, argv]) =>
    signals.map((signal) => [name, signal, argv] as const),
  );
  test.each(drawn('interrupts', cases, 2))(
    'of %s by %s removes what was made and ends with 2',
    async (_name, signal, argv) => {
      const place = await around(undefined, { latencyMs: 30 });
      const folder = newFolder();
      const { code, stderr } = await place.interrupted([...argv, '--out', 'a b'], folder, signal);
      expect(code, signal).toBe(2);
      expect(place.ours(), signal).toEqual([]);
      const words = advised(stderr);
      expect(words).toContain(join(folder, 'a b'));
      expect((await place.run(words, newFolder())).code).toBe(0);
    },
  );

  test.each(drawn('double interrupts', Object.entries(commands), 1))(
    'of %s twice gives up, and the advice works',
    async (_name, argv) => {
      const place = await around(undefined, { latencyMs: 150 });
      const folder = newFolder();
      const end = await place.interrupted([...argv, '--out', 'out'], folder, 'SIGHUP', 'SIGINT');
      expect(end.code).toBe(2);
      expect(end.stderr).toMatch(/scim-conformance clean .*out/);
      expect((await place.run(advised(end.stderr), newFolder())).code).toBe(0);
      expect(place.ours()).toEqual([]);
    },
  );

  const ways = ['resume', 'clean'];
  test.each(drawn('ways to go on', ways, 1))(
    'of provision leaves what was made, and %s works',
    async (way) => {
      const place = await around(undefined, { latencyMs: 30 });
      const folder = newFolder();
      const argv = ['provision', '--users', '20', '--groups', '2', '--out', 'out'];
      const { code, stderr } = await place.interrupted(argv, folder, 'SIGHUP');
      expect(code).toBe(2);
      expect(place.ours().length).toBeGreaterThan(0);
      const journal = /--resume (\S+),/.exec(stderr)?.[1] ?? '';
      const then = way === 'clean' ? advised(stderr) : ['provision', '--resume', journal];
      expect((await place.run(then, newFolder())).code, way).toBe(0);
      expect(place.ours()).toEqual([]);
    },
  );

  test('of a killed pilot leaves a journal that clean can go by', async () => {
    const place = await around(undefined, { latencyMs: 100 });
    const folder = newFolder();
    await place.interrupted(['run', '--pilot', '--out', 'out'], folder, 'SIGKILL');
    expect(place.ours().length).toBeGreaterThan(0);
    expect((await place.run(['clean', 'out'], folder)).code).toBe(0);
    expect(place.ours()).toEqual([]);
  });

  test('of compare while A runs leaves B alone and ends with 2', async () => {
    const a = await around();
    let asked = 0;
    const b = await around((answer) => {
      asked += 1;
      return answer;
    });
    const folder = newFolder();
    const targets = {
      A: { url: a.endpoint.url, tokenEnv: 'MINE' },
      B: { url: b.endpoint.url, tokenEnv: 'MINE' },
    };
    writeFileSync(
      join(folder, 'scim-conformance.config.json'),
      JSON.stringify({ targets, groups: ['groups'] }),
    );
    const child = start(['compare', 'A', 'B'], { cwd: folder, env: { MINE: a.endpoint.token } });
    const end = ended(child);
    while (a.ours().length === 0) await sleep(10);
    child.kill('SIGTERM');
    const { code, stderr } = await end;
    expect(code).toBe(2);
    expect(asked).toBe(0);
    expect(a.ours()).toEqual([]);
    expect(advised(stderr)).toContain('MINE');
    const [run] = readdirSync(join(folder, 'results')).filter((name) => name !== 'latest');
    expect(reportIn(join(folder, 'results', run ?? '')).run.ended?.why).toBe('interrupted');
  });

  test('of doctor ends it at once, whatever the endpoint does', async () => {
    const place = await around(async (answer) => {
      await sleep(20_000);
      return answer;
    });
    const child = start(['doctor', '--url', place.endpoint.url], {
      cwd: newFolder(),
      env: { SCIM_TOKEN: place.endpoint.token },
    });
    const end = ended(child);
    await sleep(2_500);
    const started = performance.now();
    child.kill('SIGINT');
    expect((await end).code).toBe(1);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
