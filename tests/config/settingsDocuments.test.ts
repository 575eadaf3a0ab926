import { fileURLToPath } from 'node:url';
import dotenv from 'dotenv';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../config/settings/commands.ts';
import { commands } from '../../config/settings/commands.ts';
import { configTableMarkdown, envExample } from '../../config/settings/documents.ts';
import { matchesGlob } from '../../config/settings/glob.ts';
import { helpText, overviewText } from '../../config/settings/help.ts';
import { configSchemaText } from '../../config/settings/sources/configSchema.ts';
import { settingsTable } from '../../config/settings/table.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { read } from './settingsHarness.ts';

const names = Object.keys(commands) as Command[];

// `vitest run tests/config/settingsDocuments.test.ts -u` writes it anew after the table has changed.
test('.env.example is what the table makes of it', async () => {
  await expect(envExample()).toMatchFileSnapshot(fileURLToPath(new URL('.env.example', packageRoot)));
});

test('the schema of the config file is what the table makes of it', async () => {
  const file = new URL('schemas/files/config.schema.json', packageRoot);
  await expect(configSchemaText()).toMatchFileSnapshot(fileURLToPath(file));
});

test('.env.example can be used once its placeholders are filled in, and asks for consent', async () => {
  const withSite = envExample().replace('//yoursite.', '//drive.');
  const filled = withSite.replace('ProductKey:ProductPassword', 'k7:p9');
  await expect(read({ dotenv: envExample() })).rejects.toThrow(
    'is still the example address from the documentation',
  );
  await expect(read({ dotenv: filled })).rejects.toThrow('needs your consent');
  await expect(read({ dotenv: withSite, argv: ['--read-only'] })).rejects.toThrow('is still the placeholder');
  const { target, token, warnings } = await read({ dotenv: filled, argv: ['--read-only'] });
  expect(target).toEqual({ url: 'https://drive.smartfile.com/ftp/scim', entraFlags: [] });
  expect([token, warnings]).toEqual(['k7:p9', []]);
});

test('every variable that .env.example comments out is readable once it has a value', () => {
  const parsed = dotenv.parse(envExample().replaceAll(/^# (?=[A-Z_]+=)/gm, ''));
  expect(Object.keys(parsed).sort()).toEqual(settingsTable.flatMap(({ env }) => env ?? []).sort());
});

describe.each(names)('help of %s', (command) => {
  test('has each of its flags and variables, and no other', () => {
    const text = helpText(command);
    for (const { flag, alias, env, commands: where } of settingsTable) {
      for (const name of [flag, alias]) {
        if (name)
          expect(new RegExp(`^ .*${name}(?![\\w-])`, 'm').test(text), name).toBe(where.includes(command));
      }
      if (env && where.includes(command)) expect(text).toContain(env);
    }
  });

  test('fits a wide terminal and begins with the usage', () => {
    expect(helpText(command)).toMatch(`Usage: scim-conformance ${command}`);
    expect(
      Math.max(
        ...helpText(command)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
  });

  test('is in the overview', () => {
    expect(overviewText()).toContain(commands[command].says);
  });
});

test('every setting has one line of help, can be set somewhere, and is told from all others', () => {
  const all = settingsTable.flatMap(({ flag, alias, env, key }) => [flag, alias, env, key].filter(Boolean));
  expect(new Set(all).size).toBe(all.length);
  for (const { help, flag, env, key } of settingsTable) {
    expect(help).toMatch(/^[A-Z][^\n]{10,89}[^.\n]$/);
    expect(flag ?? env ?? key).toBeTruthy();
  }
});

test('the configuration table has a line for each setting', () => {
  const lines = configTableMarkdown().trimEnd().split('\n');
  expect(lines).toHaveLength(settingsTable.length + 2);
  for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(5);
});

test.each([
  ['hard-delete.*', 'hard-delete.absent-by-id', true],
  ['*', 'x-mine.a', true],
  ['get.by-id', 'get.by-id', true],
  ['get.by-id', 'getXby-id', false],
  ['get', 'get.by-id', false],
  ['*.by-??', 'get.by-id', true],
])('%s matches %s: %s', (pattern, id, expected) => {
  expect(matchesGlob(pattern, id)).toBe(expected);
});
