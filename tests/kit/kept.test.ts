import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { Kept, keeping } from './kept.ts';

const NAME = `kept-${process.pid}`;
const file = fileURLToPath(new URL(`../../results/${NAME}.ndjson`, import.meta.url));

afterEach(() => rmSync(file, { force: true }));

/** Tries these keys as a whole that was started anew would; gives those that were tried. */
async function tryAll(keys: string[], fails: string[] = []): Promise<string[]> {
  const tried: string[] = [];
  const once = keeping(new Kept(NAME, ['tests/kit']));
  for (const key of keys) {
    const trial = async () => {
      tried.push(key);
      if (fails.includes(key)) throw new Error(`${key} is wrong`);
    };
    await once(key, trial).catch(() => undefined);
  }
  return tried;
}

test('a whole that was stopped goes on with what did not pass', async () => {
  expect(await tryAll(['one', 'two'], ['two'])).toEqual(['one', 'two']);
  expect(await tryAll(['one', 'two', 'three'])).toEqual(['two', 'three']);
  expect(await tryAll(['one', 'two', 'three'])).toEqual([]);
});

test('what went wrong is told to whoever tries it, and kept', async () => {
  const once = keeping(new Kept(NAME, ['tests/kit']));
  const trial = () => Promise.reject(new Error('one thing is wrong'));

  await expect(once('one', trial)).rejects.toThrow('one thing');
  expect(JSON.parse(readFileSync(file, 'utf8').trim())).toMatchObject({
    key: 'one',
    wrong: ['one thing is wrong'],
  });
});

test('lines of other sources and a torn last line do not count', async () => {
  await tryAll(['one', 'two']);
  const [first = '', second = ''] = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  appendFileSync(file, `${first.replace(/"sources":"\w+"/, '"sources":"others"')}\n${second.slice(0, -20)}`);

  expect(await tryAll(['one', 'two'])).toEqual(['one', 'two']);
  expect(await tryAll(['one', 'two'])).toEqual([]);
});

test('without a place to keep it, all is tried', async () => {
  const tried: string[] = [];
  const once = keeping(undefined);
  for (const key of ['one', 'one']) await once(key, async () => void tried.push(key));

  expect(tried).toEqual(['one', 'one']);
});
