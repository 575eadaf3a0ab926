import { eldest, ledGroups, person, type Way } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { CHECKS, neighbour, ROWS } from './astray.ts';

const WAYS: Way[] = ['PUT', 'PATCH', 'DELETE', 'bulk'];

const composeId = (way: Way, whom: string): string => `astray.group-${way.toLowerCase()}-reaches-${whom}`;

/** Writes to groups that are answered as asked and reach another resource than they name; those to users are sound. */
export const astrayGroupDefects: Defect[] = [
  ...WAYS.map((way) => ({
    id: composeId(way, 'the-oldest'),
    says: `${way} of a group reaches the oldest group of all, whatever it names`,
    breaks: [ROWS[way]],
    kills: [CHECKS[way]],
    semantics: { reaches: ledGroups(way, eldest) },
  })),
  {
    id: composeId('PATCH', 'a-neighbour'),
    says: 'PATCH of a group reaches the group that was made before the one it names',
    breaks: [ROWS.PATCH],
    kills: [CHECKS.PATCH],
    semantics: { reaches: ledGroups('PATCH', neighbour) },
  },
  {
    id: composeId('PATCH', 'a-person'),
    says: 'PATCH of a group reaches the oldest account of all',
    breaks: [ROWS.PATCH],
    kills: [CHECKS.PATCH],
    semantics: { reaches: ledGroups('PATCH', person) },
  },
  {
    id: 'astray.group-create-overwrites-the-oldest',
    says: 'a create of a group overwrites the oldest group of all, and answers 201 with its id',
    breaks: ['practice:P18'],
    kills: ['practice.first-create-makes-an-account'],
    semantics: {
      overwrites(type, { store }) {
        for (const first of type === 'Group' ? store.walk(type) : []) return first;
      },
    },
  },
];
