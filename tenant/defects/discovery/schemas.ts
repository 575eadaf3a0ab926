import { isObject, MESSAGE, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { changed, readEntries } from './kit.ts';

/** What goes wrong with schemas as resources. */
export const schemaDefects: Defect[] = [
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
        ? { ...document, Resources: readEntries(document).filter(({ id }) => id !== SCHEMA.enterprise) }
        : document,
  },
  {
    id: 'discovery.schema-with-message',
    says: '/Schemas lists the schema of a message',
    breaks: ['7644:3.1/no-message-schemas'],
    kills: ['discovery.message-schemas-are-not-listed'],
    publishes(name, document) {
      const first = readEntries(document)[0];
      if (name !== 'Schemas' || !first) return document;
      return {
        ...document,
        Resources: [...readEntries(document), { ...first, id: MESSAGE.list, name: 'ListResponse' }],
      };
    },
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
];
