import { isObject } from '../../../model.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { isList, refuse } from '../../kit.ts';
import { always, ORDERING } from './kit.ts';

/** Filters that ought to be refused. */
export const refusalDefects: Defect[] = [
  {
    id: 'filter.bad-syntax-lists-all',
    says: 'a filter that cannot be read lists everything',
    breaks: ['7644:3.4.2.2/syntax-error', '7644:3.4.2.2/unknown-operator'],
    kills: ['queries.filter-bad-syntax', 'queries.filter-unknown-operator'],
    before(request, { semantics }) {
      try {
        semantics.parse(request.query.get('filter') ?? 'id pr');
      } catch {
        request.query.delete('filter');
      }
    },
  },
  {
    id: 'filter.bad-syntax-breaks',
    says: 'a filter that cannot be read breaks the server',
    breaks: ['7644:3.4.2.2/syntax-error', '7644:3.12/no-5xx'],
    kills: [
      'errors.bad-filters-are-no-server-error',
      'queries.filter-bad-syntax',
      'queries.filter-unknown-operator',
      'queries.filter-unsupported-pair',
    ],
    after: (request, { body }) =>
      isList(request) && isObject(body) && body.scimType === 'invalidFilter' ? refuse(500) : undefined,
  },
  {
    id: 'filters.unfit-pairs-pass-over',
    says: 'an operator that does not fit the type of an attribute matches everything',
    breaks: ['7644:3.12/unsupported-combination'],
    kills: ['queries.filter-unsupported-pair'],
    semantics: {
      refuses: (operator, attribute) => strict.refuses(operator, attribute) && ORDERING.includes(operator),
      compare(operator, actual, wanted, attribute) {
        const unfit = strict.refuses(operator, attribute);
        return unfit || strict.compare.call(this, operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filters.unknown-names-pass-over',
    says: 'a condition on an attribute that is not known is dropped',
    breaks: ['7644:3.4.2.2/unknown-attribute'],
    kills: ['queries.filter-unknown-attribute'],
    semantics: reads((part) => ('path' in part && /noSuch/i.test(part.path) ? always : part)),
  },
  {
    id: 'queries.null-in-a-filter-breaks',
    says: 'a comparison with null breaks the server',
    breaks: ['7644:3.4.2.2/null-literal'],
    kills: ['queries.filter-null'],
    before: (request) => (/ null$/.test(request.query.get('filter') ?? '') ? refuse(500) : undefined),
  },
];
