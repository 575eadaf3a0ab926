import { errorResponse } from '../../errors.ts';
import { ScimProblem } from '../../model.ts';
import { isAuthorized, isOne, later } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What deleting does beside the resource itself. */
export const deleteVariations: Variation[] = [
  {
    id: 'deletes.references-stay',
    says: 'groups and accounts go on naming who was deleted',
    basis: ['7643:2.3.7', '7644:3.6'],
    rows: ['7644:3.6/delete-removes-membership'],
    choice: 'references of the deleted',
    semantics: () => ({ dropsReferences: false }),
  },
  {
    id: 'deletes.slowly',
    says: 'a DELETE takes 50 ms longer than anything else',
    basis: ['7644:3.6'],
    after: ({ method }, response) => {
      if (method === 'DELETE') later(response, 50);
    },
  },
  {
    id: 'deletes.managers-refused',
    says: 'an account is not deleted as long as it is the manager of others',
    basis: ['7644:3.6', '7644:3.12', '7643:4.3'],
    smartfileRows: ['entra:Q50', 'smartfile:S16'],
    before(request, tenancy) {
      if (request.method !== 'DELETE' || !isOne(request) || !isAuthorized(request, tenancy)) return undefined;
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      const isManaged = ({ type }: { type: string }) => type === 'User';
      return tenancy.store.referrers(id).some(isManaged)
        ? errorResponse(new ScimProblem(409, 'others have this account as their manager'))
        : undefined;
    },
  },
  {
    id: 'deletes.full-groups-refused',
    says: 'a group is not deleted as long as it has members',
    basis: ['7644:3.6', '7644:3.12'],
    smartfileRows: ['entra:Q59'],
    // A group that has to have members could never be deleted.
    excludes: ['schema.members-required'],
    before(request, tenancy) {
      if (request.method !== 'DELETE' || !isOne(request) || !isAuthorized(request, tenancy)) return undefined;
      const group = tenancy.store.get('Group', decodeURIComponent(request.path.split('/').at(-1) ?? ''));
      const members = group?.data.members;
      return Array.isArray(members) && members.length > 0
        ? errorResponse(new ScimProblem(409, 'the group has members'))
        : undefined;
    },
  },
  {
    id: 'deletes.collections-405',
    says: 'a DELETE of a collection is refused with 405 and an empty Allow',
    basis: ['7644:3.2', '9110:10.2.1'],
    rows: ['7644:3.2/delete-collection'],
    after: ({ method, path }, response) => {
      if (method === 'DELETE' && /^\/(?:Users|Groups)$/.test(path) && response.status === 405)
        response.headers.allow = '';
    },
  },
];
