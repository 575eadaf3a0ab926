import type { Filter } from '../../filter/parser.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';
import { reads } from './filters.ts';

/** Comparisons with an attribute that ends so are taken for a question whether it has a value. */
const asPresent = (path: RegExp) =>
  reads((part) =>
    part.kind === 'compare' && path.test(part.path) ? { kind: 'present', path: part.path } : part,
  );

/** What goes wrong with filters on extensions, and with counts that clients send. */
export const filtersExtensionDefects: Defect[] = [
  {
    id: 'filters.department-is-not-compared',
    says: 'a filter on department selects whoever has one',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-in-extensions'],
    semantics: asPresent(/:department$/i),
  },
  {
    id: 'filters.manager-is-not-compared',
    says: 'a filter on manager selects whoever has one',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-by-manager'],
    semantics: asPresent(/:manager(\.value)?$/i),
  },
  {
    id: 'page.counts-over-a-hundred-refused',
    says: 'a count above 100 is refused with 400',
    breaks: ['7644:3.4.2.4/count-large'],
    kills: ['queries.count-of-hundreds-is-served'],
    before: ({ query }) => (Number(query.get('count')) > 100 ? refuse(400) : undefined),
  },
  {
    id: 'filters.ne-in-brackets-is-present',
    says: 'ne within brackets selects whatever has a value',
    breaks: ['7644:3.4.2.2/valuepath'],
    kills: ['queries.filter-operators-in-brackets'],
    semantics: reads((part) => (part.kind === 'value' ? { ...part, filter: withoutNe(part.filter) } : part)),
  },
];

/** Comparisons with ne, at any depth, taken for a question whether there is a value. */
function withoutNe(filter: Filter): Filter {
  if (filter.kind === 'and' || filter.kind === 'or')
    return { ...filter, left: withoutNe(filter.left), right: withoutNe(filter.right) };
  if (filter.kind === 'not') return { ...filter, operand: withoutNe(filter.operand) };
  return filter.kind === 'compare' && filter.operator === 'ne'
    ? { kind: 'present', path: filter.path }
    : filter;
}
