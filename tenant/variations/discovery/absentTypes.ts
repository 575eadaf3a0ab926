import { SCHEMA } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** Resource types of the RFC that an endpoint does without. */
export const absentTypeVariations: Variation[] = [
  {
    id: 'types.groups-alone',
    says: 'there are groups and no accounts',
    basis: ['7643:6', '7644:4'],
    smartfileRows: [
      ...['Q31', 'Q35', 'R01', 'R08', 'R09', 'R12', 'R35'].map((row) => `entra:${row}`),
      'smartfile:S04',
      'smartfile:S25',
    ],
    choice: 'resource types',
    // A first group would have to have another one in it.
    excludes: ['schema.members-required'],
    options: () => ({ testExtension: false, me: false }),
    schemas: (all) =>
      all
        .filter(({ id }) => id !== SCHEMA.user && id !== SCHEMA.enterprise)
        .map((one) => ({
          ...one,
          attributes: one.attributes.map((usual) => ({
            ...usual,
            subAttributes: usual.subAttributes.map((sub) => ({
              ...sub,
              referenceTypes: sub.referenceTypes.filter((type) => type !== 'User'),
              canonicalValues: sub.canonicalValues.filter((type) => type !== 'User'),
            })),
          })),
        })),
  },
  {
    id: 'types.users-alone',
    says: 'there are accounts and no groups',
    basis: ['7643:6', '7644:4'],
    smartfileRows: [
      ...['Q54', 'Q56', 'R01', 'R02', 'R08', 'R23'].map((row) => `entra:${row}`),
      'smartfile:S22',
    ],
    choice: 'resource types',
    options: () => ({ groups: false }),
  },
];
