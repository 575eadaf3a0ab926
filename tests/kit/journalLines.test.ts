import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fits, sealedLine, sealIn } from '../../kit/safety/journal/chain.ts';
import { checkJournal, continueJournal, readJournal } from '../../kit/safety/journal/file.ts';
import { countLines, lastLines, linesIn } from '../../kit/safety/journal/lines.ts';
import { token, written } from './journals.ts';

const empty = () => mkdtempSync(join(tmpdir(), 'journal-'));

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
    const faults = [1, 2].map(() => {
      const journal = continueJournal(folder, token);
      journal.append({ event: 'carried', names: ['x'.repeat(MOST)] });
      journal.close();
      return checkJournal(folder, token);
    });
    expect(faults).toEqual([undefined, undefined]);
    expect(readJournal(folder)).toHaveLength(3);
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
