import type { Defect } from '../../defect.ts';

/** What goes wrong with sortBy and sortOrder. */
export const sortingDefects: Defect[] = [
  {
    id: 'sort.ignored',
    says: 'sortBy has no effect',
    breaks: ['7644:3.4.2.3/sort-basic', '7644:3.4.2.3/sort-paged'],
    kills: [
      'queries.sort-by-orders-the-list',
      'queries.sort-holds-across-pages',
      'queries.random-sort-orders-hold',
    ],
    semantics: { sortOrder: () => 0 },
  },
  {
    id: 'sort.always-ascending',
    says: 'sortOrder has no effect',
    breaks: ['7644:3.4.2.3/sort-descending'],
    kills: ['queries.sort-order-descending-reverses'],
    before({ query }) {
      query.delete('sortOrder');
    },
  },
  {
    id: 'sort.descends-unasked',
    says: 'sortBy without sortOrder sorts in descending order',
    breaks: ['7644:3.4.2.3/sort-default-asc'],
    kills: ['queries.sort-order-defaults-to-ascending'],
    before({ query }) {
      if (query.has('sortBy') && !query.has('sortOrder')) query.set('sortOrder', 'descending');
    },
  },
  {
    id: 'sort.knows-one-notation',
    says: 'a sortBy in another case or with the URN of the core schema has no effect',
    breaks: ['7644:3.10/sort-attr-case-urn'],
    kills: ['queries.sort-attribute-is-in-any-notation'],
    before({ query }) {
      if (/^([A-Z]|urn:ietf:params:scim:schemas:core:)/.test(query.get('sortBy') ?? ''))
        query.delete('sortBy');
    },
  },
];
