import { errorResponse, invalid } from '../../errors.ts';
import { isObject, type ScimObject, ScimProblem, type TenantRequest } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { eachResource, isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Members that one body holds. */
const MOST_AT_ONCE = 50;

/** The values that operations of a PATCH give to members, one list for each operation. */
function listsIn({ method, path, body }: TenantRequest): unknown[][] {
  const operations = isObject(body) ? body.Operations : undefined;
  if (method !== 'PATCH' || !path.startsWith('/Groups/') || !Array.isArray(operations)) return [];
  return operations.filter(isObject).flatMap(({ value }) => (Array.isArray(value) ? [value] : []));
}

const hasMembers = ({ members }: ScimObject): boolean => Array.isArray(members) && members.length > 0;

const idsIn = (list: unknown[]): unknown[] => list.filter(isObject).map(({ value }) => value);

/** What a request may say of members, and how they are named. */
export const memberVariations: Variation[] = [
  {
    id: 'groups.doubled-members-refused',
    says: 'a list of a PATCH that names one member twice is refused',
    basis: ['7643:2.4', '7644:3.12'],
    before: (request, tenancy) => {
      const isTwice = listsIn(request).some((list) => new Set(idsIn(list)).size < list.length);
      return isTwice && isAuthorized(request, tenancy)
        ? errorResponse(invalid('a list names one member twice'))
        : undefined;
    },
  },
  {
    id: 'groups.created-empty',
    says: 'a group is created without members, which are added to it by PATCH or PUT',
    basis: ['7643:4.2', '7644:3.12', '7644:3.3'],
    before: (request, tenancy) => {
      const { method, path, body } = request;
      if (!isObject(body) || method !== 'POST' || !isAuthorized(request, tenancy)) return undefined;
      const jobs = path === '/Bulk' && Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
      // No list, so that this operation is refused by itself.
      for (const one of jobs)
        if (one.method === 'POST' && one.path === '/Groups' && isObject(one.data) && hasMembers(one.data))
          one.data.members = 'none';
      return path === '/Groups' && hasMembers(body)
        ? errorResponse(invalid('members are added to a group that is there'))
        : undefined;
    },
  },
  {
    id: 'groups.bodies-of-fifty',
    says: 'a body with more than fifty members is refused; they can be added by and by',
    basis: ['7644:3.12', '9110:15.5.14'],
    before: (request, tenancy) => {
      const { method, path, body } = request;
      const members = isObject(body) && method !== 'PATCH' && /^\/Groups/.test(path) ? body.members : [];
      return Array.isArray(members) && members.length > MOST_AT_ONCE && isAuthorized(request, tenancy)
        ? errorResponse(new ScimProblem(413, 'fifty members at most'))
        : undefined;
    },
  },
  {
    id: 'groups.patches-of-twenty',
    says: 'a PATCH that brings more than twenty members is refused',
    basis: ['7644:3.12', '9110:15.5.14'],
    before: (request, tenancy) => {
      const brought = listsIn(request).flat();
      return brought.length > 20 && isAuthorized(request, tenancy)
        ? errorResponse(new ScimProblem(413, 'twenty members at a time'))
        : undefined;
    },
  },
  {
    id: 'groups.sixty-members-at-most',
    says: 'a group has room for sixty members, and refuses more',
    basis: ['7643:4.2', '7644:3.12'],
    rows: ['practice:P51'],
    smartfileRows: ['practice:P51'],
    semantics: (usual: Semantics) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        if (type === 'Group' && Array.isArray(made.members) && made.members.length > 60)
          throw invalid('a group has sixty members at most');
        return made;
      },
    }),
  },
  {
    id: 'groups.members-by-user-name',
    says: 'the display of a member is its userName',
    basis: ['7643:2.4', '7643:4.2'],
    after: (request, response, { store }) =>
      eachResource(request, response, ({ members }) => {
        for (const one of Array.isArray(members) ? members.filter(isObject) : [])
          rename(one, store.find(String(one.value))?.data);
      }),
  },
];

function rename(member: ScimObject, data: ScimObject | undefined): void {
  if (typeof data?.userName === 'string' && member.display !== undefined) member.display = data.userName;
}
