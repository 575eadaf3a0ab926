import type { ScimObject, TenantRequest, TenantResponse } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, succeeded } from '../kit.ts';

/** What a cache holds: reads by their path, and how often each was asked for before it changed. */
const cacheFor = ofTenant(() => new Map<string, { reads: number; body: string }>());

/** What was read twice is answered ever after. */
function cached(
  request: TenantRequest,
  response: TenantResponse,
  tenancy: Tenancy,
): TenantResponse | undefined {
  if (!isOne(request, 'GET') || request.query.size > 0 || !succeeded(response)) return undefined;
  const cache = cacheFor(tenancy);
  const body = JSON.stringify(response.body);
  const held = cache.get(request.path) ?? { reads: 0, body };
  cache.set(request.path, held);
  if (held.reads >= 2) return { ...response, body: JSON.parse(held.body) as ScimObject };
  held.reads = held.body === body ? held.reads + 1 : 1;
  held.body = body;
  return undefined;
}

/** What goes wrong with caches, with spellings and below HTTP, by the file of their checks. */
export const protocolDefects: Defect[] = [
  // transport.ts
  {
    id: 'tls.serves-plain-http',
    says: 'plain HTTP is served beside HTTPS',
    breaks: ['7644:7.2/tls'],
    kills: ['protocol.only-tls-is-served'],
    face: 'tls',
    tls: { servesPlain: true },
  },
  {
    id: 'tls.takes-old-versions',
    says: 'TLS 1.0 and 1.1 are taken up',
    breaks: ['7644:7.2/tls12'],
    kills: ['protocol.tls-is-up-to-date'],
    face: 'tls',
    tls: { takesOld: true },
  },
  // state.ts
  {
    id: 'http.stale-cache',
    says: 'a cache goes on answering what was read twice before it was changed',
    breaks: ['9110:9.3.1/read-cache'],
    kills: ['protocol.reads-show-the-latest-write'],
    after: cached,
  },
  {
    id: 'protocol.cache-heeds-no-cache-alone',
    says: 'a cache before the endpoint answers what was read twice, unless a request says no-cache',
    breaks: ['9110:9.3.1/read-cache'],
    kills: ['protocol.reads-show-the-latest-write'],
    after(request, response, tenancy): TenantResponse | undefined {
      // What says no-cache passes the cache by, and is not stored there either.
      return request.headers['cache-control'] === undefined ? cached(request, response, tenancy) : undefined;
    },
  },
  // text.ts
  {
    id: 'text.spellings-differ',
    says: 'composed and decomposed characters are different characters',
    breaks: ['7644:5/precis-username', '7644:7.8/filter-normalisation'],
    kills: ['protocol.user-names-compare-normalised', 'protocol.filters-compare-normalised'],
    semantics: { fold: (value, { caseExact }) => (caseExact ? value : value.toLowerCase()) },
  },
  {
    id: 'protocol.filter-values-are-not-prepared',
    says: 'text is composed when it is stored and not in filters: a decomposed value finds no one',
    breaks: ['7644:7.8/filter-normalisation'],
    kills: ['protocol.filters-compare-normalised'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const isComposed = typeof wanted !== 'string' || wanted === wanted.normalize('NFC');
        return isComposed
          ? strict.compare.call(this, operator, actual, wanted, attribute)
          : operator === 'ne';
      },
    },
  },
];
