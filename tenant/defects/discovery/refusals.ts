import { isObject, MESSAGE, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

const written = new WeakMap<object, unknown>();

const ENTRY = /^\/(ResourceTypes|Schemas)\/./;
const rewritten = new WeakMap<object, ScimObject>();

/** What goes wrong with what discovery endpoints refuse. */
export const refusalDefects: Defect[] = [
  {
    id: 'published.unknown-entries-are-400',
    says: 'unknown resource types and schemas get a 400',
    breaks: ['7644:3.12/rt-unknown-404', '7644:3.12/schemas-unknown-404'],
    kills: ['discovery.unknown-entries-are-not-found'],
    after: (request, response) =>
      ENTRY.test(request.path) && response.status === 404 ? refuse(400) : undefined,
  },
  {
    id: 'discovery.schemas-are-paged',
    says: '/Schemas honours count',
    breaks: ['7644:4/discovery-ignores-paging'],
    kills: ['discovery.paging-and-sorting-are-ignored'],
    after(request, { body }) {
      const count = Number(request.query.get('count') ?? Number.NaN);
      if (request.path === '/Schemas' && isObject(body) && Array.isArray(body.Resources) && count >= 0) {
        body.Resources = body.Resources.slice(0, count);
      }
    },
  },
  {
    id: 'published.filter-is-400',
    says: 'a filter on a discovery endpoint gets a 400',
    breaks: ['7644:4/discovery-filter-403'],
    kills: ['discovery.filters-are-refused'],
    after: (_request, response) =>
      response.status === 403 && JSON.stringify(response.body).includes('discovery')
        ? refuse(400)
        : undefined,
  },
  {
    id: 'discovery.schemas-are-filtered',
    says: 'a filter narrows /Schemas and /ResourceTypes',
    breaks: ['7644:4/discovery-filter-not-applied'],
    kills: ['discovery.filters-narrow-nothing'],
    before: (request) =>
      /^\/(Schemas|ResourceTypes)$/.test(request.path) && request.query.has('filter')
        ? { status: 200, headers: {}, body: { schemas: [MESSAGE.list], totalResults: 0, Resources: [] } }
        : undefined,
  },
  {
    id: 'discovery.spc-can-be-written',
    says: 'PUT changes the configuration',
    breaks: ['7643:5/spc-read-only'],
    kills: ['discovery.config-cannot-be-written'],
    before(request, tenancy) {
      if (request.path !== '/ServiceProviderConfig') return undefined;
      if (request.method === 'PUT') written.set(tenancy, request.body);
      const body = written.get(tenancy);
      return body === undefined ? undefined : { status: 200, headers: {}, body };
    },
  },
  {
    id: 'published.schemas-can-be-written',
    says: 'PUT changes a schema',
    breaks: ['7643:7/schemas-read-only'],
    kills: ['discovery.entries-cannot-be-written'],
    before(request, tenancy) {
      if (!request.path.startsWith('/Schemas/')) return undefined;
      if (request.method === 'PUT' && isObject(request.body)) rewritten.set(tenancy, request.body);
      const body = rewritten.get(tenancy);
      return body !== undefined && request.path.endsWith(String(body.id))
        ? { status: 200, headers: {}, body }
        : undefined;
    },
  },
];
