import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOfOtherDays } from '../turns.ts';

const DAYS = ['28', '29', '30', '31']
  .map((day) => `2026-12-${day}`)
  .concat('2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04');
const all = filesOfOtherDays('2026-12-28', 0);

test('long test files take turns: each is tried once in eight days, and twice where two parts are', () => {
  const tried = (turns: number) =>
    DAYS.flatMap((day) => all.filter((file) => !filesOfOtherDays(day, turns).includes(file))).sort();
  expect(tried(1)).toEqual([...all].sort());
  expect(tried(2)).toEqual([...all, ...all].sort());
  expect(filesOfOtherDays('2026-12-28', 8)).toEqual([]);
});

test('the files that take turns are there', () => {
  const gone = all.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)));
  expect([all.length > 0, gone]).toEqual([true, []]);
});
