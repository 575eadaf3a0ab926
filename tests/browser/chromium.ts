import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const PATH = '/usr/bin/chromium';

/** A page that is open, and everything that the browser complained about since. */
export interface Opened {
  page: Page;
  complaints: string[];
  /** Addresses that the page asked for beside its own. */
  requests: string[];
}

/**
 * Debian's Chromium for the tests of one file. Without it they fail and say what to install: a page that nobody
 * looked at in a browser is not tested.
 */
export function useChromium(): (file: string, options?: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!existsSync(PATH))
      throw new Error(`These tests need Chromium at ${PATH}; on Debian: apt-get install chromium`);
    browser = await chromium.launch({
      executablePath: PATH,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }, 60_000);
  afterAll(() => browser?.close());

  return async (file, options = {}) => {
    if (!browser) throw new Error('Chromium has not started.');
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
