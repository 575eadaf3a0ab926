import { isObject, MESSAGE, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

const ENTRY = /^\/(ResourceTypes|Schemas)\/./;
const rewritten = new WeakMap<object, ScimObject>();

/** What goes wrong at the discovery endpoints, and with the documents as a whole. */
export const publishedDefects: Defect[] = [
  {
    id: 'published.filter-limit-as-text',
    says: 'filter.maxResults is a string',
    breaks: ['7643:5/spc-filter-maxresults'],
    kills: ['discovery.config-limits-filter'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, filter: { supported: true, maxResults: '200' } }
        : document,
  },
  {
    id: 'published.filter-limit-with-exponent',
    says: 'filter.maxResults is written 2e2',
    breaks: ['7643:2.3.4/integer'],
    kills: ['discovery.whole-numbers-are-plain'],
    after: (request, response) =>
      request.path === '/ServiceProviderConfig'
        ? { ...response, raw: JSON.stringify(response.body).replace(/"maxResults":200/, '"maxResults":2e2') }
        : undefined,
  },
  {
    id: 'published.scheme-without-name',
    says: 'authentication schemes have no name',
    breaks: ['7643:5/spc-auth-schemes'],
    kills: ['discovery.config-names-authentication'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, authenticationSchemes: [{ type: 'oauthbearertoken', description: 'A token' }] }
        : document,
  },
  {
    id: 'published.bulk-claimed-in-vain',
    says: 'the configuration claims bulk, which does not exist',
    breaks: ['7643:5/spc-required-members'],
    kills: ['discovery.claimed-features-are-there', 'bulk.jobs-answer-200', 'bulk.goes-on-after-failures'],
    face: 'minimal',
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, bulk: { supported: true, maxOperations: 10, maxPayloadSize: 100_000 } }
        : document,
  },
  {
    id: 'published.groups-elsewhere',
    says: 'groups are at /Teams',
    breaks: ['7644:3.2/core-endpoints'],
    kills: [
      'discovery.core-types-are-at-their-endpoints',
      'bulk.resolves-references',
      'bulk.resolves-references-in-changes',
    ],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? changed(document, (entry) => (entry.name === 'Group' ? { ...entry, endpoint: '/Teams' } : entry))
        : document,
    before(request) {
      request.path = request.path.replace(/^\/Teams(?=\/|$)/, '/Groups');
    },
  },
  {
    id: 'published.type-wrapped',
    says: 'a single resource type comes in a ListResponse',
    breaks: ['7644:4/rt-single'],
    kills: ['discovery.resource-type-by-id'],
    after: (request, response) =>
      request.path.startsWith('/ResourceTypes/') && response.status === 200
        ? { ...response, body: { schemas: [MESSAGE.list], totalResults: 1, Resources: [response.body] } }
        : undefined,
  },
  {
    id: 'published.unknown-entries-are-400',
    says: 'unknown resource types and schemas are answered 400',
    breaks: ['7644:3.12/rt-unknown-404', '7644:3.12/schemas-unknown-404'],
    kills: ['discovery.unknown-entries-are-not-found'],
    after: (request, response) =>
      ENTRY.test(request.path) && response.status === 404 ? refuse(400) : undefined,
  },
  {
    id: 'published.filter-is-400',
    says: 'a filter on a discovery endpoint is answered 400',
    breaks: ['7644:4/discovery-filter-403'],
    kills: ['discovery.filters-are-refused'],
    after: (_request, response) =>
      response.status === 403 && JSON.stringify(response.body).includes('discovery')
        ? refuse(400)
        : undefined,
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
  {
    id: 'published.types-without-description',
    says: 'resource types have no description',
    breaks: ['7643:6/rt-description'],
    kills: ['discovery.resource-types-are-described'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? changed(document, ({ description: _description, ...rest }) => rest)
        : document,
  },
  {
    id: 'published.type-without-endpoint-behind-it',
    says: 'a resource type is listed whose endpoint does not exist',
    breaks: ['7643:6/rt-endpoint-works'],
    kills: ['discovery.endpoints-answer'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? withEntry(document, { name: 'Device', endpoint: '/Devices', schema: SCHEMA.group })
        : document,
  },
  {
    id: 'published.extension-required-as-text',
    says: 'an extension says "false" of whether it is required',
    breaks: ['7643:6/rt-ext-members'],
    kills: ['discovery.resource-types-name-extensions'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? changed(document, (entry) => ({
            ...entry,
            schemaExtensions: (entry.schemaExtensions as ScimObject[]).map(({ schema }) => ({
              schema,
              required: 'false',
            })),
          }))
        : document,
  },
  {
    id: 'published.schemas-without-meta',
    says: 'Schema resources have no meta',
    breaks: ['7643:3.1/schema-resource-meta'],
    kills: ['discovery.schemas-are-named'],
    publishes: (name, document) =>
      name === 'Schemas' ? changed(document, ({ meta: _meta, ...rest }) => rest) : document,
  },
  {
    id: 'published.schemas-without-name',
    says: 'Schema resources have no name',
    breaks: ['7643:7/schema-id-name-description'],
    kills: ['discovery.schemas-are-named'],
    publishes: (name, document) =>
      name === 'Schemas' ? changed(document, ({ name: _name, ...rest }) => rest) : document,
  },
  {
    id: 'published.config-without-schema',
    says: '/Schemas lacks the schema of the configuration',
    breaks: ['7643:7/core-meta-schemas-listed'],
    kills: ['discovery.schemas-in-use-are-listed'],
    publishes: (name, document) => {
      if (name !== 'Schemas') return document;
      const rest = readEntries(document).filter(({ id }) => id !== SCHEMA.spc);
      return { ...document, totalResults: rest.length, itemsPerPage: rest.length, Resources: rest };
    },
  },
  {
    id: 'published.config-urn-misspelled',
    says: 'the configuration writes its URN in small letters',
    breaks: ['7643:10.2.1/schema-urn-spelling'],
    kills: ['discovery.schema-uris-are-spelled-as-registered'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' ? { ...document, schemas: [SCHEMA.spc.toLowerCase()] } : document,
  },
];

function changed(document: ScimObject, change: (entry: ScimObject) => ScimObject): ScimObject {
  return { ...document, Resources: readEntries(document).map(change) };
}

function withEntry(document: ScimObject, entry: ScimObject): ScimObject {
  const more = { schemas: [SCHEMA.resourceType], description: 'A kind of device', ...entry };
  const all = [...readEntries(document), more];
  return { ...document, totalResults: all.length, itemsPerPage: all.length, Resources: all };
}

const readEntries = ({ Resources }: ScimObject): ScimObject[] =>
  Array.isArray(Resources) ? Resources.filter(isObject) : [];
