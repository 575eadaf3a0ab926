import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { filters } from '../../suites/queries/truth/arbitrary.ts';
import { type Filter, listLeaves, measureDepth, simpler, write } from '../../suites/queries/truth/filter.ts';
import { type World, world } from './cast.ts';

const SAMPLE = 2_000;

/** Kinds of nodes in a filter, brackets included. */
function listKinds(filter: Filter): string[] {
  if (filter.kind === 'compare' || filter.kind === 'present') return [filter.kind];
  if (filter.kind === 'not' || filter.kind === 'within') return [filter.kind, ...listKinds(filter.of)];
  return [filter.kind, ...listKinds(filter.left), ...listKinds(filter.right)];
}

function shares(values: (string | number)[]): Record<string, string> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const sorted = [...counts].sort((left, right) => right[1] - left[1]);
  return Object.fromEntries(
    sorted.map(([name, count]) => [name, `${((100 * count) / values.length).toFixed(1)}%`]),
  );
}

describe('the generator of random filters', () => {
  let sample: Filter[];
  let known: World;

  beforeAll(async () => {
    known = await world();
    sample = fc.sample(filters(fc, known.vocabulary, 'certain'), { numRuns: SAMPLE, seed: 7 });
  });

  test('reaches every operator, data type, kind of expression and depth', () => {
    const leaves = sample.flatMap(listLeaves);
    const distribution = {
      kinds: shares(sample.flatMap(listKinds)),
      operators: shares(leaves.map((leaf) => (leaf.kind === 'present' ? 'pr' : leaf.operator))),
      types: shares(leaves.map(({ term }) => term.type)),
      depth: shares(sample.map(measureDepth)),
    };
    console.log(JSON.stringify(distribution, null, 2));

    expect(Object.keys(distribution.kinds).sort()).toEqual(
      ['and', 'compare', 'not', 'or', 'present', 'within'].sort(),
    );
    expect(Object.keys(distribution.operators).sort()).toEqual(
      ['co', 'eq', 'ew', 'ge', 'gt', 'le', 'lt', 'ne', 'pr', 'sw'].sort(),
    );
    expect(Object.keys(distribution.types).sort()).toEqual(
      ['binary', 'boolean', 'dateTime', 'decimal', 'integer', 'reference', 'string'].sort(),
    );
    expect(Math.max(...sample.map(measureDepth))).toBe(3);
    for (const list of known.vocabulary.lists)
      expect(sample.some((filter) => write(filter).includes(`${list.path}[`))).toBe(true);
  });

  test('names every attribute of the vocabulary', () => {
    const named = new Set(sample.flatMap((filter) => listLeaves(filter).map(({ term }) => term.path)));
    expect(known.vocabulary.terms.map(({ path }) => path).filter((path) => !named.has(path))).toEqual([]);
  });

  test('gives the same filters for the same seed', () => {
    const again = fc.sample(filters(fc, known.vocabulary, 'certain'), { numRuns: 50, seed: 7 });
    expect(again.map(write)).toEqual(sample.slice(0, 50).map(write));
  });

  test('a simpler filter has fewer parts, so that looking for the smallest comes to an end', () => {
    for (const filter of sample.slice(0, 300))
      for (const smaller of simpler(filter))
        expect(listKinds(smaller).length).toBeLessThan(listKinds(filter).length);
  });
});
