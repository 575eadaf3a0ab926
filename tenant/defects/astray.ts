import type { Kept, StoredResource } from '../model.ts';
import type { Reaching } from '../semantics/writing.ts';
import type { Defect } from './defect.ts';

// What defects have in common whose writes reach another resource than they name.

/** More of others than a run looks at: of accounts, and of groups, of which there are fewer. */
const FAR = 200;
const FAR_AMONG_GROUPS = 30;

export type Way = 'PUT' | 'PATCH' | 'DELETE' | 'bulk';

/** The oldest account of all. */
export function eldest({ type }: StoredResource, { store }: Kept): StoredResource | undefined {
  for (const first of store.walk(type)) return first;
  return undefined;
}

/** An account or group of others that no page of first contact shows. */
function somebody({ type }: StoredResource, { store }: Kept): StoredResource | undefined {
  let found: StoredResource | undefined;
  let place = 0;
  for (const one of store.walk(type)) {
    found = one;
    place += 1;
    if (place > (type === 'Group' ? FAR_AMONG_GROUPS : FAR)) break;
  }
  return found;
}

/** Leads writes of a kind to another resource. */
export const led =
  (way: Way, to: typeof eldest) =>
  (resource: StoredResource, kept: Kept, { method, inBulk }: Reaching): StoredResource =>
    (way === 'bulk' ? inBulk : !inBulk && method === way) ? (to(resource, kept) ?? resource) : resource;

/** Leads writes to groups, and lets those to users be. */
export const ledGroups =
  (way: Way, to: typeof eldest) =>
  (resource: StoredResource, kept: Kept, by: Reaching): StoredResource =>
    resource.type === 'Group' ? led(way, to)(resource, kept, by) : resource;

/** A person, in the place of a group. */
export const person = (group: StoredResource, kept: Kept) => eldest({ ...group, type: 'User' }, kept);

/** Writes of a kind that are acknowledged and reach somebody of whom a run sees nothing, by what that breaks. */
export const reachingSomebody = (
  way: 'PUT' | 'PATCH' | 'bulk',
  found: Pick<Defect, 'breaks' | 'kills'>,
): Defect[] => [
  {
    id: `astray.${way.toLowerCase()}-reaches-somebody`,
    says: `${way} reaches an account of others far down the list, whatever it names`,
    ...found,
    semantics: { reaches: led(way, somebody) },
  },
  {
    id: `astray.group-${way.toLowerCase()}-reaches-somebody`,
    says: `${way} of a group reaches a group of others far down the list, whatever it names`,
    ...found,
    semantics: { reaches: ledGroups(way, somebody) },
  },
];
