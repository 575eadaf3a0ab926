import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, refuse } from '../kit.ts';

/** Equal lookups of the second or minute that is under way, by their address. */
const lookups = new Map<string, { period: number; count: number }>();

function tooMany(address: string, limit: number, seconds = 1): boolean {
  const period = Math.floor(performance.now() / (seconds * 1000));
  const known = lookups.get(address);
  const count = known?.period === period ? known.count + 1 : 1;
  lookups.set(address, { period, count });
  return count > limit;
}

const fresh = new Set<string>();

const empties = ofTenant(() => new Map<string, TenantResponse>());

/** A lookup by its address; undefined for other requests. */
const lookupIn = (request: TenantRequest): string | undefined =>
  isList(request) && request.method === 'GET' && request.query.has('filter')
    ? `${request.path} ${request.query.get('filter')}`
    : undefined;

/** What is too slow or too busy for the provisioning service, or only works with time. */
export const loadDefects: Defect[] = [
  {
    id: 'entra.few-lookups-a-second',
    says: 'more than eight equal lookups within a second are refused, without saying when to return',
    optIn: ['load'],
    breaks: ['entra:R20', 'entra:Q44'],
    kills: [
      'entra.burst-of-a-second-is-served',
      'entra.refused-load-says-when-to-return',
      'entra.load-is-sustained',
      'traffic.busy-answer-says-when',
    ],
    before: ({ method, query, address }) =>
      method === 'GET' && query.has('filter') && tooMany(address, 8) ? refuse(429) : undefined,
  },
  {
    id: 'entra.busy-lookups-find-nobody',
    says: 'from the ninth equal lookup of a second on, an empty list is answered',
    breaks: ['entra:R20', 'entra:Q44'],
    kills: ['entra.burst-of-a-second-is-served', 'entra.refused-load-says-when-to-return'],
    after(request, { body }) {
      if (lookupIn(request) === undefined || !tooMany(request.address, 8) || !isObject(body))
        return undefined;
      Object.assign(body, { Resources: [], totalResults: 0, itemsPerPage: 0 });
    },
  },
  {
    id: 'entra.few-lookups-a-minute',
    says: 'equal lookups beyond two hundred within a minute are answered 503',
    optIn: ['load'],
    breaks: ['entra:R20'],
    kills: ['entra.load-is-sustained'],
    before: ({ method, query, address }) =>
      method === 'GET' && query.has('filter') && tooMany(address, 200, 60)
        ? { ...refuse(503), headers: { 'retry-after': '60' } }
        : undefined,
  },
  {
    id: 'entra.slow-create',
    says: 'a create with an empty list of roles takes seconds',
    breaks: ['entra:R35'],
    kills: ['entra.writes-are-answered-in-time'],
    after(request, response) {
      if (isCreate(request) && hasEmptyRoles(request.body)) response.delayMs = 3_200;
    },
  },
  {
    id: 'entra.new-users-come-late',
    says: 'a user created with an empty list of roles is not listed until it was read',
    breaks: ['entra:Q35'],
    kills: ['entra.new-user-is-there-at-once', 'entra.failing-cycle-converges-afterwards'],
    after(request, response) {
      if (isCreate(request) && hasEmptyRoles(request.body) && isObject(response.body))
        fresh.add(String(response.body.id));
      else if (request.method === 'GET' && request.path.startsWith('/Users/'))
        fresh.delete(request.path.slice(7));
      const { body } = response;
      if (
        request.path !== '/Users' ||
        request.method !== 'GET' ||
        !isObject(body) ||
        !Array.isArray(body.Resources)
      )
        return undefined;
      const shown = body.Resources.filter((one) => isObject(one) && !fresh.has(String(one.id)));
      if (shown.length === body.Resources.length || !request.query.has('filter')) return undefined;
      Object.assign(body, { Resources: shown, totalResults: shown.length, itemsPerPage: shown.length });
    },
  },
  {
    id: 'entra.nobody-is-remembered',
    says: 'a lookup that found no one is answered from a cache ever after',
    breaks: ['entra:Q35'],
    kills: ['entra.new-user-is-there-at-once'],
    before(request, tenancy) {
      const lookup = lookupIn(request);
      const known = lookup === undefined ? undefined : empties(tenancy).get(lookup);
      return known && structuredClone(known);
    },
    after(request, response, tenancy) {
      const lookup = lookupIn(request);
      const isEmpty = isObject(response.body) && response.body.totalResults === 0;
      if (lookup !== undefined && isEmpty) empties(tenancy).set(lookup, structuredClone(response));
      return undefined;
    },
  },
];

function hasEmptyRoles(body: unknown): boolean {
  return isObject(body) && Array.isArray(body.roles) && body.roles.length === 0;
}
