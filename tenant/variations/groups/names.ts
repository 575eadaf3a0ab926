import { invalid } from '../../errors.ts';
import { SCHEMA } from '../../model.ts';
import { of } from '../users/schemaOf.ts';
import type { Variation } from '../variation.ts';

/** What names and members of groups may be, and whether they are shown. */
export const groupNameVariations: Variation[] = [
  of(
    'group-name-immutable',
    'the name of a group is set once',
    ['7643:7'],
    'displayName',
    {
      mutability: 'immutable',
    },
    { on: SCHEMA.group, smartfileRows: ['entra:Q15', 'entra:R02', 'entra:G03'] },
  ),
  of('members-never', 'members of groups are taken and never returned', ['7643:7', '7643:4.2'], 'members', {
    returned: 'never',
  }),
  {
    id: 'groups.names-of-40',
    says: 'names of groups have at most 40 characters',
    basis: ['7644:3.3', '7644:3.12'],
    semantics: (usual) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        if (type === 'Group' && String(made.displayName).length > 40)
          throw invalid('displayName has more than 40 characters');
        return made;
      },
    }),
  },
];
