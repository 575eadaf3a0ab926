import type { Variation } from '../variation.ts';

/** Small limits, and documents that say more than they have to. */
export const limitVariations: Variation[] = [
  {
    id: 'features.bulk-of-one',
    says: 'a bulk job has one operation and 2 kB at most',
    basis: ['7644:3.7.4'],
    choice: 'bulk',
    options: () => ({ bulk: { maxOperations: 1, maxPayloadSize: 2_048 } }),
  },
  {
    id: 'lists.last-changed-first',
    says: 'lists begin with what was changed last',
    basis: ['7644:3.4.2.3', '7644:3.4.2.4'],
    choice: 'order',
    semantics: () => ({
      arrange: (matches) =>
        [...matches].sort(
          (left, right) =>
            Date.parse(right.lastModified) - Date.parse(left.lastModified) || right.sequence - left.sequence,
        ),
    }),
  },
];
