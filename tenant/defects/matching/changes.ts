import { isObject, type ScimObject, type StoredResource, type TenantRequest } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { reads } from '../filters.ts';
import { isCreate, isList, isOne, nameType, succeeded } from '../kit.ts';
import { target } from '../reach.ts';

const NAMES = { User: 'userName', Group: 'displayName' } as const;

/** A rename that is carried out as a copy: what was there stays beside it. */
function leavingSecond(
  id: string,
  says: string,
  type: 'User' | 'Group',
  method: 'PUT' | 'PATCH',
  kills: string[],
): Defect {
  const before = new WeakMap<TenantRequest, StoredResource>();
  return {
    id: `matching.${id}-stays-as-well`,
    says,
    breaks: [type === 'Group' ? '7644:3.4.2.2/filter-groups' : '7644:3.4.2.2/op-eq'],
    kills,
    before(request, tenancy) {
      const old = isOne(request, method) && nameType(request) === type ? target(request, tenancy) : undefined;
      if (old) before.set(request, old);
      return undefined;
    },
    after(request, response, tenancy) {
      const old = succeeded(response) ? before.get(request) : undefined;
      const name = NAMES[type];
      if (old === undefined || target(request, tenancy)?.data[name] === old.data[name]) return undefined;
      const { store } = tenancy;
      store.put({ ...old, id: `${old.id}-${store.nextSequence()}`, sequence: store.nextSequence() });
    },
  };
}

/** By filter, the id that a lookup found right after the create: an index that later writes do not touch. */
const foundBefore = ofTenant(() => new Map<string, string>());

/** The lookups that a client would make for a resource. */
function listLookups(resource: ScimObject): string[] {
  const { userName, displayName, externalId } = resource;
  const plain = Object.entries({ userName, displayName, externalId }).flatMap(([path, value]) =>
    typeof value === 'string' ? [`${path} eq ${JSON.stringify(value)}`] : [],
  );
  const emails = Array.isArray(resource.emails) ? resource.emails.filter(isObject) : [];
  const work = emails.filter(({ type }) => type === 'work').map(({ value }) => JSON.stringify(value));
  return [...plain, ...work.map((value) => `emails[type eq "work"].value eq ${value}`)];
}

/** What a create made, or each create of a bulk request, with the endpoint that lists it. */
function listCreated(request: TenantRequest, body: ScimObject, tenancy: Tenancy): [string, ScimObject][] {
  if (isCreate(request)) return [[request.path, body]];
  if (request.path !== '/Bulk' || !Array.isArray(body.Operations)) return [];
  return body.Operations.filter(isObject).flatMap(({ method, location }): [string, ScimObject][] => {
    const [, endpoint, id] = /(\/[^/]+)\/([^/]+)$/.exec(String(location)) ?? [];
    const made = method === 'POST' && id !== undefined ? tenancy.store.find(id) : undefined;
    return made === undefined || endpoint === undefined ? [] : [[endpoint, { ...made.data, id: made.id }]];
  });
}

/** Values that nobody has any more, and lookups by values that were changed. */
export const changeDefects: Defect[] = [
  {
    id: 'matching.index-not-updated',
    says: 'lookups keep finding a resource by its original values',
    breaks: ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/filter-groups'],
    kills: [
      'matching.renamed-user-is-found-by-new-name',
      'matching.changed-external-id-is-found',
      'matching.changed-work-address-is-found',
      'matching.renamed-group-is-found-by-new-name',
      'users.user-name-can-be-changed',
      'matching.patched-group-is-found-by-new-name',
    ],
    before(request, tenancy) {
      const id = foundBefore(tenancy).get(`${request.path} ${request.query.get('filter')}`);
      if (isList(request) && id && tenancy.store.find(id)) request.query.set('filter', `id eq "${id}"`);
    },
    after(request, response, tenancy) {
      if (!succeeded(response) || !isObject(response.body)) return undefined;
      const index = foundBefore(tenancy);
      for (const [endpoint, resource] of listCreated(request, response.body, tenancy))
        for (const filter of listLookups(resource)) {
          const key = `${endpoint} ${filter}`;
          // Where several share a value they are all found: another defect is about that.
          index.set(key, index.has(key) ? '' : String(resource.id));
        }
    },
  },
  {
    id: 'matching.recased-names-are-lost',
    says: 'a userName in upper case is not found',
    breaks: ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/caseexact-false'],
    kills: [
      'matching.recased-user-is-found-once',
      'queries.filter-ignores-case',
      'matching.case-counts-as-published',
      'entra.letter-case-does-not-matter',
    ],
    semantics: reads((part) =>
      part.kind === 'compare' && part.path === 'userName' && /^[^a-z]*[A-Z][^a-z]*$/.test(String(part.value))
        ? { ...part, value: '' }
        : part,
    ),
  },
  leavingSecond(
    'renamed-group',
    'a PATCH of displayName leaves a second group under the old name',
    'Group',
    'PATCH',
    ['matching.patched-group-is-found-by-new-name'],
  ),
  leavingSecond(
    'replaced-group',
    'a PUT with another displayName leaves a second group under the old name',
    'Group',
    'PUT',
    ['matching.renamed-group-is-found-by-new-name'],
  ),
  leavingSecond(
    'replaced-user',
    'a PUT with another userName leaves a second user under the old name',
    'User',
    'PUT',
    ['matching.renamed-user-is-found-by-new-name', 'matching.recased-user-is-found-once'],
  ),
];
