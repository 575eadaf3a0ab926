import { SCHEMA } from '../../model.ts';
import { of } from '../users/schemaOf.ts';
import type { Variation } from '../variation.ts';

/** Attributes that clients of most endpoints write, and that are closed to them here, as published (RFC 7643 section 7). */
export const closedVariations: Variation[] = [
  of(
    'user-name-immutable',
    'userName is set once',
    ['7643:7', '7643:4.1.1'],
    'userName',
    { mutability: 'immutable' },
    // Entra renames accounts.
    { smartfileRows: ['smartfile:S26'] },
  ),
  of(
    'active-read-only',
    'whether an account is active is managed by the tenant',
    ['7643:7', '7643:4.1.1', '7644:3.3'],
    'active',
    { mutability: 'readOnly' },
    { smartfileRows: ['smartfile:S14'] },
  ),
  of(
    'manager-read-only',
    'who manages whom is managed by the tenant',
    ['7643:7', '7643:4.3'],
    'manager',
    { mutability: 'readOnly' },
    { on: SCHEMA.enterprise },
  ),
  of(
    'members-read-only',
    'who is in a group is managed by the tenant',
    ['7643:7', '7643:4.2'],
    'members',
    { mutability: 'readOnly' },
    {
      // Entra puts every member into its group by PATCH.
      smartfileRows: [
        ...['R01', 'R02', 'R31', 'Q12', 'Q13', 'Q15', 'Q16', 'Q17', 'Q40', 'Q55'].map((id) => `entra:${id}`),
        ...['S20', 'S21', 'S22', 'S37'].map((id) => `smartfile:${id}`),
      ],
    },
  ),
];
