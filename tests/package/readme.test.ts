import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { configTableMarkdown } from '../../config/settings/documents.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

const between = /(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/;

// `vitest run tests/package/readme.test.ts -u` writes the table anew after the settings have changed.
test('the table of settings is what the settings make of it', async () => {
  const page = new URL('docs/settings.md', packageRoot);
  const text = readFileSync(page, 'utf8');
  const wanted = text.replace(between, (_, before, after) => `${before}\n${configTableMarkdown()}\n${after}`);
  await expect(wanted).toMatchFileSnapshot(fileURLToPath(page));
});
