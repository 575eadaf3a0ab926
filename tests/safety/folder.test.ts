import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reckonJournal } from '../../kit/safety/journal/file.ts';
import { newFolder, reportIn, stack } from '../cli/command.ts';
import { byTurns, drawn } from '../drawn.ts';
import { advised, around, one, some } from './leaving.ts';

const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath ?? file.path, file.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );

/** A folder in which a run was killed. */
async function killedIn(place: Awaited<ReturnType<typeof around>>, argv = ['run', '--out', 'out', ...some]) {
  const folder = newFolder();
  await place.interrupted(argv, folder, 'SIGKILL');
  expect(place.ours().length).toBeGreaterThan(0);
  return folder;
}

const turn = byTurns(2);

describe('a folder whose run did not come to its end', { timeout: 120_000 }, () => {
  test('is cleaned first by a run that may, which says so', async () => {
    const place = await around();
    const folder = await killedIn(place);
    const { code, stderr } = await place.run(['run', '--out', 'out', ...one], folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/(was cut short: removing what it left|may have left something: looking for it) /);
    expect(place.ours()).toEqual([]);
    expect(readdirSync(join(folder, 'out')).filter((name) => /^journal-.*ndjson$/.test(name))).toHaveLength(
      1,
    );
  });

  const refused: [string, string[]][] = [
    ['another endpoint', ['run', '--out', 'out', '--url', 'http://127.0.0.1:9/ftp/scim', ...one]],
    ['the embedded tenant', ['run', '--out', 'out', '--embedded', ...one]],
    ['a run that may only read', ['run', '--out', 'out', '--read-only', '--quiet']],
    ['report', ['report', 'out', '--format', 'html']],
    ['gate of a finished report', ['gate', '--report', 'out/report.json']],
    ['compare', ['compare', 'given', 'given', '--out', 'out']],
  ];
  test.each(drawn('refusals', refused, 1))(
    'is refused to %s, with the command that cleans it',
    async (_name, argv) => {
      const place = await around();
      const folder = await killedIn(place);
      const given = join(folder, 'given');
      await place.run(['run', '--out', given, ...one], newFolder());
      writeFileSync(join(folder, 'out', 'report.json'), readFileSync(join(given, 'report.json')));
      const before = contents(join(folder, 'out'));
      const left = place.ours().length;
      const { code, stderr, stdout } = await place.run(argv, folder);
      expect(code).toBe(3);
      expect(stdout + stderr).not.toMatch(stack);
      expect(contents(join(folder, 'out'))).toEqual(before);
      expect(place.ours()).toHaveLength(left);
      const words = advised(stderr);
      expect(words).toContain(join(folder, 'out'));
      expect(words).toContain(place.endpoint.url);
      expect((await place.run(words, dirname(folder))).code).toBe(0);
      expect(place.ours()).toEqual([]);
    },
  );

  test('is told from one whose run ended, whatever was refused to it', async () => {
    const place = await around();
    const folder = newFolder();
    const first = await place.run(['run', '--out', 'out', '--group', 'bulk', '--quiet'], folder);
    expect([first.code, place.ours()]).toEqual([0, []]);
    expect(reckonJournal(join(folder, 'out')).pending).toEqual([]);
    const second = await place.run(['run', '--out', 'out', ...one], folder);
    expect([second.code, second.stderr]).toEqual([0, expect.not.stringMatching(/cut short/)]);
  });

  turn()('is refused to another credential', async () => {
    const place = await around();
    const folder = await killedIn(place);
    const before = contents(join(folder, 'out'));
    writeFileSync(join(folder, '.env'), 'OTHER=another-key:another-password\n');
    const { code, stderr } = await place.run(['run', '--out', 'out', '--token-env', 'OTHER', ...one], folder);
    expect(code).toBe(3);
    expect(advised(stderr)).toContain('OTHER');
    expect(contents(join(folder, 'out'))).toEqual(before);
  });

  turn()('ends the run with 2 where it cannot be cleaned, and holds what it held', async () => {
    let stuck = false;
    const place = await around((answer, { method }) =>
      stuck && method === 'DELETE' ? { ...answer, status: 403 } : answer,
    );
    const folder = await killedIn(place);
    // The twist lets the delete through: what counts is what was answered.
    stuck = true;
    const before = contents(join(folder, 'out'));
    const { code, stderr } = await place.run(['run', '--out', 'out', ...one], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/could not be removed/);
    expect(advised(stderr)).toContain(join(folder, 'out'));
    const { 'journal.ndjson': now, ...rest } = contents(join(folder, 'out'));
    const { 'journal.ndjson': then, ...others } = before;
    expect(now?.startsWith(then ?? '-')).toBe(true);
    expect(rest).toEqual(others);
  });

  turn()('of the embedded tenant is free again, as the tenant ended with the run', async () => {
    const place = await around();
    const folder = newFolder();
    const argv = ['run', '--embedded', '--out', 'out', ...one];
    expect((await place.run(argv, folder)).code).toBe(0);
    expect((await place.run(argv, folder)).code).toBe(0);
  });

  turn()('is left alone while its run goes on', async () => {
    const place = await around(undefined, { latencyMs: 40 });
    const folder = newFolder();
    const first = place.run(['run', '--out', 'out', '--quiet', ...some], folder);
    while (!existsSync(join(folder, 'out', 'journal.ndjson'))) await new Promise((r) => setTimeout(r, 20));
    const { code, stderr } = await place.run(['run', '--out', 'out', ...one], folder);
    expect(code).toBe(3);
    expect(stderr).toMatch(/another run is in progress/);
    expect((await first).code).toBe(0);
  });

  turn()('that was provisioned to keep is not cleaned unasked', async () => {
    const place = await around();
    const folder = newFolder();
    const argv = ['provision', '--users', '3', '--groups', '1', '--out', 'out', '--quiet'];
    await place.run([...argv, '--keep'], folder);
    const kept = place.ours().length;
    expect(kept).toBeGreaterThan(0);
    const { code, stderr } = await place.run(argv, folder);
    expect(code).toBe(3);
    expect(place.ours()).toHaveLength(kept);
    await place.run(advised(stderr), folder);
    expect(place.ours()).toEqual([]);
  });
});

describe('a folder with files of somebody else', { timeout: 120_000 }, () => {
  test.each(['report.json', 'journal.ndjson', 'exchanges.ndjson', 'events.ndjson', 'files.json'])(
    'is refused where %s would be replaced',
    async (name) => {
      const place = await around();
      const folder = newFolder();
      writeFileSync(join(folder, name), 'mine\n');
      const { code, stderr } = await place.run(['run', '--out', '.', ...one], folder);
      expect(code).toBe(3);
      expect(stderr).toContain(name);
      expect(contents(folder)).toEqual({ [name]: 'mine\n' });
      expect(place.endpoint.tenant.writes()).toEqual([]);
    },
  );

  turn()('keeps all of them, however often runs write there', async () => {
    const place = await around();
    const folder = newFolder();
    mkdirSync(join(folder, 'allure-results'));
    mkdirSync(join(folder, 'pack'));
    const mine = {
      'allure-results/mine.json': '{}',
      'gate.md': 'mine',
      'pack/notes.txt': 'mine',
      'a.txt': '',
    };
    for (const [name, text] of Object.entries(mine)) writeFileSync(join(folder, name), text);
    const results = () =>
      readdirSync(join(folder, 'allure-results')).filter((name) => /result/.test(name)).length;
    expect((await place.run(['run', '--out', '.', '--allure', ...one], folder)).code).toBe(0);
    const first = results();
    expect((await place.run(['run', '--out', '.', '--allure', ...one], folder)).code).toBe(0);
    expect(results()).toBe(first);
    expect((await place.run(['run', '--out', '.', ...one], folder)).code).toBe(0);
    expect(contents(folder)).toMatchObject(mine);
    expect(results()).toBe(0);
    expect((await place.run(['gate', '--out', '.', ...one], folder)).code).toBe(3);
    expect((await place.run(['gate', '--report', 'report.json'], folder)).code).toBe(3);
    expect(contents(folder)).toMatchObject(mine);
  });

  turn()('keeps what a list that was tampered with names', async () => {
    const place = await around();
    const folder = newFolder();
    await place.run(['run', '--out', 'out', ...one], folder);
    writeFileSync(join(folder, 'victim.txt'), 'mine');
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'x.json'), 'mine');
    writeFileSync(join(folder, 'out', 'notes.txt'), 'mine');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'out', 'allure-results'));
    const list = join(folder, 'out', 'files.json');
    const said = JSON.parse(readFileSync(list, 'utf8')) as { files: unknown[] };
    said.files.push('../victim.txt', 'allure-results/x.json', 'notes.txt', 7, join(folder, 'victim.txt'));
    writeFileSync(list, JSON.stringify(said));
    expect((await place.run(['run', '--out', 'out', ...one], folder)).code).toBe(0);
    expect(readFileSync(join(folder, 'victim.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'elsewhere', 'x.json'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'out', 'notes.txt'), 'utf8')).toBe('mine');
  });

  turn()('a new run leaves nothing of the one before beside its own', async () => {
    const place = await around();
    const folder = newFolder();
    await place.run(['gate', '--out', 'out', ...one], folder);
    const { run } = reportIn(join(folder, 'out'));
    await place.run(['run', '--pilot', '--out', 'out'], folder);
    const { [`journal-${run.id}.ndjson`]: kept, ...now } = contents(join(folder, 'out'));
    expect(kept).toBeDefined();
    expect(Object.keys(now).sort()).toEqual([
      'exchanges.ndjson',
      'files.json',
      'journal.ndjson',
      'report.html',
      'report.json',
    ]);
  });
});
