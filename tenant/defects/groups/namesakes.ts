import { isObject, type StoredResource, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, lower, nameType } from '../kit.ts';
import { done, readOperations } from '../patch/kit.ts';
import { alter, target } from '../reach.ts';
import { membersIn } from './kit.ts';

/** The displayName that a PATCH or a PUT gives a group. */
function readNewName(request: TenantRequest, method: 'PATCH' | 'PUT'): string | undefined {
  if (!isOne(request, method) || nameType(request) !== 'Group') return undefined;
  if (method === 'PUT') return isObject(request.body) ? lower(request.body.displayName) : undefined;
  const named = readOperations(request).map(({ path, value }) =>
    path === 'displayName' ? value : path === undefined && isObject(value) ? value.displayName : undefined,
  );
  return named.map(lower).find((name) => name !== undefined);
}

/** The other group that has the name which a request gives a group. */
function findNamesake(request: TenantRequest, tenancy: Tenancy, method: 'PATCH' | 'PUT') {
  const [group, name] = [target(request, tenancy), readNewName(request, method)];
  const all: StoredResource[] = tenancy.store.own('Group');
  const other = all.find(({ id, data }) => id !== group?.id && lower(data.displayName) === name);
  return group && name !== undefined && other ? { group, other } : undefined;
}

/** A change that gives a group the name of another makes one group of both. */
function merging(
  method: 'PATCH' | 'PUT',
  kills: string[],
  breaks: string[],
): Pick<Defect, 'breaks' | 'kills' | 'before'> {
  return {
    breaks,
    kills,
    before(request, tenancy) {
      const { group, other } = findNamesake(request, tenancy, method) ?? {};
      if (!group || !other) return undefined;
      const all = [...membersIn(group.data), ...membersIn(other.data)];
      const members = [...new Map(all.map((one) => [one.value, one])).values()];
      tenancy.store.remove(other);
      alter(tenancy, group.id, { displayName: other.data.displayName, members });
      return method === 'PATCH' ? done() : undefined;
    },
  };
}

const KILLS = ['groups.name-of-another-leaves-both'];

/** What becomes of groups when one is given the name of another. */
export const namesakeDefects: Defect[] = [
  {
    id: 'groups.patch-to-a-taken-name-merges',
    says: "a PATCH that gives a group another's name merges the two",
    ...merging('PATCH', KILLS, ['7644:3.5.2/patch-names-its-targets']),
  },
  {
    id: 'groups.put-to-a-taken-name-merges',
    says: "a PUT that gives a group another's name merges the two",
    ...merging('PUT', KILLS, ['practice:P15']),
  },
];
