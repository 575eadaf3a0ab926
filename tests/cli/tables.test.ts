import { afterEach, expect, test } from 'vitest';
import { wrapped } from '../../cli/show/tables.ts';

const { columns } = process.stdout;
afterEach(() => {
  process.stdout.columns = columns;
});

test.each([60, 100, 200])('a text is broken where a terminal of %i columns ends, or earlier', (wide) => {
  process.stdout.columns = wide;
  const lines = wrapped('PATCH of users and groups is acknowledged, and nothing is stored. '.repeat(9), '  ');
  const longest = Math.max(...lines.split('\n').map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(Math.min(wide, 100));
  expect(longest).toBeGreaterThan(Math.min(wide, 100) - 15);
});
