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
  {
    id: 'rights.members-refused',
    says: 'the client of this credential may not say who is in a group',
    basis: ['7644:3.12', '9110:15.5.4'],
    // Entra puts every member into its group by PATCH.
    smartfileRows: [
      ...['R01', 'R02', 'R30', 'R31', 'Q12', 'Q13', 'Q14', 'Q15', 'Q16', 'Q17', 'Q40', 'Q55', 'Q58'].map(
        (id) => `entra:${id}`,
      ),
      ...['S20', 'S21', 'S22', 'S30', 'S37'].map((id) => `smartfile:${id}`),
    ],
    semantics: (usual) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        if (type === 'Group' && Array.isArray(made.members) && made.members.length > 0)
          throw new ScimProblem(403, 'this client may not put anybody into a group');
        return made;
      },
    }),
  },
];
