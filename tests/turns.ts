import { readFileSync } from 'node:fs';

/** The day decides what is tried; `PROOFS_DAY=2026-11-28 npm test` tries again what was tried then. */
export const DAY = process.env.PROOFS_DAY ?? new Date().toISOString().slice(0, 10);

/** Nothing is left to another day. */
export const ALL = process.env.PROOFS === 'full' || process.env.VARIATIONS === 'full';

/** Test files that take long, in parts of about the same length: a part for each day until all were tried. */
const parts = JSON.parse(readFileSync(new URL('./turns.json', import.meta.url), 'utf8')) as string[][];

/**
 * The files, as paths from here, whose turn is another day; the day after has the next part.
 * @param day a date such as 2026-11-29
 * @param turns how many parts are tried
 */
export function filesOfOtherDays(day: string, turns: number): string[] {
  const first = Math.floor(Date.parse(day) / 86_400_000) % parts.length;
  return parts.flatMap((files, at) => ((at - first + parts.length) % parts.length < turns ? [] : files));
}
