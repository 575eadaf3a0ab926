import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeAllure } from '../../reporters/allure/write.ts';
import { buildReport } from '../../reporters/build.ts';
import { brokenRun, HOSTILE } from './synthetic.ts';

interface Step {
  name: string;
  attachments: { name: string; source: string; type: string }[];
}

interface Result {
  name: string;
  fullName: string;
  status: string;
  statusDetails?: { message?: string };
  start: number;
  stop: number;
  labels: { name: string; value: string }[];
  links: { url: string; name: string; type: string }[];
  steps: Step[];
}

const folder = mkdtempSync(join(tmpdir(), 'allure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

const run = brokenRun();
// As checks that run at the same time leave it: exchanges of many checks between each other.
const exchanges = [...run.exchanges].sort((a, b) => a.ordinal - b.ordinal || b.number - a.number);
const report = buildReport(run);
const results = new Map<string, Result>();

beforeAll(() => {
  writeAllure(report, exchanges, folder);
  for (const name of readdirSync(folder).filter((one) => one.endsWith('-result.json'))) {
    const result = JSON.parse(read(name)) as Result;
    results.set(findLabels(result, 'story')[0] ?? '', result);
  }
}, 60_000);

function findLabels({ labels }: Result, wanted: string): string[] {
  return labels.filter(({ name }) => name === wanted).map(({ value }) => value);
}

describe('results for Allure', () => {
  test('are one for each check, in the state that the report gives it', () => {
    expect([...results.keys()].sort()).toEqual(report.checks.map(({ id }) => id).sort());
    const states: Record<string, string> = {
      pass: 'passed',
      fail: 'failed',
      blocked: 'broken',
      error: 'broken',
      'not-applicable': 'skipped',
      'not-run': 'skipped',
    };
    for (const { id, status } of report.checks) expect(results.get(id)?.status, id).toBe(states[status]);
  });

  test('carry labels, severity and a link for each requirement', () => {
    const result = results.get('discovery.fact-number-1');
    if (!result) throw new Error('no result');
    expect(result.name).toBe('the fact of discovery.fact-number-1');
    expect(findLabels(result, 'epic')).toEqual(['SCIM 2.0, profile smartfile']);
    expect(findLabels(result, 'feature')).toEqual(['discovery']);
    expect(findLabels(result, 'severity')).toEqual(['critical']);
    expect(findLabels(result, 'tag')).toEqual(['rfc']);
    expect(result.links).toEqual([
      {
        name: '7644:3.9/fact-1',
        type: 'tms',
        url: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.6',
      },
    ]);
    expect(result.stop - result.start).toBe(12);
  });

  test('say why: the finding, the step that blocked, the fault, the reason', () => {
    const message = (n: number) => results.get(`discovery.fact-number-${n}`)?.statusDetails?.message;
    expect(message(1)).toMatch(/^status: expected 404, observed <\/script>/);
    expect(message(2)).toBe('blocked: POST /Groups answered 500');
    expect(message(3)).toBe('error: the check claimed nothing');
    expect(message(4)).toBe('declared: bulk is not supported');
    expect(message(8)).toBe('opt-in: tag load');
    expect(message(10)).toBeUndefined();
  });

  test('hold the exchanges of their own check and no other, each as an attachment', () => {
    for (const { id } of report.checks) {
      const own = exchanges.filter(({ check }) => check === id);
      const steps = results.get(id)?.steps ?? [];
      expect(steps.map(({ attachments }) => attachments[0]?.name)).toEqual(
        own.map(({ number }) => `exchange ${number}`),
      );
    }
    const source = results.get('discovery.fact-number-1')?.steps[0]?.attachments[0]?.source ?? '';
    const text = read(source);
    expect(text).toContain('POST /Users');
    expect(text).toContain('authorization: [redacted]');
    expect(text).not.toContain(HOSTILE);
    expect(source).toMatch(/\.http$/);
  });

  test('come with categories and the environment', () => {
    expect(read('environment.properties')).toContain('endpoint=https://files.example.test/ftp/scim');
    expect(JSON.parse(read('categories.json'))).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  test('have names that do not depend on the folder of the run, so that Allure finds their history', () => {
    expect(results.get('users.fact-number-100')?.fullName).toMatch(
      /scim-conformance\/users#users users\.fact-number-100$/,
    );
  });
});
