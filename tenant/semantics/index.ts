import { type MatchingSemantics, strictMatching } from './matching.ts';
import { type PatchingSemantics, strictPatching } from './patching.ts';
import { type ReadingSemantics, strictReading } from './reading.ts';
import { strictWriting, type WritingSemantics } from './writing.ts';

/** Every named decision of the tenant. A face or a defect replaces single ones of them. */
export interface Semantics extends MatchingSemantics, WritingSemantics, PatchingSemantics, ReadingSemantics {}

/** The decisions as RFC 7643 and RFC 7644 make them. */
export const strict: Semantics = {
  ...strictMatching,
  ...strictWriting,
  ...strictPatching,
  ...strictReading,
};

/** The strict decisions with some of them replaced; later ones win. */
export function alter(changes: (Partial<Semantics> | undefined)[]): Semantics {
  return Object.assign({ ...strict }, ...changes) as Semantics;
}

/** Whether an index answers the same as looking at every resource: only while equality is what it was. */
export function trustsIndexes(semantics: Semantics): boolean {
  const names: (keyof Semantics)[] = [
    'compare',
    'quantify',
    'both',
    'either',
    'negate',
    'element',
    'verdict',
  ];
  return [...names, 'unassigned' as const].every((name) => semantics[name] === strict[name]);
}
