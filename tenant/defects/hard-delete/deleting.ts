import { isObject, type Kept, type StoredResource } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, readId, refuse } from '../kit.ts';

/** Resources that were deleted, by name, for tenants that cannot forget. */
const graves = new WeakMap<Kept['store'], Map<string, StoredResource>>();

function gravesFor({ store }: Kept): Map<string, StoredResource> {
  const known = graves.get(store) ?? new Map<string, StoredResource>();
  graves.set(store, known);
  return known;
}

function bury(tenancy: Tenancy, id: string): void {
  const resource = tenancy.store.find(id);
  if (resource)
    gravesFor(tenancy).set(String(resource.data.userName ?? id).toLowerCase(), structuredClone(resource));
}

/** What is left of resources that were deleted. */
export const deletingDefects: Defect[] = [
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
      if (isOne(request, 'DELETE')) bury(tenancy, readId(request));
    },
    after(request, response, tenancy) {
      if (!isOne(request, 'GET') || response.status !== 404) return undefined;
      const grave = [...gravesFor(tenancy).values()].find(({ id }) => id === readId(request));
      if (!grave) return undefined;
      return { status: 200, headers: {}, body: { schemas: [], id: grave.id, ...grave.data, active: false } };
    },
  },
  {
    id: 'delete.stays-in-lists',
    says: 'a deleted account still comes up in lists and filters',
    breaks: ['7644:3.6/deleted-not-listed', 'smartfile:S11', 'smartfile:S12'],
    kills: [
      'hard-delete.absent-by-every-filter',
      'matching.deleted-user-is-found-by-nothing',
      'matching.reused-name-finds-the-new-user',
      'smartfile.unassigned-user-is-gone',
      'smartfile.returning-user-is-created-again',
      'entra.unassigned-user-is-deleted',
    ],
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) bury(tenancy, readId(request));
    },
    after(request, { body }, tenancy) {
      if (request.method !== 'GET' || request.path !== '/Users' || !isObject(body)) return undefined;
      const filter = request.query.get('filter')?.toLowerCase() ?? '';
      const found = [...gravesFor(tenancy)]
        .filter(([name]) => filter.includes(name))
        .map(([, grave]) => grave);
      const ghosts = found.map(({ id, data }) => ({ schemas: [], id, ...data }));
      if (ghosts.length === 0 || !Array.isArray(body.Resources)) return undefined;
      body.Resources.push(...ghosts);
      body.totalResults = body.Resources.length;
    },
  },
  {
    id: 'delete.leaves-a-tombstone',
    says: 'the name of a deleted account cannot be used again',
    breaks: ['7644:3.6/deleted-no-conflict', 'smartfile:S12', 'entra:Q33'],
    kills: [
      'hard-delete.user-name-is-free',
      'entra.deleted-name-is-free',
      'smartfile.returning-user-is-created-again',
    ],
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) bury(tenancy, readId(request));
      const name = isObject(request.body) ? String(request.body.userName).toLowerCase() : '';
      return isCreate(request) && gravesFor(tenancy).has(name) ? refuse(409) : undefined;
    },
  },
  {
    id: 'delete.successor-gets-the-id',
    says: 'an account of the same name gets the id of the deleted one, and its groups',
    breaks: ['7643:3.1/id-not-reassigned', 'smartfile:S13', 'practice:P36'],
    kills: [
      'hard-delete.successor-has-another-id',
      'hard-delete.successor-inherits-no-group',
      'smartfile.recreated-user-is-new',
    ],
    semantics: {
      dropsReferences: false,
      newId: (_type, body, tenancy) =>
        gravesFor(tenancy).get(String(body.userName).toLowerCase())?.id ?? crypto.randomUUID(),
    },
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) bury(tenancy, readId(request));
    },
  },
  {
    id: 'delete.keeps-memberships',
    says: 'groups keep members that were deleted, and count the next account of the name for them',
    breaks: ['smartfile:S13', 'practice:P36'],
    kills: ['hard-delete.successor-inherits-no-group', 'smartfile.recreated-user-is-new'],
    semantics: { dropsReferences: false },
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) bury(tenancy, readId(request));
    },
    after(request, { status, body }, tenancy) {
      if (!isCreate(request) || status !== 201 || !isObject(body)) return undefined;
      const old = gravesFor(tenancy).get(String(body.userName).toLowerCase());
      if (old === undefined) return undefined;
      for (const { data } of tenancy.store.own('Group'))
        for (const one of Array.isArray(data.members) ? data.members.filter(isObject) : [])
          if (one.value === old.id) one.value = body.id;
    },
  },
  {
    id: 'delete.group-takes-members-along',
    says: 'deleting a group deletes its members',
    breaks: ['7643:4.2/delete-keeps-members', 'practice:P17'],
    kills: ['hard-delete.group-leaves-its-members', 'hard-delete.others-stay-as-they-were'],
    semantics: {
      alsoDeletes: (resource, { store }) => (resource.type === 'Group' ? store.references(resource) : []),
    },
  },
  {
    id: 'delete.takes-namesakes-along',
    says: 'deleting an account deletes those of the same displayName',
    breaks: ['practice:P17'],
    kills: ['hard-delete.others-stay-as-they-were'],
    semantics: {
      alsoDeletes({ id, type, data }, { store }) {
        if (type !== 'User' || data.displayName === undefined) return [];
        const namesakes = store.own('User').filter((other) => other.data.displayName === data.displayName);
        return namesakes.map((other) => other.id).filter((other) => other !== id);
      },
    },
  },
  {
    id: 'delete.answers-200',
    says: 'DELETE answers 200 with a body',
    breaks: ['7644:3.6/delete-204'],
    kills: ['hard-delete.answers-204', 'hard-delete.group-answers-204'],
    after: (request, response) =>
      isOne(request, 'DELETE') && response.status === 204
        ? { status: 200, headers: {}, body: { schemas: [], id: readId(request) } }
        : undefined,
  },
  {
    id: 'delete.unknown-is-204',
    says: 'DELETE of what does not exist answers 204',
    breaks: ['7644:3.6/deleted-all-ops-404', '7644:3.12/delete-unknown-404', 'smartfile:S17'],
    kills: [
      'hard-delete.second-delete-finds-nothing',
      'hard-delete.unknown-id-is-not-found',
      'smartfile.second-delete-is-404',
      'bulk.results-have-the-status-of-single-requests',
    ],
    after: (request, response) =>
      isOne(request, 'DELETE') && response.status === 404 ? { status: 204, headers: {} } : undefined,
  },
  {
    id: 'delete.answers-410',
    says: 'what was deleted is answered 410',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.absent-by-id', 'hard-delete.group-absent-by-id'],
    after: (request, response) => (isOne(request) && response.status === 404 ? refuse(410) : undefined),
  },
];
