import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { decide } from '../../reporters/decide/gate.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { brokenRun, exchange } from '../reporters/synthetic.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'browser-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = useBrowser();

const run = brokenRun();
const report = buildReport(run);
const FAILED = 'discovery.fact-number-1';
const PASSED = 'discovery.fact-number-10';

test('shows the waivers of a gate; the check stays failed', async () => {
  const waiver = { check: FAILED, reason: 'known <b>', owner: 'ann', expires: '2026-12-31' };
  const waivers = [waiver, { ...waiver, check: 'discovery.no-such' }, { ...waiver, check: PASSED }];
  const now = Date.parse('2026-06-01');
  const decision = decide(report, { waivers, failOn: 'violation', newChecks: 'list', now });
  const gated = join(folder, 'gate.html');
  writeFileSync(gated, reportHtml(report, { gate: { decision, waivers } }));
  const { page, complaints } = await open(gated);
  const lines = await page.locator('#gate table').last().locator('tbody tr').allTextContents();
  expect(lines[0]).toContain('excuses 1 finding');
  expect(lines[0]).toContain('known <b>');
  expect(lines[1]).toContain('waiver for nothing');
  expect(lines[2]).toContain('waiver stale');
  expect(await page.locator(`[id="check-${FAILED}"] .pill`).textContent()).toBe('fail (waived)');
  expect(await page.locator('.verdict .word').allTextContents()).toEqual(['Gate closed', 'Not conformant']);
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a finding whose words have no place to break stays within the page', async () => {
  const long = `urn:${'x'.repeat(300)}`;
  const told = {
    ...run,
    outcomes: run.outcomes.map((one) => ({
      ...one,
      findings: one.findings.map((found) => ({ ...found, key: long, expected: long, observed: long })),
    })),
  };
  const failed = buildReport(told);
  const decision = decide(failed, { waivers: [], failOn: 'violation', newChecks: 'list', now: 0 });
  const file = join(folder, 'long.html');
  writeFileSync(file, reportHtml(failed, { gate: { decision, waivers: [] } }));
  for (const width of [1200, 800, 390]) {
    const { page } = await open(file, { viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} wide`).toBeLessThanOrEqual(
      width,
    );
    await page.close();
  }
});

test('leaves the evidence of what passed out where there is too much', async () => {
  const noise = (seed: number) =>
    Array.from({ length: 700 }, (_, at) =>
      ((seed * 7919 + at * at * 104_729) % 2_147_483_647).toString(36),
    ).join('');
  const exchanges = run.exchanges.map((one) => ({
    ...exchange(one.number, one.check),
    response: { status: 200, headers: {}, body: noise(one.number) },
  }));
  const text = reportHtml(report, { exchanges });
  expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
  expect(text).toMatch(
    /to open quickly, this page leaves out those of \d+ checks that ran, of passed ones first/,
  );
});
