import { isObject, SCHEMA, type ScimObject, type TenantResponse } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse, resourcesIn, succeeded } from '../kit.ts';

/** What a cache holds: reads by their path, and how often each was asked for before it changed. */
const cacheFor = ofTenant(() => new Map<string, { reads: number; body: string }>());

/** What goes wrong with addresses, media types and caches. */
export const protocolAddressDefects: Defect[] = [
  {
    id: 'http.serves-any-version',
    says: 'every version of the protocol is served as the one that there is',
    breaks: ['7644:3.13/version-segment'],
    kills: ['protocol.unknown-version-is-not-served'],
    before(request) {
      request.path = request.path.replace(/^\/v\d+(?=\/)/, '');
    },
  },
  {
    id: 'meta.location-behind-a-query',
    says: 'addresses of resources have the tenant in a query before their path',
    breaks: ['7644:1.3/base-no-query'],
    kills: ['protocol.base-address-has-no-query'],
    after(_request, response, { url }) {
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && typeof meta.location === 'string')
          meta.location = meta.location.replace(url, `${url}?tenant=1`);
    },
  },
  {
    id: 'read.ids-are-of-tables',
    says: 'ids count within their table: that of a group is that of some user, too',
    breaks: ['7643:3.1/id-unique'],
    kills: ['protocol.ids-are-unique-over-types'],
    before(request, { store, token }) {
      const id = /^\/Users\/([^/]+)$/.exec(request.path)?.[1] ?? '';
      if (request.method !== 'GET' || request.headers.authorization !== `Bearer ${token}`) return undefined;
      if (store.find(id)?.type !== 'Group') return undefined;
      const body = { schemas: [SCHEMA.user], id, userName: 'somebody', meta: { resourceType: 'User' } };
      return { status: 200, headers: {}, body };
    },
  },
  {
    id: 'http.stale-cache',
    says: 'a cache goes on answering what was read twice before it was changed',
    breaks: ['9110:9.3.1/read-cache'],
    kills: ['protocol.reads-show-the-latest-write'],
    after(request, response, tenancy): TenantResponse | undefined {
      if (!isOne(request, 'GET') || request.query.size > 0 || !succeeded(response)) return undefined;
      const cache = cacheFor(tenancy);
      const body = JSON.stringify(response.body);
      const held = cache.get(request.path) ?? { reads: 0, body };
      cache.set(request.path, held);
      if (held.reads >= 2) return { ...response, body: JSON.parse(held.body) as ScimObject };
      held.reads = held.body === body ? held.reads + 1 : 1;
      held.body = body;
    },
  },
  {
    id: 'http.refuses-plain-json',
    says: 'a request that accepts application/json alone is answered 406',
    breaks: ['7644:3.8/accept-json'],
    kills: ['protocol.plain-json-is-answered'],
    before: ({ headers }) => (headers.accept === 'application/json' ? refuse(406) : undefined),
  },
  {
    id: 'http.default-is-plain-json',
    says: 'who names no media type gets application/json',
    breaks: ['7644:3.8/default-type'],
    kills: ['protocol.scim-json-is-the-default'],
    after(request, response) {
      if (request.headers.accept === undefined || request.headers.accept === '*/*')
        response.headers['content-type'] = 'application/json';
    },
  },
  {
    id: 'text.spellings-differ',
    says: 'composed and decomposed characters are different characters',
    breaks: ['7644:5/precis-username', '7644:7.8/filter-normalisation'],
    kills: ['protocol.user-names-compare-normalised', 'protocol.filters-compare-normalised'],
    semantics: { fold: (value, { caseExact }) => (caseExact ? value : value.toLowerCase()) },
  },
];
