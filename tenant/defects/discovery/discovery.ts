import { isObject, MESSAGE, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { attributesIn, refuse } from '../kit.ts';

const written = new WeakMap<object, unknown>();

/** Discovery that misleads whoever reads it. */
export const discoveryDefects: Defect[] = [
  {
    id: 'discovery.spc-in-a-list',
    says: 'the configuration comes wrapped in a ListResponse',
    breaks: ['7644:4/spc-get'],
    kills: ['discovery.service-provider-config-answers'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { schemas: [MESSAGE.list], totalResults: 1, Resources: [document] }
        : document,
  },
  {
    id: 'discovery.no-config',
    says: 'there is no /ServiceProviderConfig',
    breaks: ['7644:4/spc-get'],
    kills: ['discovery.service-provider-config-answers'],
    before: ({ path }) => (path === '/ServiceProviderConfig' ? refuse(404) : undefined),
  },
  {
    id: 'discovery.nothing-is-published',
    says: 'there are no discovery documents at all',
    breaks: ['7644:4/spc-get', '7644:4/rt-list', '7644:4/schemas-list'],
    kills: [
      'discovery.service-provider-config-answers',
      'discovery.resource-types-are-listed',
      'discovery.schemas-are-listed',
    ],
    before: ({ path }) =>
      /^\/(ServiceProviderConfig|ResourceTypes|Schemas)\b/.test(path) ? refuse(404) : undefined,
  },
  {
    id: 'discovery.lists-are-miscounted',
    says: 'totalResults of /Schemas and /ResourceTypes is one too many',
    breaks: ['7644:4/rt-list', '7644:4/schemas-list'],
    kills: ['discovery.resource-types-are-listed', 'discovery.schemas-are-listed'],
    after({ path }, { body }) {
      if (
        (path === '/Schemas' || path === '/ResourceTypes') &&
        isObject(body) &&
        Array.isArray(body.Resources)
      )
        body.totalResults = body.Resources.length + 1;
    },
  },
  {
    id: 'discovery.spc-without-sort',
    says: 'the configuration lacks the member sort',
    breaks: ['7643:5/spc-required-members'],
    kills: ['discovery.config-says-what-is-supported'],
    publishes: (_name, { sort: _sort, ...rest }) => rest,
  },
  {
    id: 'discovery.spc-supported-as-text',
    says: 'supported is a string',
    breaks: ['7643:5/spc-required-members'],
    kills: ['discovery.config-says-what-is-supported'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' ? { ...document, patch: { supported: 'true' } } : document,
  },
  {
    id: 'discovery.spc-without-bulk-limits',
    says: 'bulk is supported without limits',
    breaks: ['7643:5/spc-bulk-limits'],
    kills: ['discovery.config-limits-bulk'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' ? { ...document, bulk: { supported: true } } : document,
  },
  {
    id: 'discovery.spc-needs-a-token',
    says: 'the configuration cannot be read before authentication',
    breaks: ['7643:5/spc-public-auth-schemes'],
    kills: ['discovery.authentication-is-readable-without-token'],
    before(request) {
      if (request.path === '/ServiceProviderConfig') request.headers.authorization ??= '';
    },
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
    id: 'discovery.types-as-array',
    says: '/ResourceTypes is a bare array',
    breaks: ['7644:4/rt-list'],
    kills: ['discovery.resource-types-are-listed'],
    after: (request, response) =>
      request.path === '/ResourceTypes' && isObject(response.body)
        ? { ...response, body: response.body.Resources }
        : undefined,
  },
  {
    id: 'discovery.type-without-endpoint',
    says: 'resource types do not say where they are',
    breaks: ['7643:6/rt-required-members'],
    kills: ['discovery.resource-types-say-where-they-are', 'discovery.endpoints-answer'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? { ...document, Resources: each(document, ({ endpoint: _endpoint, ...rest }) => rest) }
        : document,
  },
  {
    id: 'discovery.schemas-as-array',
    says: '/Schemas is a bare array',
    breaks: ['7644:4/schemas-list'],
    kills: ['discovery.schemas-are-listed', 'entra.schemas-are-published', 'entra.schemas-are-a-clean-list'],
    after: (request, response) =>
      request.path === '/Schemas' && isObject(response.body)
        ? { ...response, body: response.body.Resources }
        : undefined,
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
    id: 'discovery.schema-not-by-id',
    says: 'a single schema is not found',
    breaks: ['7644:4/schemas-single', '7643:6/rt-schema-resolves'],
    kills: ['discovery.schema-by-id', 'discovery.schemas-of-types-exist'],
    before(request) {
      if (request.path.startsWith('/Schemas/')) request.path = '/Schemas/none';
    },
  },
  {
    id: 'discovery.schema-of-extension-missing',
    says: 'the enterprise extension has no schema',
    breaks: ['7643:6/rt-schema-resolves'],
    kills: ['discovery.schemas-of-types-exist'],
    publishes: (name, document) =>
      name === 'Schemas'
        ? { ...document, Resources: list(document).filter(({ id }) => id !== SCHEMA.enterprise) }
        : document,
  },
  {
    id: 'discovery.schema-with-message',
    says: '/Schemas lists the schema of a message',
    breaks: ['7644:3.1/no-message-schemas'],
    kills: ['discovery.message-schemas-are-not-listed'],
    publishes(name, document) {
      const first = list(document)[0];
      if (name !== 'Schemas' || !first) return document;
      return {
        ...document,
        Resources: [...list(document), { ...first, id: MESSAGE.list, name: 'ListResponse' }],
      };
    },
  },
  {
    id: 'discovery.mutability-misspelled',
    says: 'mutability is "read-write"',
    breaks: ['7643:7/char-enums'],
    kills: ['discovery.characteristics-are-keywords'],
    publishes(name, document) {
      if (name === 'Schemas')
        for (const attribute of attributesIn(document)) attribute.mutability = 'read-write';
      return document;
    },
  },
];

function list(document: ScimObject): ScimObject[] {
  return Array.isArray(document.Resources) ? document.Resources.filter(isObject) : [];
}

function each(document: ScimObject, change: (entry: ScimObject) => ScimObject): ScimObject[] {
  return list(document).map(change);
}
