import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, newFolder, reportIn } from './command.ts';

const cwd = newFolder();
const out = join(cwd, 'out');
const jobSummary = join(cwd, 'summary.md');
const run = ['run', '--embedded', '--group', 'hard-delete', '--defect', 'delete.stays-readable', '--quiet'];
const read = (name: string) => readFileSync(join(out, name), 'utf8');
let ran: Awaited<ReturnType<typeof command>>;

beforeAll(async () => {
  ran = await command([...run, '--out', out, '--allure'], { cwd, env: { GITHUB_STEP_SUMMARY: jobSummary } });
}, 60_000);

describe('what a run leaves beside report.json', () => {
  test('Markdown, which is also the summary of a job', () => {
    expect(ran.code).toBe(1);
    expect(read('report.md')).toMatch(/^## SCIM conformance: not conformant\n/);
    expect(readFileSync(jobSummary, 'utf8')).toBe(read('report.md'));
  });

  test('JUnit XML', () => {
    expect(read('junit.xml')).toMatch(/^<\?xml .*<testsuites /s);
  });

  test('a line for each event: the beginning, every check that ran, the end', () => {
    const lines = read('events.ndjson').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    const report = reportIn(out);
    const outcomes = events.filter(({ event }) => event === 'outcome');
    expect(events[0]).toMatchObject({
      event: 'begin',
      version: '1.0',
      run: report.run.id,
      profile: 'smartfile',
      checks: outcomes.length,
    });
    const states = Object.fromEntries(report.checks.map(({ id, status }) => [id, status]));
    for (const { check, state } of outcomes) expect([check, state]).toEqual([check, states[check]]);
    const failed = outcomes.find(({ state }) => state === 'fail');
    expect(failed.findings[0]).toMatchObject({ key: expect.any(String), expected: expect.any(String) });
    expect(events.at(-1)).toMatchObject({
      event: 'end',
      run: report.run.id,
      verdict: 'not conformant',
      exitCode: 1,
      requests: report.run.requests,
    });
    expect(events.every(({ at }) => Date.parse(at) > 0)).toBe(true);
  });

  test('results for Allure, with one for each check of the catalogue', () => {
    const results = readdirSync(join(out, 'allure-results')).filter((name) => name.endsWith('-result.json'));
    expect(results).toHaveLength(reportIn(out).checks.length);
  });
});

test('a run without --allure writes nothing of Allure, and one into the same folder mixes nothing', async () => {
  const { code } = await command([...run, '--out', out], { cwd });
  expect(code).toBe(1);
  expect(existsSync(join(out, 'allure-results'))).toBe(false);
  expect(read('events.ndjson').match(/"event":"begin"/g)).toHaveLength(1);
}, 60_000);

test('an endpoint that cannot be reached leaves a beginning and an end', async () => {
  const gone = join(cwd, 'gone');
  const argv = ['run', '--url', 'http://127.0.0.1:9/scim', '--quiet', '--out', gone];
  const { code } = await command(argv, { cwd, env: { SCIM_TOKEN: 'abcdefgh:ijklmnop' } });
  expect(code).toBe(2);
  const events = readFileSync(join(gone, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(events.map((line) => JSON.parse(line).event)).toEqual(['begin', 'end']);
  expect(JSON.parse(events[1] ?? '')).toMatchObject({ ended: 'preflight', exitCode: 2 });
}, 60_000);
