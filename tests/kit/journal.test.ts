import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beginJournal, checkJournal, continueJournal, readJournal } from '../../kit/safety/journal/file.ts';
import { findDoubtful, findPending, type JournalEntry } from '../../kit/safety/journal/journal.ts';
import { slowTest } from '../slow.ts';
import { created, journalPath, linesOf, rewrite, run, start, token, written } from './journals.ts';

describe('the lines of a journal are chained', () => {
  const entries = [1, 2, 3].flatMap((number) => created(number, `/Users/${number}`));

  test('as it was written, by one process after another, it fits', () => {
    const folder = written(entries);
    const later = continueJournal(folder, token);
    later.append({ event: 'deleted', path: '/Users/1' });
    later.close();
    expect(checkJournal(folder, token)).toBeUndefined();
    expect(findPending(readJournal(folder)).map(({ path }) => path)).toEqual(['/Users/2', '/Users/3']);
  });

  const forged = '{"event":"created","number":2,"path":"/Users/7"}';
  const edits: [string, (lines: string[]) => string[], number][] = [
    ['a path is another', (all) => all.map((one) => one.replace('"/Users/2"', '"/Users/7"')), 5],
    ['a name is another', (all) => all.map((one) => one.replace(`conf-${run}-2@`, 'adele@')), 4],
    ['the address is another', (all) => all.map((one) => one.replace('site.', 'other.')), 1],
    ['a line is put in', (all) => [...all.slice(0, 3), forged, ...all.slice(3)], 4],
    ['a line is put at the end', (all) => [...all, forged], 8],
    ['a line of its own is repeated', (all) => [...all.slice(0, 5), String(all[4]), ...all.slice(5)], 6],
    ['a line is taken out', (all) => all.filter((_, index) => index !== 3), 4],
    ['two lines change places', ([a, b, c, d, ...more]) => [a, b, d, c, ...more].map(String), 3],
    ['a line is no JSON', (all) => all.map((one, index) => (index === 3 ? 'what?' : one)), 4],
    ['a line has other spaces', (all) => all.map((one, index) => (index === 3 ? `${one} ` : one)), 4],
    [
      'a seal is gone',
      (all) => all.map((one, index) => (index === 3 ? one.replace(/,"seal.*"}/, '}') : one)),
      4,
    ],
    [
      'a torn line is claimed',
      (all) => [...all.slice(0, 3), 'cut', '{"event":"torn","digest":"x"}', ...all.slice(3)],
      4,
    ],
  ];
  test.each(edits)('where %s, it is noticed', (_says, edit, line) => {
    const folder = written(entries);
    rewrite(folder, edit(linesOf(folder)));
    expect(checkJournal(folder, token)).toEqual({ why: 'edited', line });
  });

  slowTest('a last line that was cut is tolerated, also once the journal goes on', () => {
    const whole = linesOf(written(entries))
      .map((line) => `${line}\n`)
      .join('');
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let cut = last + 1; cut < whole.length; cut += 7) {
      const folder = written(entries);
      const full = readFileSync(journalPath(folder), 'utf8');
      writeFileSync(journalPath(folder), full.slice(0, cut));
      expect(checkJournal(folder, token)).toBeUndefined();
      const later = continueJournal(folder, token);
      for (const entry of created(9, '/Users/9')) later.append(entry);
      later.close();
      expect(checkJournal(folder, token)).toBeUndefined();
      expect(findPending(readJournal(folder)).at(-1)?.path).toBe('/Users/9');
    }
  });

  test('line ends of another system are no change', () => {
    const folder = written(entries);
    writeFileSync(journalPath(folder), readFileSync(journalPath(folder), 'utf8').replaceAll('\n', '\r\n'));
    expect(checkJournal(folder, token)).toBeUndefined();
  });

  test('with another credential no line fits', () => {
    const folder = written(entries);
    for (const other of ['key-of-the-test:password-of-the-tesT', 'key-of-the-test', undefined])
      expect(checkJournal(folder, other)).toEqual({ why: 'other-credential' });
  });

  test('one of an earlier version has none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'journal-'));
    const { run: id, url, at } = start;
    const first = { event: 'run', run: id, url, credential: 'abcdefabcdef', at };
    rewrite(
      folder,
      [first, ...entries].map((one) => JSON.stringify(one)),
    );
    expect(checkJournal(folder, token)).toEqual({ why: 'unchained' });
  });

  test('two journals of one credential have nothing in common by which to guess it', () => {
    const seals = (folder: string) => linesOf(folder).map((line) => JSON.parse(line).seal);
    const [one, other] = [written(entries), written(entries)].map(seals);
    expect(one?.some((seal) => other?.includes(seal))).toBe(false);
  });
});

describe('the file of a journal', () => {
  test('is for its owner only, and is never written over', () => {
    const folder = written(created(1, '/Users/1'));
    const before = readFileSync(journalPath(folder), 'utf8');
    expect(statSync(journalPath(folder)).mode & 0o777).toBe(0o600);
    expect(() => beginJournal(folder, start, token)).toThrow(/EEXIST/);
    expect(readFileSync(journalPath(folder), 'utf8')).toBe(before);
  });

  test('is no link: what it leads to is neither read nor written', () => {
    const folder = written(created(1, '/Users/1'));
    const elsewhere = join(folder, 'elsewhere');
    renameSync(journalPath(folder), elsewhere);
    symlinkSync('elsewhere', journalPath(folder));
    expect(readJournal(folder)).toEqual([]);
    expect(() => continueJournal(folder, token)).toThrow(/ELOOP/);
  });

  test('entries of other types are passed over', () => {
    const folder = written([]);
    const odd = [
      { event: 'create', number: 1, endpoint: 7, check: {}, marker: null, name: 'x' },
      { event: 'create', number: 1, endpoint: '/Users', check: 'x', marker: ['a'] },
      { event: 'create', number: 1, endpoint: 'http://127.0.0.1:9/x', check: 'x', marker: `conf-${run}-a` },
      {
        event: 'create',
        number: 1,
        endpoint: '/Users',
        check: 'x',
        marker: `conf-${run}-a`,
        name: { attribute: 'userName pr or userName', value: 'x' },
      },
      { event: 'created', number: '1', path: ['/Users/1'] },
      { event: 'constructor' },
      null,
      [],
    ];
    for (const one of odd) appendFileSync(journalPath(folder), `${JSON.stringify(one)}\n`);
    expect(readJournal(folder).map(({ event }) => event)).toEqual(['run']);
  });
});

describe('what a journal says is left', () => {
  const [one, other] = [created(1, '/Users/1'), created(2, '/Users/2')];
  const [lost] = created(3, '');
  const left = (entries: (JournalEntry | undefined)[]) =>
    findPending(entries.filter((entry) => entry !== undefined)).map(({ number, path }) => [number, path]);
  const doubtful = (entries: JournalEntry[]) =>
    findDoubtful(entries).map(({ number, path, refused, deleted }) => ({ number, path, refused, deleted }));

  test('creates without an answer by their name, the others by their path, oldest first', () => {
    expect(left([...one, lost, ...other])).toEqual([
      [1, '/Users/1'],
      [3, undefined],
      [2, '/Users/2'],
    ]);
  });

  test('nothing of what was deleted, refused or settled', () => {
    expect(left([...one, ...other, { event: 'deleted', path: '/Users/1' }])).toEqual([[2, '/Users/2']]);
    expect(left([lost, { event: 'refused', number: 3, status: 409 }])).toEqual([]);
    expect(left([lost, { event: 'settled', number: 3 }])).toEqual([]);
    expect(left([...one, { event: 'deleted', path: '/Users/9' }])).toEqual([[1, '/Users/1']]);
    expect(left([{ event: 'created', number: 7, path: '/Users/7' }])).toEqual([]);
  });

  test('what was refused or deleted is doubtful until it was swept', () => {
    const entries: JournalEntry[] = [
      ...one,
      ...other,
      { event: 'deleted', path: '/Users/1' },
      { event: 'refused', number: 2, status: 500 },
      { event: 'refused', number: 8, status: 500 },
    ];
    expect(doubtful(entries)).toEqual([
      { number: 1, path: '/Users/1', refused: undefined, deleted: true },
      { number: 2, path: '/Users/2', refused: 500, deleted: undefined },
    ]);
    expect(doubtful([...entries, { event: 'swept' }])).toEqual([]);
  });

  test('what a GET proved and what it was renamed to since', () => {
    const [known] = findPending([
      ...one,
      { event: 'proved', path: '/Users/1', created: '2026-01-01T00:00:00Z' },
      { event: 'renamed', path: '/Users/1', names: ['a'] },
      { event: 'renamed', path: '/Users/1', names: ['b', 'c'] },
      { event: 'renamed', path: '/Users/2', names: ['d'] },
    ]);
    expect(known).toMatchObject({ proved: { created: '2026-01-01T00:00:00Z' }, renamed: ['a', 'b', 'c'] });
    expect(findPending([...one, { event: 'proved', path: '/Users/1' }])[0]?.proved).toEqual({});
  });

  test('under a name without the marker, what was deleted before a GET proved it is looked for by its name', () => {
    const [create, made] = one;
    const vouched = { ...(create as JournalEntry & { event: 'create' }), vouched: { sent: {} } };
    const gone: JournalEntry = { event: 'deleted', path: '/Users/1' };
    expect(left([vouched, made, gone])).toEqual([[1, undefined]]);
    expect(left([vouched, made, { event: 'proved', path: '/Users/1' }, gone])).toEqual([]);
  });
});
