import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawnKey } from '../../kit/safety/journal/chain.ts';
import {
  beginJournal,
  checkJournal,
  continueJournal,
  journalKey,
  readJournal,
  readStart,
  reckonJournal,
} from '../../kit/safety/journal/file.ts';
import type { JournalEntry } from '../../kit/safety/journal/journal.ts';
import { created, journalPath, linesOf, rewrite, start, token, written } from './journals.ts';

const empty = () => mkdtempSync(join(tmpdir(), 'journal-'));
const swept: JournalEntry = { event: 'swept' };

/** Goes on with a journal, and tells how its lines stand afterwards. */
function goOn(folder: string, entry: JournalEntry = swept) {
  const journal = continueJournal(folder, token);
  journal.append(entry);
  journal.close();
  return { fault: checkJournal(folder, token), events: readJournal(folder).map(({ event }) => event) };
}

describe('a journal', () => {
  test('begins with whose it is, and comes to what its entries come to', () => {
    const folder = empty();
    const journal = beginJournal(folder, { ...start, embedded: true }, token);
    for (const entry of [...created(1, '/Users/1'), ...created(2, '/Users/2')]) journal.append(entry);
    journal.close();
    expect(readStart(folder)).toMatchObject({ ...start, embedded: true });
    expect(reckonJournal(folder).pending.map(({ path }) => path)).toEqual(['/Users/1', '/Users/2']);
  });

  test('is none where there is no file, and nothing can go on with it', () => {
    const folder = empty();
    expect([readJournal(folder), readStart(folder), journalKey(folder, token)]).toEqual([
      [],
      undefined,
      undefined,
    ]);
    expect(checkJournal(folder, token)).toEqual({ why: 'unchained' });
    expect(() => continueJournal(folder, token)).toThrow(/ENOENT/);
  });

  test('knows whether it is still in its place', () => {
    const folder = empty();
    const journal = beginJournal(folder, start, token);
    expect(journal.isThere?.()).toBe(true);
    renameSync(journalPath(folder), join(folder, 'moved'));
    expect(journal.isThere?.()).toBe(false);
    writeFileSync(journalPath(folder), '');
    expect(journal.isThere?.()).toBe(false);
    rmSync(journalPath(folder));
    renameSync(join(folder, 'moved'), journalPath(folder));
    expect(journal.isThere?.()).toBe(true);
    journal.close();
  });

  test('takes the key that another thread drew from the same credential, and none of another journal', () => {
    const folder = written(created(1, '/Users/1'));
    const drawn = journalKey(folder, token);
    expect(drawn?.salt).toBe(readStart(folder)?.salt);
    for (const known of [drawn, { salt: 'another', key: 'no key' }, undefined]) {
      const journal = continueJournal(folder, token, known);
      journal.append(swept);
      journal.close();
      expect(checkJournal(folder, token)).toBeUndefined();
    }
    // It is not drawn again: under this name no other key was ever known.
    continueJournal(folder, 'the same, as far as this thread knows', drawn).close();
    expect(checkJournal(folder, 'the same, as far as this thread knows')).toBeUndefined();
  });

  test('of an earlier version goes on as it was, without seals', () => {
    const folder = empty();
    rewrite(folder, [JSON.stringify({ event: 'run', ...start })]);
    expect(goOn(folder)).toEqual({ fault: { why: 'unchained' }, events: ['run', 'swept'] });
    expect(linesOf(folder).at(-1)).toBe('{"event":"swept"}');
  });

  test('is whose the first entry of a run says, whatever stands before', () => {
    const folder = empty();
    rewrite(folder, ['{"event":"swept"}', JSON.stringify({ event: 'run', ...start })]);
    expect(readStart(folder)).toEqual({ event: 'run', ...start });
  });

  test('has a key of its own, which salt and credential give', () => {
    const keys = [
      drawnKey(token, 'a'),
      drawnKey(token, 'b'),
      drawnKey('another', 'a'),
      drawnKey(undefined, 'a'),
    ];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(4);
    expect(drawnKey(token, 'a')).toEqual(keys[0]);
  });

  test('without a credential is chained all the same', () => {
    const folder = empty();
    beginJournal(folder, start, undefined).close();
    expect(checkJournal(folder, undefined)).toBeUndefined();
    expect(checkJournal(folder, '')).toBeUndefined();
    expect(checkJournal(folder, token)).toEqual({ why: 'other-credential' });
  });
});

describe('a last line', () => {
  const cutTo = (keep: (text: string) => string) => {
    const folder = written(created(1, '/Users/1'));
    writeFileSync(journalPath(folder), keep(readFileSync(journalPath(folder), 'utf8')));
    return folder;
  };

  test('that was cut is ended, and noted to be torn', () => {
    const folder = cutTo((text) => text.slice(0, -9));
    expect(checkJournal(folder, token)).toBeUndefined();
    expect(goOn(folder)).toEqual({
      fault: undefined,
      events: ['run', 'create', 'torn', 'swept'],
    });
  });

  test('of which only the end is missing counts, and nothing is torn', () => {
    expect(goOn(cutTo((text) => text.slice(0, -1)))).toEqual({
      fault: undefined,
      events: ['run', 'create', 'created', 'swept'],
    });
  });

  test('that is whole is left as it is', () => {
    const folder = cutTo((text) => text);
    const before = readFileSync(journalPath(folder), 'utf8');
    expect(goOn(folder).fault).toBeUndefined();
    expect(linesOf(folder)).toHaveLength(before.split('\n').length);
    expect(readFileSync(journalPath(folder), 'utf8').startsWith(before)).toBe(true);
  });

  test('is not torn because another line was cut, nor where the run did not say so', () => {
    const folder = cutTo((text) => text.slice(0, -9));
    goOn(folder);
    const lines = linesOf(folder);
    const cut = lines.findIndex((line) => !line.endsWith('}'));
    for (const edited of [lines.with(cut, `${lines[cut]}x`), lines.toSpliced(cut + 1, 1)]) {
      rewrite(folder, edited);
      expect(checkJournal(folder, token)).toMatchObject({ why: 'edited' });
    }
  });

  test('that the run did not write is noticed, also without its end', () => {
    const folder = written(created(1, '/Users/1'));
    appendFileSync(journalPath(folder), '{"event":"deleted","path":"/Users/1"}');
    expect(checkJournal(folder, token)).toEqual({ why: 'edited', line: 4 });
  });

  test('that is empty says nothing, wherever it stands', () => {
    const folder = written(created(1, '/Users/1'));
    rewrite(folder, ['', ...linesOf(folder).flatMap((line) => [line, '']), '']);
    expect(checkJournal(folder, token)).toBeUndefined();
    rewrite(folder, [...linesOf(folder), '{"event":"swept"}']);
    expect(checkJournal(folder, token)).toEqual({ why: 'edited', line: 9 });
  });
});
