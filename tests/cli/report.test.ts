import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { command, newFolder, reportIn, stack } from './command.ts';

const cwd = newFolder();
const folder = join(cwd, 'results', 'latest');
let ran: Awaited<ReturnType<typeof command>>;

beforeAll(async () => {
  ran = await command(['run', '--embedded', '--group', 'hard-delete'], { cwd });
}, 60_000);

test('prints the summary of the run again, with its exit code', async () => {
  const { code, stdout, stderr } = await command(['report'], { cwd });
  expect({ code, stderr }).toEqual({ code: ran.code, stderr: '' });
  const body = (text: string) => text.replace(/^Report: .*$/m, '');
  expect(body(stdout)).toBe(body(ran.stdout));
});

test('--format json prints the report, as --json does', async () => {
  const [format, json] = await Promise.all([
    command(['report', 'results/latest', '--format', 'json'], { cwd }),
    command(['report', '--json'], { cwd }),
  ]);
  expect(JSON.parse(format.stdout)).toEqual(reportIn(folder));
  expect(json.stdout).toBe(format.stdout);
});

test.each([
  ['markdown', 'report.md'],
  ['junit', 'junit.xml'],
])('--format %s prints what the run wrote', async (format, name) => {
  const { code, stdout } = await command(['report', '--format', format], { cwd });
  expect(code).toBe(ran.code);
  expect(stdout).toBe(readFileSync(join(folder, name), 'utf8'));
});

test('--format har prints every exchange of the run', async () => {
  const { stdout } = await command(['report', '--format', 'har'], { cwd });
  expect(JSON.parse(stdout).log.entries).toHaveLength(reportIn(folder).run.requests);
});

test('an unknown format is a mistake', async () => {
  const { code, stderr } = await command(['report', '--format', 'pdf'], { cwd });
  expect([code, stderr]).toEqual([3, expect.stringContaining('markdown')]);
});

test('--format html writes the page and prints where', async () => {
  rmSync(join(folder, 'report.html'));
  const { stdout } = await command(['report', '--format', 'html'], { cwd });
  expect(stdout).toBe(`${join(folder, 'report.html')}\n`);
  expect(existsSync(join(folder, 'report.html'))).toBe(true);
});

test.each<[string, string | undefined, RegExp]>([
  ['no report', undefined, /^Why: other\/report\.json: there is no such file\n/m],
  ['no JSON', '{', /^Why: other\/report\.json: is not JSON: line 1, column 2 /m],
  ['another schema', '{"schemaVersion":"1.0"}', /^Why: other\/report\.json is not a report of this suite: /m],
])('%s is a mistake', async (_name, text, says) => {
  const other = join(cwd, 'other');
  mkdirSync(other, { recursive: true });
  if (text !== undefined) writeFileSync(join(other, 'report.json'), text);
  const { code, stdout, stderr } = await command(['report', 'other'], { cwd });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(stack);
});

test('a member that does not fit is named by its path', async () => {
  const other = join(cwd, 'altered');
  mkdirSync(other, { recursive: true });
  const text = readFileSync(join(folder, 'report.json'), 'utf8');
  writeFileSync(join(other, 'report.json'), JSON.stringify({ ...JSON.parse(text), verdict: 'fine' }));
  const { code, stderr } = await command(['report', 'altered'], { cwd });
  expect(code).toBe(3);
  expect(stderr).toContain('/verdict');
});
