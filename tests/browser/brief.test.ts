import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { briefHtml } from '../../reporters/html/brief.ts';
import type { Cover } from '../../reporters/html/cover.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { brokenRun, HOSTILE } from '../reporters/synthetic.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'brief-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = useBrowser();

const report = buildReport(brokenRun());
const cover: Cover = {
  title: 'Assessment: not conformant',
  product: { product: HOSTILE, version: '7.1', vendor: 'Ann Ltd', contact: 'scim@ann.example' },
  keyId: 'f00dcafef00dcafe',
  demonstration: true,
  verify: ['sha256sum -c sha256sums.txt', 'scim-conformance verify . --key VENDOR.pub', '# from the vendor'],
};
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('the summary of a pack', () => {
  const file = write('summary.html', briefHtml(report, cover));

  test.each(['A4', 'Letter'])(
    'is at most two pages of %s, however broken the endpoint is',
    async (format) => {
      const { page } = await open(file);
      const pdf = await page.pdf({
        format,
        margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' },
      });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
      expect(pages.length).toBeGreaterThan(0);
      expect(pages.length).toBeLessThanOrEqual(2);
      await page.close();
    },
  );

  test.each(['light', 'dark'] as const)('axe-core finds nothing, %s', async (colorScheme) => {
    const { page } = await open(file, { colorScheme });
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  test('a demonstration says so on every page of paper, and while one reads', async () => {
    for (const name of [file, write('report.html', reportHtml(report, { cover }))]) {
      const { page } = await open(name);
      const mark = page.locator('.demonstration');
      const position = () =>
        page.evaluate("getComputedStyle(document.querySelector('.demonstration')).position");
      expect(await position()).toBe('sticky');
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      expect(await mark.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
      await page.emulateMedia({ media: 'print' });
      expect(await position()).toBe('fixed');
      await page.close();
    }
  });
});
