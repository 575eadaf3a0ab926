import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';

/** What goes wrong with the order of values. */
export const sortingValueDefects: Defect[] = [
  {
    id: 'sort.case-matters',
    says: 'upper case sorts before lower case',
    breaks: ['7644:3.4.2.3/sort-case'],
    kills: ['queries.sort-follows-case-exact'],
    semantics: { sortOrder: (left, right) => (String(left) < String(right) ? -1 : 1) },
  },
  {
    id: 'sort.by-text',
    says: 'numbers are sorted by their digits',
    breaks: ['7644:3.4.2.3/sort-type'],
    kills: ['queries.sort-follows-type'],
    semantics: {
      sortOrder: (left, right, attribute, fold) =>
        typeof left === 'number'
          ? strict.sortOrder(String(left), String(right), attribute, fold)
          : strict.sortOrder(left, right, attribute, fold),
    },
  },
  {
    id: 'sort.knows-no-sub-attributes',
    says: 'a sortBy with a sub-attribute has no effect',
    breaks: ['7644:3.4.2.3/sort-subattr'],
    kills: ['queries.sort-reaches-sub-attributes'],
    before({ query }) {
      if (/^\w+\.\w+$/.test(query.get('sortBy') ?? '')) query.delete('sortBy');
    },
  },
  {
    id: 'sort.by-first-value',
    says: 'a multi-valued attribute is sorted by its first value although another is primary',
    breaks: ['7644:3.4.2.3/sort-multivalued'],
    kills: ['queries.sort-takes-the-primary-value'],
    semantics: { sortValue: (values) => values[0] },
  },
  {
    id: 'sort.missing-first',
    says: 'resources without the attribute come first',
    breaks: ['7644:3.4.2.3/sort-missing-last'],
    kills: ['queries.sort-puts-missing-values-last'],
    semantics: { sortMissing: -1 },
  },
];
