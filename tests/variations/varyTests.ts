import { describe, expect, inject, test } from 'vitest';
import { judge, type ProfileName } from './judge.ts';
import { combinations, contrary, pairs, singles, some } from './sample.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `full` tries every variation alone and in company, `part` a seeded few of them. */
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
    : [...some(SEED, 20), ...combinations(SEED, 3, 8)];
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
