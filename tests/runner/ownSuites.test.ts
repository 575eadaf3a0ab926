import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadOwnSuites } from '../../runner/ownSuites.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-suites-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['is no program', 'export const all = [{', /does not load: Expected .+ \(line 1, column \d+\)$/],
  ['imports what is not there', "import './none.ts';\n", /does not load: Failed to load url \.\/none\.ts/],
  ['throws', "throw new Error('hm');\n", /does not load: hm$/],
])('of a file that %s it is said what is wrong', async (_, text, says) => {
  writeFileSync(join(folder, 'a.checks.ts'), text);
  await expect(loadOwnSuites(folder)).rejects.toThrow(says);
});
