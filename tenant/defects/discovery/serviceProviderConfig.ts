import { MESSAGE } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

/** What goes wrong with the configuration. */
export const serviceProviderConfigDefects: Defect[] = [
  {
    id: 'discovery.spc-in-a-list',
    says: 'the configuration is wrapped in a ListResponse',
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
    id: 'published.scheme-without-name',
    says: 'authentication schemes have no name',
    breaks: ['7643:5/spc-auth-schemes'],
    kills: ['discovery.config-names-authentication'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, authenticationSchemes: [{ type: 'oauthbearertoken', description: 'A token' }] }
        : document,
  },
];
