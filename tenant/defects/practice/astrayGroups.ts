import type { Kept, StoredResource } from '../../model.ts';
import type { Reaching } from '../../semantics/writing.ts';
import type { Defect } from '../defect.ts';
import { CHECKS, eldest, led, neighbour, ROWS, somebody, UNSEEN, type Way } from './astray.ts';

/** Writes to groups that are answered as asked and reach another resource than they name; those to users are sound. */

const WAYS: Way[] = ['PUT', 'PATCH', 'DELETE', 'bulk'];

/** Leads writes to groups, and lets those to users be. */
const ledGroups =
  (way: Way, to: typeof eldest) =>
  (resource: StoredResource, kept: Kept, by: Reaching): StoredResource =>
    resource.type === 'Group' ? led(way, to)(resource, kept, by) : resource;

/** A person, in the place of a group. */
const person = (group: StoredResource, kept: Kept) => eldest({ ...group, type: 'User' }, kept);

const composeId = (way: Way, whom: string): string => `astray.group-${way.toLowerCase()}-reaches-${whom}`;

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
  ...(['PUT', 'PATCH', 'bulk'] as const).map((way) => ({
    id: composeId(way, 'somebody'),
    says: `${way} of a group reaches a group of others far down the list, whatever it names`,
    breaks: [UNSEEN[way].row],
    kills: [UNSEEN[way].check],
    semantics: { reaches: ledGroups(way, somebody) },
  })),
  {
    id: composeId('PATCH', 'a-person'),
    says: 'PATCH of a group reaches the oldest account of all',
    breaks: [ROWS.PATCH],
    kills: [CHECKS.PATCH],
    semantics: { reaches: ledGroups('PATCH', person) },
  },
  {
    id: composeId('DELETE', 'a-person'),
    says: 'DELETE of a group reaches the oldest account of all',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.first-account-is-taken-away'],
    semantics: { reaches: ledGroups('DELETE', person) },
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
