import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildReport, type ReportParts } from '../../reporters/build.ts';
import { compare } from '../../reporters/decide/compare.ts';
import { buildHistory, readVersion } from '../../reporters/history/model.ts';
import { comparisonHtml } from '../../reporters/html/comparison.ts';
import { historyHtml } from '../../reporters/html/history.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { provisioningHtml } from '../../reporters/html/provisioning.ts';
import { type StepsReport, stepsHtml } from '../../reporters/html/steps.ts';
import { byTurns } from '../drawn.ts';
import { brokenRun, HOSTILE } from '../reporters/synthetic.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'states-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = useBrowser();

// Few enough elements for axe-core to be quick, and every state and severity among them.
const broken = brokenRun();
const few = broken.definitions.slice(90, 130);
const ids = new Set(few.map(({ id }) => id));
const small: ReportParts = {
  ...broken,
  definitions: few,
  rows: broken.rows.slice(90, 130),
  outcomes: broken.outcomes.filter(({ id }) => ids.has(id)),
  exchanges: broken.exchanges.filter(({ check }) => ids.has(check)),
};
const sound: ReportParts = {
  ...small,
  outcomes: small.outcomes.map((one) => ({ ...one, status: 'pass' as const, findings: [] })),
  leftovers: [],
};
const interrupted: ReportParts = {
  ...sound,
  outcomes: sound.outcomes.slice(0, 12),
  run: { ...sound.run, ended: { why: 'interrupted', message: `the run was ${HOSTILE}`, hint: 'Run again.' } },
};
const partial: ReportParts = {
  ...sound,
  scope: { kind: 'filtered', filters: [`--group ${HOSTILE}`], terms: [] },
};
const [soundReport, brokenReport] = [buildReport(sound), buildReport(small)];
const compared = [soundReport, brokenReport].map((report) => ({ report, exchanges: small.exchanges }));
const [a = { report: soundReport, exchanges: [] }, b = a] = compared;
const plain = ({ report }: typeof a) => ({ report, exchanges: [] });
const step: StepsReport['steps'][number] = { name: HOSTILE, state: 'failed', says: HOSTILE, fix: HOSTILE };
const steps = {
  schemaVersion: '1.0' as const,
  url: HOSTILE,
  startedAt: '2026-03-01T10:00:00Z',
  steps: [step],
};
const said = { status: 'failure' as const, says: HOSTILE, modified: [HOSTILE], code: HOSTILE };

const PAGES: Record<string, string> = {
  sound: reportHtml(soundReport),
  broken: reportHtml(brokenReport),
  partial: reportHtml(buildReport(partial)),
  interrupted: reportHtml(buildReport(interrupted)),
  comparison: comparisonHtml(compare(plain(a), plain(b)), a, b),
  'a better comparison': comparisonHtml(compare(plain(b), plain(a)), b, a),
  history: historyHtml([
    buildHistory([a, b, a].map(({ report }, at) => readVersion(report, `${HOSTILE}${at}`))),
  ]),
  pilot: stepsHtml({
    ...steps,
    kind: 'pilot',
    ready: false,
    sentence: `Entra cannot start: ${HOSTILE}`,
    hint: HOSTILE,
    exitCode: 1,
  }),
  doctor: stepsHtml({ ...steps, kind: 'doctor', ready: true, sentence: 'Ready to run.', exitCode: 0 }),
  provisioning: provisioningHtml(
    {
      url: HOSTILE,
      startedAt: '2026-03-01T10:00:00Z',
      state: 'not-converged',
      cycles: [],
      claims: [{ says: 'source and target are equal', ok: false, against: [HOSTILE] }],
      failures: [],
      remarks: [HOSTILE],
      foreign: [],
      unproved: [],
      leftovers: [{ path: HOSTILE, why: HOSTILE }],
      requests: 12,
    },
    [
      {
        kind: 'User',
        source: HOSTILE,
        name: HOSTILE,
        troubled: true,
        cycles: new Map([[1, [{ action: 'create' as const, ...said }]]]),
      },
    ],
    1,
  ),
};

const LOOKS = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const;
/** Each page in one of its looks each day. */
const look = byTurns(LOOKS.length);
const pressing = byTurns(2);

describe.each(Object.keys(PAGES))('the page of %s', { timeout: 120_000 }, (name) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.html`);
  writeFileSync(file, PAGES[name] ?? '');

  for (const [colorScheme, width] of LOOKS)
    look()(
      `runs nothing of the endpoint, sends nothing, and axe-core finds nothing: ${colorScheme}, ${width} pixels`,
      async () => {
        const { page, complaints, requests } = await open(file, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect([complaints, requests, await page.locator('img').count()]).toEqual([[], [], 0]);
        const policy = await page
          .locator('meta[http-equiv="Content-Security-Policy"]')
          .getAttribute('content');
        expect(policy).toContain("default-src 'none'");
        await page.close();
      },
    );

  pressing()(
    'can be gone through with the keyboard: everything that is there to be pressed takes the focus, and shows it',
    async () => {
      const { page } = await open(file);
      const wanted = await page
        .locator('a[href]:visible, summary:visible, button:visible, input:visible, select:visible')
        .count();
      const reached = new Set<string>();
      for (let presses = 0; presses <= wanted + 30; presses += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate<string>(`(() => {
        const one = document.activeElement;
        if (!one || one === document.body) return '';
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        one.dataset.seen ??= String(Math.random());
        return one.matches('.skip') || outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 ? one.dataset.seen : 'unseen ' + one.outerHTML;
      })()`);
        expect(at).not.toMatch(/^unseen/);
        if (at !== '') reached.add(at);
      }
      expect(reached.size).toBeGreaterThanOrEqual(wanted);
      await page.close();
    },
  );
});

test('the first cause is on the first screen, however many there are', { timeout: 60_000 }, async () => {
  const { page } = await open(join(folder, 'broken.html'), { viewport: { width: 1280, height: 900 } });
  const top = await page.locator('#cause-1').evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeGreaterThan(0);
  expect(top).toBeLessThan(860);
  await page.close();
});
