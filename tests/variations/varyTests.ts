import { describe, expect, inject, test } from 'vitest';
import { drawn } from '../drawn.ts';
import { Kept } from '../kit/kept.ts';
import { judge } from './judge.ts';
import { combinations, known, some } from './sample.ts';
import { type Trial, whole } from './whole.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `full` tries every variation alone and in company, `part` a few of a seeded twenty, drawn by the day. */
    variations: 'full' | 'part';
  }
}

const SEED = 'lawful';

/**
 * A share of the tenants that make lawful choices the other way: none of them costs a violation, a blocked check or an
 * error, in the profile of a client beside the rows that its documents forbid. What was tried whole is kept, and is not
 * tried again before the sources change.
 */
export function testVariations(part: number, of: number): void {
  const isFull = inject('variations') === 'full';
  const trials = (isFull ? whole(SEED) : ofToday()).filter((_, at) => at % of === part);
  const kept = isFull ? new Kept('variations', ['tests/variations']) : undefined;

  const profiles = [...new Set(trials.map(({ profile }) => profile))];
  describe.each(profiles)('in profile %s', (profile) => {
    const mine = trials.filter((one) => one.profile === profile);
    test.each(mine.map((one) => [one.ids.join(' '), one] as const))(
      '%s',
      // The waits of one run are the work of another.
      { timeout: 240_000, concurrent: isFull },
      async (_, trial) => {
        const key = `${profile} ${trial.ids.join(' ')}`;
        if (kept?.has(key)) return;
        const began = performance.now();
        const wrong = await judge(trial.ids, profile, trial.graded);
        kept?.add(key, wrong, began);
        expect(wrong).toEqual([]);
      },
    );
  });
}

function ofToday(): Trial[] {
  const chosen = [...some(SEED, 20), ...drawn('known combinations', known, 1), ...combinations(SEED, 3, 8)];
  return chosen.map((ids) => ({ ids, profile: 'smartfile', graded: ['smartfile'] }));
}
