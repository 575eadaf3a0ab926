import { ScimProblem } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** What clients may not do with groups. */
export const groupRightVariations: Variation[] = [
  {
    id: 'groups.not-created',
    says: 'groups come from elsewhere, and creating one is refused with 403',
    basis: ['7644:3.12', '9110:15.5.4'],
    smartfileRows: ['entra:Q54', 'entra:Q56', 'entra:R01', 'entra:R02', 'entra:R23', 'smartfile:S22'],
    semantics: (usual) => ({
      complete: (type, data) => {
        if (type === 'Group') throw new ScimProblem(403, 'groups are not made by clients');
        return usual.complete(type, data);
      },
    }),
  },
];
