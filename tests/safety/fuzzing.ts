import fc from 'fast-check';
import { expect } from 'vitest';
import type { Filter } from '../../suites/queries/truth/filter.ts';

/** Each parser; a minute in `npm run soak`. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? '1');
/** No input of this size may keep a parser busy for longer. */
const MOST_MS = 1_500;
export const slow = { timeout: SECONDS * 1_000 + 30_000 };

const options = { seed: 20_261_124, numRuns: 1_000_000, interruptAfterTimeLimit: SECONDS * 1_000 };

/** Holds a property for the time that a parser is given, each input in bounded time. */
export async function holds<T>(
  inputs: fc.Arbitrary<T>,
  property: (input: T) => void | Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const started = performance.now();
      await property(input);
      expect(performance.now() - started).toBeLessThan(MOST_MS);
    }),
    options,
  );
}

/** Text made of the pieces that a grammar is made of, and of anything. */
export const arbitraryText = (pieces: string[]) =>
  fc.oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom(...pieces), fc.nat(3_000)).map(([piece, times]) => piece.repeat(times)),
  );

/** Pieces of filters and paths. */
export const SYNTAX = [
  ...[
    '(',
    ')',
    '[',
    ']',
    ' ',
    '"',
    '\\',
    '.',
    ':',
    ',',
    '$',
    '-',
    '1',
    'e',
    'true',
    'null',
    'not',
    'and',
    'or',
  ],
  ...['eq', 'pr', 'co', 'userName', 'emails', 'name.givenName', 'value', 'type'],
  ...['urn:ietf:params:scim:schemas:core:2.0:User', '"work"', '\u0000', '😀', '\ud800'],
];

/** Filters as the suites write them. */
export function arbitraryFilter(): fc.Arbitrary<Filter> {
  const term = fc
    .constantFrom('userName', 'name.givenName', 'title', 'meta.created')
    .map((path) => ({ path, type: 'string', caseExact: false, several: false, values: [] }));
  const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le');
  const value = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'filter' },
      fc.record({ kind: fc.constant('compare' as const), term, operator, value }),
      fc.record({ kind: fc.constant('present' as const), term }),
      fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: tie('filter'),
        right: tie('filter'),
      }),
    ),
  })).filter;
}
