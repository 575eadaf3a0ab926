import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginJournal } from '../../kit/safety/journal/file.ts';
import type { JournalEntry } from '../../kit/safety/journal/journal.ts';

export const token = 'key-of-the-test:password-of-the-test';
export const run = 'ab12cd34';
export const start = { run, url: 'https://site.example.test/scim', at: '2026-01-01T00:00:00Z' };

export const created = (number: number, path: string, name = `conf-${run}-${number}`): JournalEntry[] => [
  {
    event: 'create',
    number,
    endpoint: '/Users',
    check: 'users.x',
    marker: name,
    name: { attribute: 'userName', value: `${name}@example.test` },
  },
  { event: 'created', number, path },
];

/** A folder with a journal of these entries behind the first. */
export function written(entries: JournalEntry[], begin: Partial<typeof start> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const journal = beginJournal(folder, { ...start, ...begin }, token);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return folder;
}

export const journalPath = (folder: string) => join(folder, 'journal.ndjson');
export const linesOf = (folder: string) => readFileSync(journalPath(folder), 'utf8').split('\n').slice(0, -1);
export const rewrite = (folder: string, lines: string[]) =>
  writeFileSync(journalPath(folder), lines.map((line) => `${line}\n`).join(''));
