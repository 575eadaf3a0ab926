import type { Filter } from '../../../filter/parser.ts';
import { isObject, type ScimObject, type TenantResponse } from '../../../model.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { refuse } from '../../kit.ts';
import { always, compares } from './kit.ts';

function invalidFilter(): TenantResponse {
  const refusal = refuse(400, 'an attribute is not known to every type');
  return { ...refusal, body: { ...(refusal.body as ScimObject), scimType: 'invalidFilter' } };
}

const never: Filter = { kind: 'compare', path: 'id', operator: 'eq', value: '' };

/** What goes wrong with what filters look at, and with how much they list. */
export const scopeDefects: Defect[] = [
  {
    id: 'filters.members-are-not-searched',
    says: 'a filter on the members of groups finds none',
    breaks: ['7644:3.4.2.2/filter-groups'],
    kills: ['queries.filter-on-groups'],
    semantics: reads((part) =>
      part.kind !== 'not' && /^members/.test('path' in part ? part.path : '') ? never : part,
    ),
  },
  {
    id: 'filters.root-wants-one-type',
    says: 'a query over all types refuses attributes that one of them lacks',
    breaks: ['7644:3.4.2.1/root-unknown-attribute'],
    kills: ['queries.filter-over-all-types'],
    after: (request, { body }) =>
      /^\/?$/.test(request.path) && request.method === 'GET' && request.query.has('filter') && isObject(body)
        ? invalidFilter()
        : undefined,
  },
  {
    id: 'filters.schemas-pass-over',
    says: 'a filter on schemas matches everything',
    breaks: ['7644:3.4.2.2/schemas-filter'],
    kills: ['queries.filter-by-schema'],
    semantics: compares((part) => (part.path === 'schemas' ? always : part)),
  },
  {
    id: 'filters.defaults-are-not-seen',
    says: 'a filter on active finds no one for whom it was not sent',
    breaks: ['7644:3.4.2.2/defaulted-attribute'],
    kills: ['queries.filter-sees-defaults'],
    semantics: compares((part) => (part.path === 'active' ? never : part)),
  },
  {
    id: 'filters.more-than-the-most',
    says: 'filtered lists hold more than filter.maxResults says',
    breaks: ['7643:5/max-results'],
    kills: ['queries.filtered-page-within-max-results'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, filter: { supported: true, maxResults: 1 } }
        : document,
  },
  {
    id: 'queries.count-lifts-the-limit',
    says: 'the largest page holds for clients that give no count; one that gives a higher count gets as many',
    breaks: ['7643:5/max-results', '9865:4/page-size-max'],
    kills: ['queries.filtered-page-within-max-results', 'queries.page-size-has-its-maximum'],
    face: 'users-only',
    semantics: {
      page: (start, count, limits) =>
        strict.page(start, count, { ...limits, maxSize: Math.max(limits.maxSize, count ?? 0) }),
    },
  },
];
