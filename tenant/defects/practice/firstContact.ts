import type { Kept, StoredResource } from '../../model.ts';
import { eldest, led, ledGroups, person, type Way } from '../astray.ts';
import type { Defect } from '../defect.ts';

/** The resource of a client that was made before this one, or the next one after it. */
function neighbour({ id, type }: StoredResource, { store }: Kept): StoredResource | undefined {
  const own = store.own(type);
  const place = own.findIndex((one) => one.id === id);
  return own[place - 1] ?? own[place + 1];
}

/** Whether a resource has a name like those of a run, of which the last one is always the run's own. */
const isOfARun = ({ data }: StoredResource): boolean =>
  /^conf-[a-z0-9]{8}-[a-z0-9]{10}/.test(String(data.userName ?? data.displayName));

const ROWS = {
  PUT: 'practice:P15',
  PATCH: 'practice:P15',
  bulk: 'practice:P15',
  DELETE: 'practice:P17',
};
const CHECKS = {
  PUT: 'practice.first-changes-reach-what-they-name',
  PATCH: 'practice.first-changes-reach-what-they-name',
  bulk: 'practice.first-changes-reach-what-they-name',
  DELETE: 'practice.first-delete-reaches-what-it-names',
};

const leading = (way: Way): Defect[] => [
  {
    id: `astray.${way.toLowerCase()}-reaches-a-neighbour`,
    says: `${way} reaches the resource that was made before the one it names`,
    breaks: [ROWS[way]],
    kills: [CHECKS[way]],
    semantics: { reaches: led(way, neighbour) },
  },
  {
    id: `astray.${way.toLowerCase()}-reaches-the-oldest`,
    says: `${way} reaches the oldest account of all, whatever it names`,
    breaks: [ROWS[way]],
    kills: [CHECKS[way]],
    semantics: { reaches: led(way, eldest) },
  },
];

const WAYS: Way[] = ['PUT', 'PATCH', 'DELETE', 'bulk'];

const composeId = (way: Way, whom: string): string => `astray.group-${way.toLowerCase()}-reaches-${whom}`;

/** Writes that are answered as asked and reach another resource than they name. */
export const firstContactDefects: Defect[] = [
  {
    id: 'astray.create-overwrites-a-neighbour',
    says: 'a create after the first overwrites the account that was made before it, and answers 201 with its id',
    breaks: ['practice:P18'],
    kills: ['practice.first-create-makes-an-account'],
    semantics: {
      overwrites: (type, { store }) => store.own(type).findLast(isOfARun),
    },
  },
  {
    id: 'astray.create-overwrites-the-oldest',
    says: 'a create overwrites the oldest account of all, and answers 201 with its id',
    breaks: ['practice:P18'],
    kills: ['practice.first-create-makes-an-account'],
    semantics: {
      overwrites(type, { store }) {
        for (const first of store.walk(type)) return first;
      },
    },
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
  ...(['PUT', 'PATCH', 'DELETE', 'bulk'] as const).flatMap(leading),
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
];
