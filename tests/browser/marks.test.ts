import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import type { ReportedRow } from '../../reporters/model.ts';
import { brokenRun } from '../reporters/synthetic.ts';
import { useBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'marks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = useBrowser();

const STATES: Record<ReportedRow['state'], true> = {
  pass: true,
  fail: true,
  error: true,
  blocked: true,
  'not-run': true,
  'not-applicable': true,
  'not-verified': true,
  'not-tested': true,
};

test('no two states of the map have the same sign in the same frame', async () => {
  const report = buildReport(brokenRun());
  const states = Object.keys(STATES) as ReportedRow['state'][];
  const rows = report.rows.map((row, at) => ({ ...row, state: states[at % states.length] ?? row.state }));
  const file = join(folder, 'report.html');
  writeFileSync(file, reportHtml({ ...report, rows }));
  const { page } = await open(file);
  // Without any colour: what is written in it, and whether it is filled or how it is framed.
  const shapes = (await page.evaluate(`Array.from(document.querySelectorAll('#map .key .mark'), (mark) => {
    const { backgroundColor, borderTopStyle } = getComputedStyle(mark);
    return mark.textContent + ' ' + (backgroundColor === 'rgba(0, 0, 0, 0)' ? borderTopStyle : 'filled');
  })`)) as string[];
  expect(shapes).toHaveLength(states.length);
  expect(new Set(shapes).size, shapes.join('; ')).toBe(states.length);
  await page.close();
});
