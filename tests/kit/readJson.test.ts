import { describe, expect, test } from 'vitest';
import { findExcess, readJson } from '../../kit/wire/readJson.ts';

const nested = (depth: number, [open, close] = ['[', ']']) => open.repeat(depth) + close.repeat(depth);
const boxes = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const list = (values: number) => `[${Array.from({ length: values }, () => '0').join()}]`;

describe('a body', () => {
  test.each(['', ' ', '\r\n\t'])('of nothing is nothing, and not wrong: %j', (text) => {
    expect(readJson(text)).toEqual({ json: undefined });
    expect(readJson(text, false)).not.toHaveProperty('flaw');
  });

  test.each<[string, unknown]>([
    ['{"a":[1,"x",null]}', { a: [1, 'x', null] }],
    [' [] ', []],
    ['"text"', 'text'],
    ['null', null],
    [String.raw`{"a":"\\","b":"\"[[","c":"]]\\\""}`, { a: '\\', b: '"[[', c: ']]\\"' }],
  ])('is read as JSON: %s', (text, json) => {
    expect(readJson(text)).toEqual({ json });
  });

  test.each<[string, string, boolean]>([
    ['{"a":1}', 'not UTF-8', false],
    ['\ufeff{"a":1}', 'JSON behind a byte order mark', true],
    ['<html>', 'not JSON', true],
    ['{"a":1', 'not JSON', true],
    ['{"a":"b', 'not JSON', true],
    [nested(100), 'nested more than 64 levels deep', true],
    [list(200_002), 'of more than 200000 values', true],
  ])('is refused with what is wrong: %#', (text, flaw, utf8) => {
    expect(readJson(text, utf8)).toEqual({ json: undefined, flaw });
  });
});

describe('too much of', () => {
  const inBytes = (text: string) => findExcess(Buffer.from(text));
  test.each([
    ['levels of lists', nested(64), nested(65)],
    ['levels of objects', boxes(64), boxes(65)],
    ['levels behind others', `[${nested(63)},${nested(63)}]`, `[${nested(63)},${nested(64)}]`],
    ['values', list(200_000), list(200_001)],
    ['empty lists', `[${'[],'.repeat(99_998)}[]]`, `[${'[],'.repeat(100_000)}[]]`],
  ])('%s is seen, and no less than that, in a text and in its bytes', (_what, most, more) => {
    for (const find of [findExcess, inBytes])
      expect([find(most), find(more)]).toEqual([undefined, expect.any(String)]);
    expect(JSON.parse(more)).toBeDefined();
  });

  test.each([
    ['brackets', '['.repeat(100)],
    ['brackets behind an escaped quote', `\\"${'{'.repeat(100)}`],
    ['brackets behind two escaped backslashes and an escaped quote', `\\\\\\"${'['.repeat(100)}`],
    ['commas', ','.repeat(300_000)],
  ])('nothing is what a string holds: %s', (_what, inside) => {
    for (const find of [findExcess, inBytes]) expect(find(`{"a":"${inside}","b":[]}`)).toBeUndefined();
  });

  test('brackets is what follows a string that ends in a backslash', () => {
    for (const find of [findExcess, inBytes]) expect(find(`["\\\\",${nested(64)}]`)).toMatch(/levels deep/);
  });

  test('nothing is seen in a string without an end, which is no JSON', () => {
    for (const find of [findExcess, inBytes]) expect(find(`["${'['.repeat(100)}`)).toBeUndefined();
  });
});
