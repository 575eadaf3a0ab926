import { createHash } from 'node:crypto';
import { type TestOptions, test } from 'vitest';
import { ALL, DAY } from './turns.ts';

/**
 * Some of the cases of a long proof, other ones each day; all of them with PROOFS=full. What is left out is said at
 * the end of the run.
 */
export function drawn<T>(name: string, cases: readonly T[], count: number): T[] {
  if (ALL || cases.length <= count) return [...cases];
  const place = (at: number) => createHash('sha256').update(`${DAY} ${name} ${at}`).digest('hex');
  const chosen = new Set([...cases.keys()].sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(0, count));
  test(`${name}: the others`, ({ skip }) =>
    skip(`a part was drawn by the day ${DAY}; PROOFS=full tries all`));
  return cases.filter((_, at) => chosen.has(at));
}

interface Test {
  (name: string, body: () => void | Promise<void>, timeoutMs?: number): void;
  (name: string, options: TestOptions, body: () => void | Promise<void>): void;
}

/**
 * For long tests that stand beside each other: each call gives the `test` of the next of them, which is tried one day in
 * so many, the next on the next day; all of them with PROOFS=full. Which ones wait is said at the end of the run.
 * @param isWhole whether none of them waits
 */
export function byTurns(every: number, isWhole = ALL): () => Test {
  let at = Math.floor(Date.parse(DAY) / 86_400_000);
  const waits = (name: string) =>
    test(name, ({ skip }) =>
      skip(`one in ${every} is tried each day, on ${DAY} another one; PROOFS=full tries all`),
    );
  return () => {
    at += 1;
    return isWhole || at % every === 0 ? (test as Test) : waits;
  };
}
