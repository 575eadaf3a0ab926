import { isObject, MESSAGE, SCHEMA, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { operationsIn } from '../kit.ts';
import { changed, readEntries } from './kit.ts';

/** What goes wrong with resource types. */
export const resourceTypeDefects: Defect[] = [
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
    id: 'discovery.types-as-array',
    says: '/ResourceTypes is a bare array',
    breaks: ['7644:4/rt-list'],
    kills: ['discovery.resource-types-are-listed', 'traffic.success-is-one-json-object'],
    after: (request, response) =>
      request.path === '/ResourceTypes' && response.status === 200 && isObject(response.body)
        ? { ...response, body: response.body.Resources }
        : undefined,
  },
  {
    id: 'discovery.type-without-endpoint',
    says: 'resource types do not state their endpoint',
    breaks: ['7643:6/rt-required-members'],
    kills: ['discovery.resource-types-say-where-they-are', 'discovery.endpoints-answer'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? { ...document, Resources: each(document, ({ endpoint: _endpoint, ...rest }) => rest) }
        : document,
  },
  {
    id: 'discovery.types-with-schemas-of-their-resources',
    says: 'schemas of a resource type lists the schemas of its resources',
    breaks: ['7643:6/rt-required-members'],
    kills: ['discovery.resource-types-say-where-they-are'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? changed(document, (entry) => ({ ...entry, schemas: [entry.schema] }))
        : document,
  },
  {
    id: 'published.extension-required-as-text',
    says: 'required of an extension is the string "false"',
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
    id: 'discovery.users-in-small-letters',
    says: 'users are at /users, which is another path than /Users to whoever compares letter by letter',
    breaks: ['7644:3.2/core-endpoints'],
    kills: ['discovery.core-types-are-at-their-endpoints'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? changed(document, (entry) => (entry.name === 'User' ? { ...entry, endpoint: '/users' } : entry))
        : document,
    before(request) {
      const places = request.path === '/Bulk' ? operationsIn(request.body) : [];
      for (const one of [request, ...places])
        if (typeof one.path === 'string') one.path = one.path.replace(/^\/users(?=\/|$)/, '/Users');
    },
    semantics: {
      address: (url, endpoint, id) => strict.address(url, endpoint === '/Users' ? '/users' : endpoint, id),
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
    id: 'published.type-without-endpoint-behind-it',
    says: 'a listed resource type has an endpoint that does not exist',
    breaks: ['7643:6/rt-endpoint-works'],
    kills: ['discovery.endpoints-answer'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? withEntry(document, { name: 'Device', endpoint: '/Devices', schema: SCHEMA.group })
        : document,
  },
];

function each(document: ScimObject, change: (entry: ScimObject) => ScimObject): ScimObject[] {
  return readEntries(document).map(change);
}

function withEntry(document: ScimObject, entry: ScimObject): ScimObject {
  const more = { schemas: [SCHEMA.resourceType], description: 'A kind of device', ...entry };
  const all = [...readEntries(document), more];
  return { ...document, totalResults: all.length, itemsPerPage: all.length, Resources: all };
}
