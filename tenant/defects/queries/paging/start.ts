import { isObject } from '../../../model.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { isList, refuse } from '../../kit.ts';

/** What goes wrong with where a page begins. */
export const pagingStartDefects: Defect[] = [
  {
    id: 'page.counts-from-zero',
    says: 'startIndex counts from zero',
    breaks: ['7644:3.4.2.4/startindex-echo', '7644:3.4.2.4/walk'],
    kills: ['queries.start-index-is-echoed', 'queries.walk-by-index-yields-each-once'],
    semantics: {
      page: (start, count, limits) => strict.page(start === undefined ? undefined : start + 1, count, limits),
    },
  },
  {
    id: 'page.ignores-start',
    says: 'every page is the first, past the end as well',
    breaks: [
      '7644:3.4.2.4/walk',
      '7644:3.4.2.4/beyond-end',
      '7644:3.4.2.4/startindex-echo',
      'entra:Q32',
      'entra:R06',
    ],
    kills: [
      'queries.start-index-is-echoed',
      'queries.page-past-the-end-is-empty',
      'queries.walk-by-index-yields-each-once',
      'entra.users-are-listed-in-pages',
      'entra.list-counts-are-integers',
    ],
    semantics: { page: (_start, count, limits) => strict.page(1, count, limits) },
  },
  {
    id: 'page.refuses-zero',
    says: 'startIndex below 1 is answered 400',
    breaks: ['7644:3.4.2.4/startindex-lt-1'],
    kills: ['queries.start-index-below-one-is-one'],
    before: (request) => (Number(request.query.get('startIndex') ?? 1) < 1 ? refuse(400) : undefined),
  },
  {
    id: 'page.begins-at-zero',
    says: 'a page for which no startIndex was asked says that it begins at 0',
    breaks: ['7644:3.4.2.4/startindex-default'],
    kills: ['queries.start-index-defaults-to-one'],
    after(request, { body }) {
      if (
        isList(request) &&
        isObject(body) &&
        body.startIndex === 1 &&
        request.method === 'GET' &&
        !request.query.has('startIndex')
      )
        body.startIndex = 0;
    },
  },
  {
    id: 'queries.pages-begin-one-late',
    says: 'startIndex is taken for the number of resources to skip, except on the first page',
    breaks: ['7644:3.4.2.4/walk', '7644:3.4.2.4/startindex-echo'],
    kills: ['queries.start-index-is-echoed', 'queries.walk-by-index-yields-each-once'],
    semantics: {
      page(start, count, limits) {
        const page = strict.page(start, count, limits);
        return { ...page, start: page.start > 1 ? page.start + 1 : 1 };
      },
    },
  },
];
