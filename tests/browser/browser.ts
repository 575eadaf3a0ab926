import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { candidates } from './candidates.ts';

/** A page that is open, and everything that the browser complained about since. */
export interface Opened {
  page: Page;
  complaints: string[];
  /** Addresses that the page asked for beside its own. */
  requests: string[];
}

const NO_BROWSER =
  'no Chromium, Chrome or Edge was found that starts; install one, or name it with CHROME_PATH';

/**
 * A browser for the tests of one file. Where there is none they are skipped, and the summary says so; with
 * REQUIRE_BROWSER set they fail, so that where the suite is proved nobody overlooks that the page was not tested.
 */
export function useBrowser(): (file: string, options?: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await firstThatWorks();
    if (browser === undefined && process.env.REQUIRE_BROWSER) throw new Error(NO_BROWSER);
  }, 120_000);
  beforeEach((context) => context.skip(browser === undefined, NO_BROWSER));
  afterAll(() => browser?.close());

  return async (file, options = {}) => {
    if (!browser) throw new Error(NO_BROWSER);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const address = request.url().split('#')[0];
      if (address !== `file://${file}`) requests.push(request.url());
    });
    await page.goto(`file://${file}`);
    return { page, complaints, requests };
  };
}

/** The first browser that starts and opens a file of the temporary folder, which confined packages may not. */
async function firstThatWorks(): Promise<Browser | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'try-browser-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, '<!doctype html><title>open</title>');
  try {
    for (const { options } of candidates(process.env)) {
      const browser = await chromium
        .launch({ ...options, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: 30_000 })
        .catch(() => undefined);
      if (browser && (await opens(browser, file))) return browser;
      await browser?.close();
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function opens(browser: Browser, file: string): Promise<boolean> {
  try {
    const page = await browser.newPage();
    await page.goto(`file://${file}`, { timeout: 15_000 });
    const title = await page.title();
    await page.close();
    return title === 'open';
  } catch {
    return false;
  }
}
