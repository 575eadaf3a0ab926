import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { variations } from '../../tenant/index.ts';

const exceptions = JSON.parse(readFileSync(new URL('exceptions.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

const free = loadRows().filter(
  ({ source, level }) => source === 'rfc' && ['MAY', 'SHOULD', 'SHOULD NOT'].includes(level),
);
const named = new Set(variations.flatMap(({ rows = [] }) => rows));

test('each row that leaves a choice is used by a variation, or says why not', () => {
  expect(free.filter(({ id }) => !named.has(id) && !(id in exceptions)).map(({ id }) => id)).toEqual([]);
});

test('exceptions are of rows that leave a choice and no variation uses', () => {
  const ids = new Set(free.map(({ id }) => id));
  expect(Object.keys(exceptions).filter((id) => !ids.has(id) || named.has(id))).toEqual([]);
});

test('there are 150 variations at least, each under an id of its own', () => {
  expect(variations.length).toBeGreaterThanOrEqual(150);
  const ids = new Set(variations.map(({ id }) => id));
  expect(ids.size).toBe(variations.length);
});
