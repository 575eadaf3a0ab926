import { isObject, SCHEMA, type StoredResource } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import { ledGroups, person } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, refuse } from '../kit.ts';
import { conflict, listMails, target, userIn } from '../reach.ts';

/** Resources that were deleted, by id. */
const gravesFor = ofTenant(() => new Map<string, StoredResource>());

/** Addresses of users who were deleted. */
const freed = ofTenant(() => new Set<string>());

/** Remembers what a DELETE is about to remove. */
const bury: NonNullable<Defect['before']> = (request, tenancy) => {
  const resource = isOne(request, 'DELETE') ? tenancy.store.find(readId(request)) : undefined;
  if (resource) gravesFor(tenancy).set(resource.id, structuredClone(resource));
  return undefined;
};

/** Puts a deleted resource back when a request of this method comes for it. */
function rises(method: string): NonNullable<Defect['before']> {
  return (request, tenancy) => {
    const grave = isOne(request, method) ? gravesFor(tenancy).get(readId(request)) : undefined;
    if (!grave) return bury(request, tenancy);
    gravesFor(tenancy).delete(grave.id);
    tenancy.store.put(grave);
    return undefined;
  };
}

/** Shows deleted resources in the lists that the predicate picks. */
function haunts(picks: (request: Parameters<NonNullable<Defect['after']>>[0]) => boolean, type: string) {
  const after: NonNullable<Defect['after']> = (request, { body }, tenancy) => {
    if (!isObject(body) || !Array.isArray(body.Resources) || !picks(request)) return undefined;
    const asked =
      `${request.query.get('filter') ?? ''} ${JSON.stringify(request.body ?? null)}`.toLowerCase();
    const unfiltered = !asked.includes(' eq ');
    for (const { id, data, type: kind } of gravesFor(tenancy).values()) {
      const name = String(data.userName ?? data.displayName).toLowerCase();
      if (kind === type && (unfiltered || asked.includes(name)))
        body.Resources.push({ schemas: [type === 'User' ? SCHEMA.user : SCHEMA.group], id, ...data });
    }
    return undefined;
  };
  return after;
}

/** What is left of resources that were deleted, one place at a time, and deletions that do not take away whom they name. */
export const hardDeleteDefects: Defect[] = [
  {
    id: 'hard-delete.put-brings-back',
    says: 'a PUT to a deleted account brings it back',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.put-finds-nothing'],
    before: rises('PUT'),
  },
  {
    id: 'hard-delete.patch-brings-back',
    says: 'a PATCH of a deleted account brings it back',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.patch-finds-nothing', 'practice.patch-in-flight-brings-nothing-back'],
    before: rises('PATCH'),
  },
  {
    id: 'hard-delete.stays-on-pages',
    says: 'deleted accounts stay in lists without a filter',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.absent-from-lists'],
    before: bury,
    after: haunts(
      ({ method, path, query }) => method === 'GET' && path === '/Users' && !query.has('filter'),
      'User',
    ),
  },
  {
    id: 'hard-delete.stays-in-search',
    says: 'deleted accounts are found by .search',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.absent-from-search'],
    before: bury,
    after: haunts(({ path }) => path.endsWith('/.search'), 'User'),
  },
  {
    id: 'hard-delete.group-stays-in-lists',
    says: 'deleted groups are found by their name',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.group-absent-by-filter', 'matching.deleted-group-is-found-by-nothing'],
    before: bury,
    after: haunts(
      ({ method, path, query }) => method === 'GET' && path === '/Groups' && query.has('filter'),
      'Group',
    ),
  },
  {
    id: 'hard-delete.ignores-if-match',
    says: 'DELETE does not look at If-Match',
    breaks: ['7644:3.14/if-match-stale'],
    kills: ['hard-delete.stale-tag-deletes-nothing', 'versions.delete-honours-tags'],
    before(request) {
      if (request.method === 'DELETE') delete request.headers['if-match'];
    },
  },
  {
    id: 'hard-delete.wipes-the-collection',
    says: 'a DELETE on the collection deletes every account',
    breaks: ['7644:3.2/delete-collection'],
    kills: ['hard-delete.collection-stays'],
    before(request, { store }) {
      if (request.method !== 'DELETE' || request.path !== '/Users') return undefined;
      for (const user of store.own('User')) store.remove(user);
      return { status: 204, headers: {} };
    },
  },
  {
    id: 'hard-delete.group-name-stays-taken',
    says: 'the name of a deleted group cannot be used again',
    breaks: ['7644:3.6/deleted-no-conflict'],
    kills: ['hard-delete.group-name-is-free'],
    before(request, tenancy) {
      if (!isCreate(request) || request.path !== '/Groups' || !isObject(request.body))
        return bury(request, tenancy);
      const { displayName } = request.body;
      const taken = [...gravesFor(tenancy).values()].some(({ data }) => data.displayName === displayName);
      return taken ? refuse(409) : undefined;
    },
  },
  {
    id: 'hard-delete.successor-gets-the-values',
    says: 'an account of the same name gets the values of the deleted one',
    breaks: ['smartfile:S13', 'practice:P36'],
    kills: ['hard-delete.successor-inherits-no-value', 'smartfile.recreated-user-is-new'],
    before(request, tenancy) {
      if (!isCreate(request) || !isObject(request.body)) return bury(request, tenancy);
      const { userName } = request.body;
      const old = [...gravesFor(tenancy).values()].find(({ data }) => data.userName === userName);
      if (old && userName !== undefined) request.body = { ...old.data, ...request.body };
    },
  },
  {
    id: 'hard-delete.user-keeps-deleted-groups',
    says: 'accounts show the groups that they were in, left and deleted ones alike',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['hard-delete.group-leaves-the-user', 'users.groups-end-with-membership'],
    semantics: {
      represent(full, resource) {
        const seen = joined.get(resource.id) ?? new Map<unknown, unknown>();
        joined.set(resource.id, seen);
        for (const group of Array.isArray(full.groups) ? full.groups : [])
          if (isObject(group)) seen.set(group.value, group);
        return seen.size === 0 ? full : { ...full, groups: [...seen.values()] };
      },
    },
  },
  {
    id: 'delete.group-is-deleted-twice',
    says: 'DELETE of a group that does not exist answers 204',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.second-delete-finds-nothing'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && nameType(request) === 'Group' && store.find(readId(request)) === undefined
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'delete.address-stays-taken',
    says: 'the mail address of a deleted user cannot be given again',
    breaks: ['7644:3.6/deleted-no-conflict'],
    kills: ['hard-delete.user-name-is-free'],
    before(request, tenancy) {
      const user = isOne(request, 'DELETE') ? target(request, tenancy) : undefined;
      for (const mail of listMails(user?.data ?? {})) freed(tenancy).add(mail);
      const body = isCreate(request) ? userIn(request) : undefined;
      return body && listMails(body).some((mail) => freed(tenancy).has(mail)) ? conflict() : undefined;
    },
  },
  {
    id: 'delete.users-with-photos-stay',
    says: 'DELETE of a user who has a photo answers 204 and deletes nobody',
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
  {
    id: 'astray.group-delete-reaches-a-person',
    says: 'DELETE of a group reaches the oldest account of all',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.first-account-is-taken-away'],
    semantics: { reaches: ledGroups('DELETE', person) },
  },
];

/** Groups that an account was ever seen in. */
const joined = new Map<string, Map<unknown, unknown>>();
