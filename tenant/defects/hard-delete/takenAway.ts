import { isObject } from '../../model.ts';
import { ledGroups, person } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId } from '../kit.ts';
import { buryByName, gravesByName } from './graves.ts';

/** Deletions that do not take away whom they name. */
export const takenAwayDefects: Defect[] = [
  {
    id: 'delete.only-deactivates',
    says: 'DELETE answers 204 and sets active to false',
    breaks: [
      '7644:3.6/deleted-get-404',
      '7644:3.6/deleted-not-listed',
      '7644:3.6/deleted-no-conflict',
      'smartfile:S11',
      'smartfile:S12',
      'entra:Q33',
    ],
    kills: [
      'hard-delete.first-account-is-taken-away',
      'hard-delete.absent-by-id',
      'hard-delete.absent-by-id-in-part',
      'hard-delete.put-finds-nothing',
      'hard-delete.patch-finds-nothing',
      'hard-delete.second-delete-finds-nothing',
      'hard-delete.absent-from-lists',
      'hard-delete.absent-by-every-filter',
      'hard-delete.absent-from-search',
      'hard-delete.user-name-is-free',
      'entra.deleted-name-is-free',
      'smartfile.unassigned-user-is-gone',
      'smartfile.returning-user-is-created-again',
      'matching.deleted-user-is-found-by-nothing',
      'practice.simultaneous-deletes-are-204-or-404',
      'smartfile.second-delete-is-404',
    ],
    before(request, { store }) {
      const resource = isOne(request, 'DELETE') ? store.find(readId(request)) : undefined;
      if (resource?.type !== 'User') return undefined;
      store.put({ ...resource, revision: resource.revision + 1, data: { ...resource.data, active: false } });
      return { status: 204, headers: {} };
    },
  },
  {
    id: 'delete.does-nothing',
    says: 'DELETE answers 204 and keeps everything',
    breaks: [
      '7644:3.6/deleted-get-404',
      '7644:3.6/deleted-all-ops-404',
      '7644:3.6/deleted-not-listed',
      'smartfile:S11',
    ],
    kills: [
      'hard-delete.first-account-is-taken-away',
      'hard-delete.absent-by-id',
      'hard-delete.absent-by-id-in-part',
      'hard-delete.put-finds-nothing',
      'hard-delete.patch-finds-nothing',
      'hard-delete.second-delete-finds-nothing',
      'hard-delete.absent-from-lists',
      'hard-delete.absent-by-every-filter',
      'hard-delete.absent-from-search',
      'hard-delete.user-name-is-free',
      'hard-delete.group-absent-by-id',
      'hard-delete.group-absent-by-filter',
      'hard-delete.group-name-is-free',
      'smartfile.unassigned-user-is-gone',
      'matching.deleted-group-is-found-by-nothing',
    ],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && store.find(readId(request)) ? { status: 204, headers: {} } : undefined,
  },
  {
    id: 'delete.stays-readable',
    says: 'a deleted account can still be read by its id',
    breaks: ['7644:3.6/deleted-get-404', 'smartfile:S11'],
    kills: [
      'hard-delete.first-account-is-taken-away',
      'hard-delete.absent-by-id',
      'hard-delete.absent-by-id-in-part',
      'hard-delete.group-absent-by-id',
      'smartfile.unassigned-user-is-gone',
    ],
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) buryByName(tenancy, readId(request));
    },
    after(request, response, tenancy) {
      if (!isOne(request, 'GET') || response.status !== 404) return undefined;
      const grave = [...gravesByName(tenancy).values()].find(({ id }) => id === readId(request));
      if (!grave) return undefined;
      return { status: 200, headers: {}, body: { schemas: [], id: grave.id, ...grave.data, active: false } };
    },
  },
  {
    id: 'astray.group-delete-reaches-a-person',
    says: 'DELETE of a group reaches the oldest account of all',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.first-account-is-taken-away'],
    semantics: { reaches: ledGroups('DELETE', person) },
  },
  {
    id: 'delete.users-with-photos-stay',
    says: 'DELETE of a user who has a photo answers 204 and deletes no one',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.nothing-deleted-stays'],
    company: true,
    before(request, { store }) {
      const hasPhotos = (path: string) =>
        store.get('User', decodeURIComponent(path.slice('/Users/'.length)))?.data.photos !== undefined;
      if (isOne(request, 'DELETE') && hasPhotos(request.path)) return { status: 204, headers: {} };
      const jobs = request.path === '/Bulk' && isObject(request.body) ? request.body.Operations : undefined;
      for (const one of Array.isArray(jobs) ? jobs.filter(isObject) : [])
        if (one.method === 'DELETE' && hasPhotos(String(one.path))) {
          one.method = 'PATCH';
          one.data = {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op: 'remove', path: 'nickName' }],
          };
        }
      return undefined;
    },
  },
];
