import type { Kept, StoredResource } from '../../model.ts';
import type { Reaching } from '../../semantics/writing.ts';
import type { Defect } from '../defect.ts';

/** Writes that are answered as asked and reach another resource than they name. */

/** More of others than a run looks at: of accounts, and of groups, of which there are fewer. */
const FAR = 200;
const FAR_AMONG_GROUPS = 30;

export type Way = 'PUT' | 'PATCH' | 'DELETE' | 'bulk';

/** The resource of a client that was made before this one, or the next one after it. */
export function neighbour({ id, type }: StoredResource, { store }: Kept): StoredResource | undefined {
  const own = store.own(type);
  const place = own.findIndex((one) => one.id === id);
  return own[place - 1] ?? own[place + 1];
}

/** The oldest account of all. */
export function eldest({ type }: StoredResource, { store }: Kept): StoredResource | undefined {
  for (const first of store.walk(type)) return first;
  return undefined;
}

/** An account or group of others that no page of first contact shows. */
export function somebody({ type }: StoredResource, { store }: Kept): StoredResource | undefined {
  let found: StoredResource | undefined;
  let place = 0;
  for (const one of store.walk(type)) {
    found = one;
    place += 1;
    if (place > (type === 'Group' ? FAR_AMONG_GROUPS : FAR)) break;
  }
  return found;
}

/** Whether a resource has a name like those of a run, of which the last one is always the run's own. */
const isOfARun = ({ data }: StoredResource): boolean =>
  /^conf-[a-z0-9]{8}-[a-z0-9]{10}/.test(String(data.userName ?? data.displayName));

export const led =
  (way: Way, to: typeof eldest) =>
  (resource: StoredResource, kept: Kept, { method, inBulk }: Reaching): StoredResource =>
    (way === 'bulk' ? inBulk : !inBulk && method === way) ? (to(resource, kept) ?? resource) : resource;

export const ROWS = {
  PUT: 'practice:P15',
  PATCH: 'practice:P15',
  bulk: 'practice:P15',
  DELETE: 'practice:P17',
};
export const CHECKS = {
  PUT: 'practice.first-changes-reach-what-they-name',
  PATCH: 'practice.first-changes-reach-what-they-name',
  bulk: 'practice.first-changes-reach-what-they-name',
  DELETE: 'practice.first-delete-reaches-what-it-names',
};

/** What breaks where a change is acknowledged and reaches somebody who is not looked at. */
export const UNSEEN = {
  PATCH: { row: '7644:3.5.2.3/replace-single', check: 'patch.first-change-is-stored' },
  PUT: { row: '7644:3.5.1/put-replaces', check: 'users.first-replace-is-stored' },
  bulk: { row: '7644:3.7/bulk-methods', check: 'bulk.first-job-is-carried-out' },
};

const reachingSomebody = (way: keyof typeof UNSEEN): Defect => ({
  id: `astray.${way.toLowerCase()}-reaches-somebody`,
  says: `${way} reaches an account of others far down the list, whatever it names`,
  breaks: [UNSEEN[way].row],
  kills: [UNSEEN[way].check],
  semantics: { reaches: led(way, somebody) },
});

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

export const astrayDefects: Defect[] = [
  ...(['PUT', 'PATCH', 'DELETE', 'bulk'] as const).flatMap(leading),
  ...(['PUT', 'PATCH', 'bulk'] as const).map(reachingSomebody),
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
];
