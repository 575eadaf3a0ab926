import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { loadRows, rowById, validateRows } from '../config/requirements/catalogue.ts';
import type { Row } from '../config/row.ts';
import { SettingsError } from '../config/settings/settings.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { packageRoot } from '../schemas/packageRoot.ts';
import { catalogue } from '../suites/catalogue.ts';
import { readOwnEntries } from '../suites/own.ts';
import { loaderOptions } from './loader.ts';

/** A user's own checks, with the files that the worker loads them from. */
export interface OwnSuites {
  checks: CatalogueEntry[];
  rows: Row[];
  files: string[];
}

/**
 * Loads every `*.checks.ts` (or `.js`) of a folder, without touching the network.
 * @throws SettingsError naming the file: no such folder, no file, no check in it, an id twice or not beginning with
 * `x-`, an unknown row, a file that does not load
 */
export async function loadOwnSuites(folder: string | undefined): Promise<OwnSuites> {
  if (folder === undefined) return { checks: [], rows: [], files: [] };
  const files = filesIn(folder);
  const suites: OwnSuites = { checks: [], rows: [], files: files.map((file) => pathToFileURL(file).href) };
  const taken = new Map(catalogue.map((entry) => [entry.id, 'the built-in catalogue']));
  const modules = await Promise.all(
    files.map(async (file) => ({ file, own: readOwnEntries(await load(file)) })),
  );
  for (const { file, own } of modules) {
    if (own.checks.length === 0)
      throw problem(file, 'exports no check', 'Export an array of check(...) values.');
    for (const entry of own.checks) {
      const other = taken.get(entry.id);
      if (other !== undefined)
        throw problem(file, `the id "${entry.id}" is already used in ${other}`, 'Choose another id.');
      if (!entry.id.startsWith('x-'))
        throw problem(file, `the id "${entry.id}" does not begin with x-`, 'Rename it.');
      taken.set(entry.id, file);
    }
    suites.rows.push(...readRows(own.rows, file, suites.rows));
    suites.checks.push(...own.checks);
  }
  for (const { file, own } of modules)
    for (const { id, verifies } of own.checks)
      for (const row of verifies)
        if (rowById(row) === undefined && !suites.rows.some((one) => one.id === row))
          throw problem(
            file,
            `${id} verifies the row "${row}", which does not exist`,
            'scim-conformance list --rows names them.',
          );
  return suites;
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new SettingsError(
      '--suites',
      `${folder} is not a folder`,
      'Name the folder that holds your *.checks.ts files.',
    );
  if (/[#?]/.test(folder))
    throw new SettingsError(
      '--suites',
      `the path ${folder} contains # or ?`,
      'Rename the folder: suites cannot be loaded from it.',
    );
  const files = readdirSync(folder)
    .filter((name) => /\.checks\.(ts|js|mts|mjs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0)
    throw new SettingsError(
      '--suites',
      `${folder} has no *.checks.ts file`,
      'Suites are files with names such as passwords.checks.ts.',
    );
  return files;
}

async function load(file: string): Promise<Record<string, unknown>> {
  const { runnerImport } = await import('vite');
  const root = fileURLToPath(packageRoot);
  try {
    const { module } = await runnerImport<Record<string, unknown>>(file, {
      root,
      ...loaderOptions,
      resolve: { alias: [{ find: /^@smartfile\/scim-conformance$/, replacement: `${root}dist/index.js` }] },
    });
    return { ...module };
  } catch (error) {
    throw problem(file, `does not load: ${sayWhatIsWrong(error)}`, 'Correct the file.');
  }
}

/** The first line of what a loader says; of a file that cannot be read as a program, what is wrong in it and where. */
function sayWhatIsWrong(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const wrong = /^\[PARSE_ERROR\] (.+)$/m.exec(text)?.[1];
  if (wrong === undefined) return text.split('\n')[0] ?? '';
  const [, line, column] = /:(\d+):(\d+) \]/.exec(text) ?? [];
  return line === undefined ? wrong : `${wrong} (line ${line}, column ${column})`;
}

function readRows(rows: Row[], file: string, taken: Row[]): Row[] {
  if (rows.length === 0) return [];
  const wrong = rows.find((row) => !row.source.startsWith('x-'));
  if (wrong !== undefined)
    throw problem(
      file,
      `the row "${wrong.id}" has source "${wrong.source}"`,
      'Your own sources begin with x-.',
    );
  try {
    return validateRows(rows, file, [...loadRows(), ...taken]);
  } catch (error) {
    throw problem(file, (error as Error).message, 'Correct the row.');
  }
}

function problem(file: string, message: string, hint: string): SettingsError {
  return new SettingsError('--suites', `${file}: ${message}`, hint);
}
