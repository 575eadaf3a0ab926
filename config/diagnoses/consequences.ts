import { readPackageJson } from '../../schemas/packageRoot.ts';
import { covers } from './patterns.ts';

/** Failures that follow from a diagnosis wherever something else speaks for it as well. */
export interface Consequences {
  /** Id of the diagnosis that they follow from. */
  of: string;
  /** A failure without which they do not. */
  when?: string;
  /**
   * Failures as `check#key`, and blocked checks as `blocked#` and what blocked them; after the `#`, `*` stands for any
   * characters.
   */
  follows: string[];
}

let all: Consequences[] | undefined;

/** What follows from what. The same array each time: do not change it. */
export function loadConsequences(): readonly Consequences[] {
  all ??= readPackageJson<Consequences[]>('config/diagnoses/consequences.json');
  return all;
}

/** Whether a pattern of consequences means this failure, or this blocked check by what blocked it. */
export function means(
  pattern: string,
  { check, key, signature }: { check: string; key?: string; signature?: string },
): boolean {
  const [of, what = ''] = pattern.split('#');
  if (of === 'blocked') return signature !== undefined && covers(what, signature);
  return of === check && key !== undefined && covers(what, key);
}
