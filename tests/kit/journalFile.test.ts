import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fits, sealedLine, sealIn } from '../../kit/safety/journal/chain.ts';
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
import { countLines, lastLines, linesIn } from '../../kit/safety/journal/lines.ts';
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
    expect(goOn(cutTo((text) => text.slice(0, -9)))).toEqual({
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

describe('a seal', () => {
  const key = Buffer.alloc(32, 1);
  const { line, seal } = sealedLine({ event: 'swept' }, key, 'before');

  test('is of 128 bits, and at the end of its line', () => {
    expect(line).toBe(`{"event":"swept","seal":"${seal}"}`);
    expect(Buffer.from(seal, 'base64url')).toHaveLength(16);
    expect(sealIn(line)).toBe(seal);
    expect(sealIn('{"event":"swept"}')).toBeUndefined();
  });

  test('fits its key, its line and the line before', () => {
    expect(fits(line, key, 'before')).toBe(true);
    expect(fits(line, Buffer.alloc(32, 2), 'before')).toBe(false);
    expect(fits(line, key, '')).toBe(false);
    for (const other of [`${line} `, ` ${line}`, line.replace('swept', 'sweft'), '{"event":"swept"}', ''])
      expect(fits(other, key, 'before')).toBe(false);
  });
});

describe('the lines of a file', () => {
  const MOST = 256 * 1024;
  const fileOf = (text: string | Buffer) => {
    const path = join(empty(), 'lines');
    writeFileSync(path, text);
    return path;
  };

  test.each([
    ['', [''], 0],
    ['a', ['a'], 0],
    ['a\nb\n', ['a', 'b', ''], 2],
    ['a\r\n\r\nb', ['a', '', 'b'], 2],
    ['\ufeffa\n\ufeffb\n', ['a', '\ufeffb', ''], 2],
  ])('in %j', (text, lines, ended) => {
    const path = fileOf(text);
    expect([...linesIn(path)]).toEqual(lines);
    expect(lastLines(path)).toEqual(lines);
    expect(countLines(path)).toBe(ended);
  });

  test('are whole where they are longer than what is read at a time', () => {
    const long = 'é'.repeat(MOST);
    const path = fileOf(`x${long}\nlast\n`);
    expect([...linesIn(path)]).toEqual([`x${long}`, 'last', '']);
    expect(lastLines(path)).toEqual(['last', '']);
    expect(countLines(path)).toBe(2);
  });

  test('are looked for as a whole where not one is in the last bytes', () => {
    expect(lastLines(fileOf(`first\n${'x'.repeat(MOST)}`))).toBeUndefined();
    expect(lastLines(fileOf(`${'x'.repeat(MOST - 1)}\n`))?.map(({ length }) => length)).toEqual([
      MOST - 1,
      0,
    ]);
    expect(lastLines(fileOf(`first\n${'x'.repeat(MOST - 1)}\n`))).toEqual(['']);
  });

  test('go on after a line that is longer than what is read at a time', () => {
    const folder = written([]);
    const journal = continueJournal(folder, token);
    journal.append({ event: 'carried', names: ['x'.repeat(MOST)] });
    journal.close();
    expect(goOn(folder)).toEqual({ fault: undefined, events: ['run', 'carried', 'swept'] });
  });

  test('are none where there is no file, or a link or a folder in its place', () => {
    const folder = empty();
    symlinkSync(fileOf('a\n'), join(folder, 'link'));
    for (const path of [join(folder, 'none'), join(folder, 'link'), folder]) {
      expect([...linesIn(path)]).toEqual([]);
      expect(lastLines(path)).toEqual([]);
      expect(countLines(path)).toBe(0);
    }
  });
});
