import { isObject, type ScimObject } from '../../model.ts';
import { deeply, eachListed, isDiscovery, reorder } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Discovery documents terse and lavish. */
export const documentVariations: Variation[] = [
  configured(
    'terse',
    'the configuration has only required members',
    ({ documentationUri: _, meta: _meta, ...rest }) => rest,
    ['7643:5/spc-documentation-uri', '7643:3.1/spc-meta'],
  ),
  configured(
    'lavish',
    'the configuration has an id, versions, times and an extension',
    (document) => ({
      ...document,
      schemas: [...(document.schemas as string[]), VENDOR],
      id: 'configuration',
      [VENDOR]: { edition: 'enterprise', regions: ['eu', 'us'] },
      meta: {
        ...(isObject(document.meta) ? document.meta : {}),
        created: '2011-05-13T04:42:34Z',
        lastModified: '2026-11-28T00:00:00.5+01:00',
        version: 'W/"3694e05e9dff594"',
      },
    }),
    ['7643:3.1/spc-meta'],
  ),
  configured(
    'documented',
    'the configuration links documents in plain text and with a fragment',
    (document) => ({
      ...document,
      documentationUri: 'http://docs.example.test/scim?lang=de#token',
    }),
    ['7643:5/spc-documentation-uri'],
  ),
  configured('features-explained', 'features state more than whether they are supported', (document) => ({
    ...document,
    patch: { ...(isObject(document.patch) ? document.patch : {}), maxOperations: 1000 },
    sort: { ...(isObject(document.sort) ? document.sort : {}), defaultSortBy: 'id' },
  })),
  listed('without-paging', 'discovery lists state neither startIndex nor itemsPerPage', (list) => {
    delete list.startIndex;
    delete list.itemsPerPage;
  }),
  listed(
    'reversed',
    'discovery lists are in reverse order',
    (list) => Array.isArray(list.Resources) && list.Resources.reverse(),
  ),
  {
    id: 'discovery.types-terse',
    says: 'resource types have only required members',
    basis: ['7643:6'],
    choice: 'types',
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? eachListed(document, ({ id: _id, meta: _meta, schemaExtensions, ...rest }) => ({
            ...rest,
            ...(Array.isArray(schemaExtensions) && schemaExtensions.length > 0 ? { schemaExtensions } : {}),
          }))
        : document,
  },
  {
    id: 'discovery.types-with-other-ids',
    says: 'resource types have ids that are not their names',
    basis: ['7643:6', '7643:3.1'],
    choice: 'types',
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? eachListed(document, (type) => {
            const id = `rt-${String(type.name).toLowerCase()}`;
            const meta = isObject(type.meta) ? type.meta : {};
            return { ...type, id, meta: { ...meta, location: String(meta.location).replace(/[^/]+$/, id) } };
          })
        : document,
  },
  {
    id: 'discovery.endpoint-without-slash',
    says: 'endpoints of resource types have no leading slash, as "Users" in RFC 7643',
    basis: ['7643:6'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? eachListed(document, (type) => ({ ...type, endpoint: String(type.endpoint).slice(1) }))
        : document,
  },
  configured('limits-of-32-bits', 'the configuration sets limits that no one reaches', (document) => ({
    ...document,
    filter: { ...(isObject(document.filter) ? document.filter : {}), maxResults: 2_147_483_647 },
  })),
  configured('more-members', 'the configuration has extra members', (document) => ({
    ...document,
    auditing: { supported: true, retention: 90 },
    softDelete: false,
    notes: ['a', 'b'],
    contact: null,
  })),
  {
    id: 'discovery.filters-ignored',
    says: 'a filter on a discovery endpoint is ignored',
    basis: ['7644:4'],
    rows: ['7644:4/discovery-filter-403'],
    before: (request) => {
      if (isDiscovery(request.path)) request.query.delete('filter');
      return undefined;
    },
  },
  {
    id: 'discovery.single-documents-alone',
    says: 'members of discovery documents are in a different order each time',
    basis: ['8259:4'],
    after: ({ path }, response) => {
      if (!isDiscovery(path)) return;
      response.body = deeply(response.body, (object) => {
        reorder(object, (names) => [...names.slice(1), ...names.slice(0, 1)]);
        return object;
      });
    },
  },
];

const VENDOR = 'urn:example:params:scim:schemas:extension:edition:2.0:ServiceProviderConfig';

function configured(
  id: string,
  says: string,
  change: (document: ScimObject) => ScimObject,
  rows: string[] = [],
): Variation {
  return {
    id: `discovery.configuration-${id}`,
    says,
    basis: ['7643:5', '7643:3.1'],
    rows,
    choice: `configuration ${id === 'features-explained' ? id : ''}`,
    publishes: (name, document) => (name === 'ServiceProviderConfig' ? change(document) : document),
  };
}

function listed(id: string, says: string, change: (list: ScimObject) => unknown): Variation {
  return {
    id: `discovery.lists-${id}`,
    says,
    basis: ['7644:3.4.2', '7644:4'],
    after: ({ path }, { status, body }) => {
      if (status === 200 && isDiscovery(path) && isObject(body) && Array.isArray(body.Resources))
        change(body);
    },
  };
}
