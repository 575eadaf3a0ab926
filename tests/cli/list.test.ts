import { describe, expect, test } from 'vitest';
import { profileNames } from '../../config/profiles.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { groupName } from '../../kit/check/definition.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { command, newFolder, stack } from './command.ts';

const cwd = newFolder();
const run = (...argv: string[]) => command(argv, { cwd });
const json = async (...argv: string[]) => JSON.parse((await run(...argv, '--json')).stdout);

describe('list', () => {
  test('has every check with severity and title, by group', async () => {
    const { code, stdout, stderr } = await run('list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    for (const { id, title } of catalogue)
      expect(
        lines.some(
          (line) =>
            / (violation|warning|note) /.test(line) && line.includes(`${id} `) && line.includes(title),
        ),
      ).toBe(true);
    expect(stdout).toContain(`${catalogue.length} checks\n`);
  });

  test('is narrowed by group, check and severity', async () => {
    const ids = async (...argv: string[]) =>
      (await json('list', ...argv)).map(({ id }: { id: string }) => id);
    const users = catalogue.filter((entry) => groupName(entry.id) === 'users').map(({ id }) => id);
    expect(await ids('--group', 'users')).toEqual(users);
    expect(await ids('--check', 'hard-delete.answers-20*')).toEqual(['hard-delete.answers-204']);
    const both = [...(await ids('--severity', 'violation')), ...(await ids('--severity', 'warning,note'))];
    expect(both.sort()).toEqual(catalogue.map(({ id }) => id).sort());
  });

  test('--coverage counts rows and peers', async () => {
    const coverage = await json('list', '--coverage');
    expect(Object.keys(coverage)).toEqual(['rows', 'verified', 'notTested', 'uncovered', 'peers']);
    expect(Object.keys(coverage.peers)).toEqual(['rows', 'covered', 'excused', 'uncovered']);
    const { rows, verified, notTested, uncovered } = coverage;
    expect(rows).toBe(loadRows().length);
    expect(verified + notTested + uncovered.length).toBe(rows);
    const { stdout } = await run('list', '--coverage');
    expect(stdout).toMatch(
      new RegExp(`^ {2}all +${rows} +${verified} +${notTested} +${uncovered.length}$`, 'm'),
    );
  });

  test('--diagnoses, and explain says each', async () => {
    const diagnoses = (await json('list', '--diagnoses')) as { id: string; says: string }[];
    const explained = await json('explain', 'delete.not-done');

    expect(diagnoses.map(({ id }) => id)).toContain('delete.not-done');
    expect(explained).toMatchObject(diagnoses.find(({ id }) => id === 'delete.not-done') ?? {});
    expect(explained.shownBy).toContainEqual(expect.objectContaining({ id: 'hard-delete.absent-by-id' }));
    const { stdout } = await run('explain', 'delete.not-done');
    expect(stdout).toMatch(
      /\nShown by\n(?: {2}\S.*\n)+Next: scim-conformance explain \S+\.\S+ shows the requests/,
    );
  });

  test('--rows and --profiles', async () => {
    const rows = await json('list', '--rows');
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(loadRows().map(({ id }) => id));
    const profiles = await json('list', '--profiles');
    expect(profiles.map(({ name }: { name: string }) => name)).toEqual([...profileNames]);
  });

  test('two lists at once are a mistake', async () => {
    const { code, stderr } = await run('list', '--rows', '--coverage');
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /\nWhy: --coverage and --rows are different lists\nNext: Ask for one of them\.\n$/,
    );
  });
});

describe('explain', () => {
  test('a check: requirement, link, and the requests that it sends', async () => {
    const { code, stdout, stderr } = await run('explain', 'hard-delete.absent-by-id');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('7644:3.6/deleted-get-404  (MUST, violation');
    expect(stdout).toContain('https://www.rfc-editor.org/rfc/rfc7644#section-3.6');
    const requests = stdout.match(/^ {2}(GET|POST|DELETE) \S+ {2}\(answered \d+\)$/gm) ?? [];
    expect(requests.map((line) => line.trim().split(' ')[0]).slice(-3)).toEqual(['GET', 'DELETE', 'GET']);
    expect(requests.at(-1)).toMatch('answered 404');
  });

  test('a rule sends nothing', async () => {
    const rule = catalogue.find(({ kind }) => kind === 'rule')?.id ?? '';
    const explained = await json('explain', rule);
    expect(explained).toMatchObject({ id: rule, kind: 'rule' });
    expect(explained).not.toHaveProperty('requests');
  });

  test('a requirement: the checks that verify it, or why none does', async () => {
    const verified = await json('explain', '7644:3.6/deleted-get-404');
    expect(verified.verifiedBy.map(({ id }: { id: string }) => id)).toContain('hard-delete.absent-by-id');
    const untested = loadRows().find(({ notTested }) => notTested !== undefined);
    const { stdout } = await run('explain', untested?.id ?? '');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`No check verifies it: ${untested?.notTested}`);
  });

  test('a requirement in conflict names the other', async () => {
    const { stdout } = await run('explain', 'entra:Q07');
    expect(stdout).toContain('In conflict with 7644:3.5.2.3/replace-filter-nomatch');
  });

  test('an unknown id is a mistake, with the nearest one', async () => {
    const { code, stdout, stderr } = await run('explain', 'hard-delete.absent-by-di');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(
      /no check, requirement or diagnosis ".*"\nNext: Did you mean hard-delete.absent-by-id\?\n$/,
    );
    expect(stderr).not.toMatch(stack);
  });
});
