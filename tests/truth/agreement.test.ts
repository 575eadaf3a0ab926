import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Flavour, filters } from '../../suites/queries/truth/arbitrary.ts';
import { matches } from '../../suites/queries/truth/evaluate.ts';
import { type Filter, write } from '../../suites/queries/truth/filter.ts';
import { faces } from '../../tenant/faces.ts';
import { parseFilter } from '../../tenant/filter/parser.ts';
import { listSchemas, listTypes } from '../../tenant/schemas/registry.ts';
import { checkFilter, passes, resourceScope } from '../../tenant/semantics/evaluate.ts';
import { strict } from '../../tenant/semantics/index.ts';
import { type World, world } from './cast.ts';

/** Filters times users: 20,000 cases and more. */
const FILTERS = 3_000;

describe('the evaluators of the suite and of the tenant, which share no code', () => {
  const type = listTypes(listSchemas(faces.full)).find(({ name }) => name === 'User');
  let known: World;

  beforeAll(async () => {
    known = await world();
  });

  /** What the tenant says of a filter, for each user. */
  function evaluateAll(text: string): boolean[] {
    if (type === undefined) throw new Error('the full tenant has users');
    const scope = resourceScope(type);
    const filter = parseFilter(text);
    checkFilter(filter, [scope], strict);
    return known.people.map((person) => passes(person, filter, scope, strict));
  }

  test.each<Flavour>(['certain', 'graded'])('agree on random filters (%s)', (flavour) => {
    const sample = fc.sample(filters(fc, known.vocabulary, flavour), { numRuns: FILTERS, seed: 20_000 });
    const differing: string[] = [];
    let decided = 0;
    for (const filter of sample) {
      const answers = evaluateAll(write(filter));
      known.people.forEach((person, index) => {
        const own = matches(filter, person);
        if (own === undefined) return;
        decided += 1;
        if (own !== answers[index]) differing.push(`${write(filter)} for user ${index}: ${own}`);
      });
    }

    expect(differing.slice(0, 5)).toEqual([]);
    expect(FILTERS * known.people.length).toBeGreaterThanOrEqual(20_000);
    expect(decided / (FILTERS * known.people.length)).toBeGreaterThan(0.7);
  });

  test('leave open what RFC 7644 leaves open, and nothing else', () => {
    const term = { path: 'title', type: 'string', caseExact: false, several: false, values: [] };
    const eq: Filter = { kind: 'compare', term, operator: 'eq', value: 'x' };
    const ne: Filter = { ...eq, operator: 'ne' };

    expect(matches(eq, {})).toBe(false);
    expect(matches(eq, { title: 'X' })).toBe(true);
    expect(matches(ne, {})).toBeUndefined();
    expect(matches({ kind: 'not', of: eq }, {})).toBeUndefined();
    expect(matches({ kind: 'not', of: eq }, { title: 'y' })).toBe(true);
    expect(matches({ kind: 'and', left: ne, right: eq }, {})).toBe(false);
    expect(matches({ kind: 'present', term }, { title: '' })).toBeUndefined();
    expect(matches({ kind: 'present', term }, { title: [] })).toBe(false);
  });

  test('tell a wrong comparison, so that agreement means something', () => {
    const sample = fc.sample(filters(fc, known.vocabulary, 'certain'), { numRuns: 300, seed: 1 });
    const turned = sample.filter((filter) =>
      known.people.some((person, index) => {
        const own = matches(filter, person);
        return own !== undefined && own === evaluateAll(`not (${write(filter)})`)[index];
      }),
    );
    expect(turned).toEqual([]);
  });
});
