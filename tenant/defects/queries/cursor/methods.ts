import type { Defect } from '../../defect.ts';
import { isList } from '../../kit.ts';
import { pagination, passesOver, readCursor } from '../kit.ts';

/** What goes wrong where pages by cursor meet what else can be asked. */
export const cursorMethodDefects: Defect[] = [
  {
    id: 'cursor.unsorted',
    says: 'pages by cursor are not sorted',
    breaks: ['9865:2.2/sorted'],
    kills: ['queries.cursor-pages-are-sorted'],
    before(request) {
      if (readCursor(request) !== undefined) request.query.delete('sortBy');
    },
  },
  {
    id: 'published.default-method-is-another',
    says: 'the configuration says that pages are by cursor unless asked otherwise, and they are by index',
    breaks: ['9865:2.4/default-method'],
    kills: ['queries.unnamed-method-is-the-default'],
    face: 'users-only',
    publishes: (_name, document) => pagination(document, { defaultPaginationMethod: 'cursor' }),
  },
  {
    id: 'queries.cursor-comes-unasked',
    says: 'filtered lists are paged by cursor unless asked otherwise, although the configuration says by index',
    breaks: ['9865:2.4/default-method'],
    kills: ['queries.unnamed-method-is-the-default'],
    face: 'users-only',
    before(request) {
      const { query } = request;
      if (isList(request) && query.has('filter') && !query.has('startIndex') && !query.has('cursor'))
        query.set('cursor', '');
    },
  },
  {
    id: 'search.ignores-cursors',
    says: 'cursor of a SearchRequest has no effect',
    breaks: ['9865:3/search'],
    kills: ['queries.search-takes-cursors'],
    before: passesOver('cursor'),
  },
  {
    id: 'published.page-size-is-exceeded',
    says: 'pages hold more than the configuration says',
    breaks: ['9865:4/page-size-max'],
    kills: ['queries.page-size-has-its-maximum'],
    publishes: (_name, document) => pagination(document, { defaultPageSize: 3, maxPageSize: 3 }),
  },
  {
    id: 'cursor.opens-doors',
    says: 'who has a cursor needs no token',
    breaks: ['9865:5/authorization'],
    kills: ['queries.cursor-is-no-credential'],
    before(request, { token }) {
      if (readCursor(request)) request.headers.authorization ??= `Bearer ${token}`;
    },
  },
];
