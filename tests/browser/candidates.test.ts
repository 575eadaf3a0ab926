import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { candidates } from './candidates.ts';

const folder = mkdtempSync(join(tmpdir(), 'candidates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
for (const name of ['google-chrome', 'microsoft-edge', 'mine'])
  writeFileSync(path(name), '', { mode: 0o755 });
writeFileSync(path('chromium'), 'not executable', { mode: 0o644 });

test('Chrome, Chromium and Edge are looked for on the path, what CHROME_PATH names comes first', () => {
  const env = { PATH: ['/nowhere', folder].join(delimiter), CHROME_PATH: path('mine') };
  const found = candidates(env).flatMap(({ options }) => options.executablePath ?? []);
  expect(found.filter((one) => one.startsWith(folder))).toEqual(
    ['mine', 'google-chrome', 'microsoft-edge'].map(path),
  );
});

test('Chrome and Edge are looked for where they are usually installed, whatever the path is', () => {
  expect(candidates({}).flatMap(({ options }) => options.channel ?? [])).toEqual(['chrome', 'msedge']);
});
