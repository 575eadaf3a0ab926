import type { Check } from '../../check/check.ts';
import { lacking } from '../../safety/holding.ts';
import { declaredBy } from './prospects.ts';

/**
 * Brings checks into an order in which those that share the same follow each other, so that little of it is there at
 * one time: after each comes the one that brings in least, of several the first.
 */
export function gather(checks: readonly Check[]): Check[] {
  const waiting = checks.map((check) => ({ check, shared: declaredBy(check).shared }));
  const there = new Set<string>();
  const gathered: Check[] = [];
  while (waiting.length > 0) {
    const added = waiting.map(({ shared }) => lacking({ own: 0, shared }, (key) => there.has(key)));
    const [next] = waiting.splice(added.indexOf(Math.min(...added)), 1);
    if (next === undefined) break;
    for (const key of next.shared.keys()) there.add(key);
    gathered.push(next.check);
  }
  return gathered;
}
