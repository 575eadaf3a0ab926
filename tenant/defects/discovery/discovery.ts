import { SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { readEntries } from './kit.ts';

/** What goes wrong with what the documents claim, and with their URIs, by the file of their checks. */
export const discoveryDefects: Defect[] = [
  // claims.ts
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
    id: 'discovery.spc-needs-a-token',
    says: 'the configuration cannot be read before authentication',
    breaks: ['7643:5/spc-public-auth-schemes'],
    kills: ['discovery.authentication-is-readable-without-token'],
    before(request) {
      if (request.path === '/ServiceProviderConfig') request.headers.authorization ??= '';
    },
  },
  // uris.ts
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
    says: 'the configuration writes its URN in lower case',
    breaks: ['7643:10.2.1/schema-urn-spelling'],
    kills: ['discovery.schema-uris-are-spelled-as-registered'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' ? { ...document, schemas: [SCHEMA.spc.toLowerCase()] } : document,
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
];
