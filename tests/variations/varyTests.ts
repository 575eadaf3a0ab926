import { describe, expect, inject, test } from 'vitest';
import { drawn } from '../drawn.ts';
import { judge, type ProfileName } from './judge.ts';
import { combinations, contrary, pairs, singles, some } from './sample.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `full` tries every variation alone and in company, `part` a few of a seeded twenty, drawn by the day. */
    variations: 'full' | 'part';
  }
}

const SEED = 'lawful';

/**
 * A share of the tenants that make lawful choices the other way: none of them costs a violation, a blocked check or an
 * error, in the profile of a client beside the rows that its documents forbid.
 */
export function testVariations(part: number, of: number): void {
  const isFull = inject('variations') === 'full';
  const profiles: ProfileName[] = isFull ? ['rfc', 'smartfile'] : ['smartfile'];
  const tried = isFull
    ? [...singles(), ...pairs(6), ...combinations(SEED, 200, 12), contrary()]
    : [...drawn('variations', some(SEED, 20), 6), ...drawn('combinations', combinations(SEED, 3, 8), 2)];
  const mine = tried.filter((_, at) => at % of === part);

  describe.each(profiles)('in profile %s', (profile) => {
    test.each(mine.map((ids) => [ids.join(' '), ids] as const))(
      '%s',
      { timeout: 240_000 },
      async (_, ids) => {
        expect(await judge(ids, profile)).toEqual([]);
      },
    );
  });
}
