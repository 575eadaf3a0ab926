import { readPackageJson } from '../schemas/packageRoot.ts';
import { matchesGlob } from './settings/glob.ts';

/**
 * Something in the catalogue that an older baseline or a waiver speaks of by another name, or cannot speak of.
 * `renamed`: the check, or one key of it, is now called `to`. `removed`: the check, or one key, is no more.
 * `added`: a check that was there before now claims this key, too, or claims more under it.
 */
export interface Change {
  /** The catalogue version that brought it. */
  since: string;
  what: 'renamed' | 'removed' | 'added';
  check: string;
  /** A finding's key, or a pattern of keys; without it the whole check. */
  key?: string;
  to?: string;
  why: string;
}

let changes: Change[] | undefined;

/** Every change of the catalogue that a reader of older reports and waivers has to know, oldest first. */
export function loadChanges(): Change[] {
  changes ??= readPackageJson<Change[]>('config/changes.json');
  return changes;
}

/** The changes that lie between two versions of the catalogue: after the first, up to the second. */
export function changesBetween(all: readonly Change[], older: string, newer: string): Change[] {
  return all.filter(({ since }) => isOlder(older, since) && !isOlder(newer, since));
}

/** Whether a version such as `0.9` is older than another such as `1.0`. */
export function isOlder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether a change speaks of this finding, or of its check as a whole. */
export function concerns(change: Change, { check, key }: { check: string; key?: string }): boolean {
  if (change.check !== check) return false;
  return change.key === undefined || (key !== undefined && matchesGlob(change.key, key));
}

/** A check and key by the names that they have now. */
export function presentName<T extends { check: string; key?: string }>(named: T, all: readonly Change[]): T {
  const now = { ...named };
  for (const change of all) {
    if (change.what !== 'renamed' || change.to === undefined || !concerns(change, now)) continue;
    if (change.key === undefined) now.check = change.to;
    else now.key = change.to;
  }
  return now;
}
