import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Command, commands } from '../../config/settings/commands.ts';
import { configTableMarkdown } from '../../config/settings/documents.ts';
import { settingsOf } from '../../config/settings/table.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

const file = new URL('README.md', packageRoot);
const between = /(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/;

// `vitest run tests/package/readme.test.ts -u` writes the table anew after the settings have changed.
test('the table of settings is what the settings make of it', async () => {
  const page = new URL('docs/settings.md', packageRoot);
  const text = readFileSync(page, 'utf8');
  const wanted = text.replace(between, (_, before, after) => `${before}\n${configTableMarkdown()}\n${after}`);
  await expect(wanted).toMatchFileSnapshot(fileURLToPath(page));
});

test('every command that it shows exists, with its flags', () => {
  const text = readFileSync(file, 'utf8');
  const lines = text.match(/npx scim-conformance [^`\n]+/g) ?? [];
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) {
    const [, , name = '', ...words] = line.split(/\s+/);
    expect(Object.keys(commands), line).toContain(name);
    const known = settingsOf(name as Command).flatMap(({ flag, alias }) => [flag, alias]);
    for (const word of words.filter((one) => one.startsWith('--'))) expect(known, line).toContain(word);
  }
});
