import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import type { Report } from '../../reporters/model.ts';
import { command, newFolder } from '../cli/command.ts';
import { brokenRun, definition, HOSTILE, outcome, parts, row } from '../reporters/synthetic.ts';

const folder = newFolder();

/** A report of a day, in which the fact holds or does not. */
function makeReport(day: number, holds: boolean, url = 'https://a.test/scim'): Report {
  const state = holds ? 'pass' : 'fail';
  const findings = [{ key: 'status', expected: '404', observed: '200', row: '7644:3.6/gone', exchanges: [] }];
  const report = buildReport(
    parts({
      definitions: [definition('delete.gone', ['7644:3.6/gone'])],
      rows: [row('7644:3.6/gone')],
      outcomes: [outcome('delete.gone', state, { findings: holds ? [] : findings })],
    }),
  );
  const startedAt = new Date(Date.UTC(2024, 0, day)).toISOString();
  return { ...report, run: { ...report.run, startedAt }, target: { ...report.target, url } };
}

function keep(name: string, report: unknown): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'report.json'), JSON.stringify(report));
  return join(folder, name);
}

beforeAll(() => {
  for (let day = 1; day <= 500; day += 1)
    keep(`years/${day % 7}/run-${day}`, makeReport(day, day < 100 || day > 120));
  keep('years/torn', 'no report');
  keep('two/a', makeReport(1, true));
  keep('two/b', makeReport(2, false));
  keep('two/other', makeReport(3, true, 'https://b.test/scim'));
});

test('years of runs are one matrix, by time, and one that cannot be read is named', async () => {
  const out = join(folder, 'out');
  const { code, stdout, stderr } = await command(['history', 'years', '--out', out, '--json'], {
    cwd: folder,
  });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Left out: .*torn.*\n$/);
  const { endpoints, newest } = JSON.parse(stdout);
  expect(endpoints).toHaveLength(1);
  expect(endpoints[0].versions).toHaveLength(500);
  const [line] = endpoints[0].requirements;
  const wrong = line.cells.flatMap((cell: string, at: number) => (cell === 'fail' ? [at + 1] : []));
  expect([wrong.at(0), wrong.at(-1), wrong.length]).toEqual([100, 120, 21]);
  expect(newest).toMatchObject([{ result: 'not worse' }]);
  expect(readFileSync(join(out, 'history.html'), 'utf8')).toContain('wrong in run 100, 101');
  expect(readFileSync(join(out, 'history.md'), 'utf8')).toContain('| run-500 |');
}, 60_000);

test('the last run of an endpoint against the one before decides, and endpoints are apart', async () => {
  const { code, stdout } = await command(['history', 'two'], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout).toMatch(/\|·×\| what 7644:3\.6\/gone asks for/);
  expect(stdout).toMatch(/a\.test\/scim: the last run is worse[\s\S]*b\.test\/scim: one run, nothing/);
  expect(stdout).toMatch(/\nNext: .*\n$/);
  const none = await command(['history', '.empty'], { cwd: folder });
  expect([none.code, none.stderr]).toEqual([3, expect.stringMatching(/does not exist\nNext: Name a folder/)]);
});

test('compare takes any number, in the order given', async () => {
  const [a, b] = [join(folder, 'two/a'), join(folder, 'two/b')];
  const worse = await command(['compare', a, a, b, '--json'], { cwd: folder });
  expect(worse.code).toBe(1);
  expect(JSON.parse(worse.stdout).endpoints[0].requirements[0].cells).toEqual(['pass', 'pass', 'fail']);
  const better = await command(['compare', a, b, a], { cwd: folder });
  expect(better.code).toBe(0);
  expect(better.stdout).toMatch(/\|·×·\|/);
});

test('what an endpoint answered is text in every rendering', async () => {
  const report = buildReport(brokenRun());
  const hostile = {
    ...report,
    observations: report.checks.slice(0, 1).map(({ id }) => ({ check: id, key: HOSTILE, value: HOSTILE })),
  };
  keep('hostile/a', report);
  keep('hostile/b', hostile);
  const out = join(folder, 'hostile-out');
  await command(['history', 'hostile', '--out', out], { cwd: folder });
  expect(readFileSync(join(out, 'history.html'), 'utf8')).not.toContain(HOSTILE);
});
