import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { har } from '../../reporters/har.ts';
import { exchange, parts } from '../reporters/synthetic.ts';
import { useBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'har-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = useBrowser();

test('a browser reads the archive: it answers from it what the endpoint answered', {
  timeout: 60_000,
}, async () => {
  const archive = join(folder, 'evidence.har');
  const read = exchange(1, 'users.a', {
    method: 'GET',
    path: '/Users/1',
    response: {
      status: 200,
      headers: { 'content-type': 'application/scim+json' },
      body: '{"id":"1","userName":"Zoë"}',
    },
  });
  writeFileSync(archive, har(buildReport(parts()), [read]));
  const blank = join(folder, 'blank.html');
  writeFileSync(blank, '<!doctype html><title>-</title>');

  const { page } = await open(blank);
  await page.context().routeFromHAR(archive, { notFound: 'abort' });
  const answer = await page.goto('https://files.example.test/ftp/scim/Users/1');
  expect([answer?.status(), await answer?.json()]).toEqual([200, { id: '1', userName: 'Zoë' }]);
  await expect(page.goto('https://files.example.test/ftp/scim/Users/2')).rejects.toThrow();
});
