import { badFilter } from '../../errors.ts';
import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, succeeded } from '../kit.ts';
import { reads, refuses } from '../queries/filters.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

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

/** What goes wrong when a client looks for an account before it creates one. */
export const matchingDefects: Defect[] = [
  {
    id: 'matching.index-not-updated',
    says: 'lookups go on finding a resource by the values that it was created with',
    breaks: ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/filter-groups'],
    kills: [
      'matching.renamed-user-is-found-by-new-name',
      'matching.changed-external-id-is-found',
      'matching.changed-work-address-is-found',
      'matching.renamed-group-is-found-by-new-name',
      'users.user-name-can-be-changed',
      'smartfile.renamed-user-is-found-by-new-name',
    ],
    before(request, tenancy) {
      const id = foundBefore(tenancy).get(`${request.path} ${request.query.get('filter')}`);
      if (isList(request) && id && tenancy.store.find(id)) request.query.set('filter', `id eq "${id}"`);
    },
    after(request, response, tenancy) {
      if (!isCreate(request) || !succeeded(response) || !isObject(response.body)) return undefined;
      const index = foundBefore(tenancy);
      for (const filter of listLookups(response.body)) {
        const key = `${request.path} ${filter}`;
        // Where several share a value they are all found: another defect is about that.
        index.set(key, index.has(key) ? '' : String(response.body.id));
      }
    },
  },
  {
    id: 'matching.finds-the-first-only',
    says: 'a lookup by equality answers with one resource, however many match',
    breaks: ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/filter-groups'],
    kills: [
      'matching.two-users-of-one-external-id',
      'matching.two-users-of-one-work-address',
      'matching.two-groups-of-one-external-id',
    ],
    after(request, { body }) {
      const equality = /^(externalId|displayName|emails\[[^\]]*\]\.value) eq "[^"]*"$/;
      if (!isList(request) || !equality.test(request.query.get('filter') ?? '') || !isObject(body))
        return undefined;
      if (Array.isArray(body.Resources)) body.Resources = body.Resources.slice(0, 1);
      body.totalResults = Math.min(1, Number(body.totalResults));
    },
  },
  {
    id: 'matching.recased-names-are-lost',
    says: 'a userName in capitals is not found',
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
  {
    id: 'matching.wildcards',
    says: 'eq takes percent, underscore, asterisk and question mark for wildcards',
    breaks: ['7644:3.4.2.2/op-eq', 'practice:P13'],
    kills: ['matching.wildcards-stand-for-themselves', 'protocol.filter-text-is-no-query'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        if (operator !== 'eq' || typeof wanted !== 'string' || !/[%_*?]/.test(wanted))
          return strict.compare.call(this, operator, actual, wanted, attribute);
        const literal = wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&');
        const pattern = literal.replace(/[%*]/g, '.*').replace(/[_?]/g, '.');
        return new RegExp(`^${pattern}$`, 'i').test(String(actual));
      },
    },
  },
  {
    id: 'matching.no-typed-addresses',
    says: 'the filter on the address of a type is refused',
    breaks: ['entra:R15', 'entra:Q19'],
    kills: [
      'matching.work-address-finds-one',
      'matching.no-match-is-an-empty-list',
      'entra.matching-attributes-are-filterable',
      'entra.work-address-is-matched',
    ],
    semantics: refuses(/\]\.value/),
  },
  {
    id: 'matching.external-id-refused',
    says: 'filters on externalId are refused',
    breaks: ['entra:R04', 'entra:R24'],
    kills: [
      'matching.external-id-finds-one',
      'matching.group-external-id-finds-one',
      'entra.known-attributes-are-queried',
      'entra.matching-attributes-are-filterable',
      'entra.external-id-is-kept-and-found',
      'entra.no-match-is-an-empty-list',
    ],
    semantics: refuses(/externalId/i),
  },
  {
    id: 'matching.id-refused',
    says: 'filters on id are refused',
    breaks: ['entra:R04'],
    kills: ['matching.id-finds-one', 'entra.known-attributes-are-queried'],
    semantics: refuses(/(^|\s)id eq/i),
  },
  {
    id: 'matching.groups-by-id-alone',
    says: 'filters on the displayName of groups are refused',
    breaks: ['7644:3.4.2.2/filter-groups', 'entra:R04', 'entra:R24'],
    kills: [
      'matching.group-name-finds-one',
      'queries.filter-on-groups',
      'entra.known-attributes-are-queried',
      'entra.matching-attributes-are-filterable',
      'smartfile.connection-test-succeeds',
      'smartfile.restart-finds-what-was-provisioned',
    ],
    before(request) {
      if (request.path !== '/Groups' || !/displayName eq/.test(request.query.get('filter') ?? ''))
        return undefined;
      const { status, message, scimType } = badFilter('displayName cannot be searched');
      return {
        status,
        headers: {},
        body: { schemas: [ERROR], status: String(status), scimType, detail: message },
      };
    },
  },
  {
    id: 'matching.long-values-cut',
    says: 'only the first 255 characters of a value are compared',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['matching.long-values-are-found'],
    semantics: reads((part) =>
      part.kind === 'compare' && typeof part.value === 'string'
        ? { ...part, value: part.value.slice(0, 255) }
        : part,
    ),
  },
  {
    id: 'matching.plus-stays-plus',
    says: 'a plus sign in the query is not read as a space',
    breaks: ['entra:Q18'],
    kills: [
      'matching.user-name-in-a-form-encoded-query',
      'matching.group-name-in-a-form-encoded-query',
      'entra.unusual-values-are-found',
    ],
    before(request) {
      const raw = /[?&]filter=([^&]*)/.exec(request.address)?.[1];
      if (raw?.includes('+')) request.query.set('filter', decodeURIComponent(raw));
    },
  },
];
