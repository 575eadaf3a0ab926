import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../cli/command.ts';
import { type Around, around, one, some } from './leaving.ts';

// Two commands that go on with one journal: each would remove what the other makes, and write lines that fit no chain.

const BUSY = /another run is in progress/;

async function until(is: () => boolean): Promise<void> {
  for (let waited = 0; !is() && waited < 1_000; waited += 1) await sleep(20);
  expect(is()).toBe(true);
}

/** A job that was killed with some of its accounts made. */
async function killed(place: Around, folder: string) {
  const argv = ['provision', '--users', '40', '--groups', '1', '--quiet', '--concurrency', '2'];
  const job = place.run([...argv, '--out', 'out'], folder);
  await until(() => place.ours().length > 6);
  const { writer } = JSON.parse(readFileSync(join(folder, 'out', 'files.json'), 'utf8'));
  process.kill(writer.pid, 'SIGKILL');
  await job;
  return ['provision', '--quiet', '--concurrency', '2', '--resume', 'out/journal.ndjson'];
}

describe('a folder in which a command is at work', { timeout: 120_000 }, () => {
  test('is refused to clean, and the run comes to its end', async () => {
    const place = await around(undefined, { latencyMs: 40 });
    const folder = newFolder();
    const first = place.run(['run', '--out', 'out', '--quiet', ...some], folder);
    await until(() => place.ours().length > 2);
    const { code, stderr } = await place.run(['clean', 'out'], folder);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(BUSY) });
    expect((await first).code).toBe(0);
    expect(await place.run(['clean', 'out'], folder)).toMatchObject({ code: 0 });
    expect(place.ours()).toEqual([]);
  });

  test('is refused to all others while an interrupted job goes on there, which can be cleaned afterwards', async () => {
    const place = await around(undefined, { latencyMs: 40 });
    const folder = newFolder();
    const resume = await killed(place, folder);
    const before = place.ours().length;
    const resumed = place.run(resume, folder);
    await until(() => place.ours().length > before + 4);
    for (const argv of [resume, ['clean', 'out'], ['run', '--out', 'out', ...one]]) {
      const { code, stderr } = await place.run(argv, folder);
      expect({ argv, code, stderr }).toEqual({ argv, code: 3, stderr: expect.stringMatching(BUSY) });
    }
    expect(await resumed).toMatchObject({ code: 0 });
    expect(await place.run(['clean', 'out'], folder)).toMatchObject({ code: 0 });
    expect(place.ours()).toEqual([]);
  });
});

test('clean removes accounts under own names where there is hardly anybody else to look at', {
  timeout: 60_000,
}, async () => {
  const place = await around(undefined, { population: 2 });
  const folder = newFolder();
  const users = Array.from({ length: 6 }, (_, at) => ({
    objectId: `u${at}`,
    userPrincipalName: `adele.${at}@corp.example.test`,
    displayName: `Adele ${at}`,
  }));
  writeFileSync(join(folder, 'd.json'), JSON.stringify({ users, groups: [] }));
  const made = () => place.endpoint.tenant.resources().filter(({ name }) => /^adele/.test(name)).length;
  const argv = ['provision', '--directory', 'd.json', '--cycles', '1', '--keep', '--quiet', '--out', 'out'];
  expect(await place.run(argv, folder)).toMatchObject({ code: 0 });
  expect(made()).toBe(6);
  const list = readFileSync(join(folder, 'out', 'files.json'), 'utf8');
  const { code, stdout } = await place.run(['clean', 'out'], folder);
  expect({ code, stdout, left: made() }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Removed/),
    left: 0,
  });
  expect(readFileSync(join(folder, 'out', 'files.json'), 'utf8')).toBe(list);
});
