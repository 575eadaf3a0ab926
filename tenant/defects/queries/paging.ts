import { isObject, MESSAGE } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, refuse } from '../kit.ts';

/** What goes wrong with lists, pages and their order. */
export const pagingDefects: Defect[] = [
  {
    id: 'list.bare-array',
    says: 'a list is an array without a message around it',
    breaks: ['7644:3.4.2/list-shape', '7644:3.8/valid-json', 'entra:R11'],
    kills: [
      'queries.list-is-list-response',
      'traffic.success-is-one-json-object',
      'entra.query-answers-a-list',
      'entra.membership-is-probed',
    ],
    after: (request, response) =>
      isList(request) && isObject(response.body) && response.status === 200
        ? { ...response, body: response.body.Resources }
        : undefined,
  },
  {
    id: 'page.total-of-page',
    says: 'totalResults counts the page',
    breaks: ['7644:3.4.2/totalresults-global', '7644:3.4.2.4/count-zero', 'entra:R06'],
    kills: [
      'queries.total-counts-all-matches',
      'queries.count-zero-gives-the-total',
      'entra.users-are-listed-in-pages',
    ],
    semantics: { total: (_matches, onPage) => onPage },
  },
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
    id: 'page.ignores-count',
    says: 'count is ignored',
    breaks: ['7644:3.4.2.4/count-max', '7644:3.4.2.4/count-zero', '7644:3.4.2.4/count-negative'],
    kills: [
      'queries.count-limits-the-page',
      'queries.count-zero-gives-the-total',
      'queries.negative-count-is-zero',
    ],
    semantics: { page: (start, _count, limits) => strict.page(start, undefined, limits) },
  },
  {
    id: 'page.refuses-zero',
    says: 'startIndex below 1 is answered 400',
    breaks: ['7644:3.4.2.4/startindex-lt-1'],
    kills: ['queries.start-index-below-one-is-one'],
    before: (request) => (Number(request.query.get('startIndex') ?? 1) < 1 ? refuse(400) : undefined),
  },
  {
    id: 'cursor.never-ends',
    says: 'the last page has a nextCursor that leads to itself',
    breaks: ['9865:2/next-until-end'],
    kills: ['queries.walk-by-cursor-yields-each-once'],
    after(request, { body }) {
      const cursor = request.query.get('cursor');
      if (isList(request) && cursor && isObject(body)) body.nextCursor ??= cursor;
    },
  },
  {
    id: 'cursor.padded',
    says: 'cursors are base64 with padding',
    breaks: ['9865:2/cursor-charset'],
    kills: ['queries.cursor-needs-no-encoding'],
    before(request) {
      const cursor = request.query.get('cursor');
      if (cursor) request.query.set('cursor', cursor.replace(/==$/, ''));
    },
    after(_request, { body }) {
      if (isObject(body) && body.nextCursor !== undefined) body.nextCursor = `${body.nextCursor}==`;
    },
  },
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
    id: 'sort.case-matters',
    says: 'upper case sorts before lower case',
    breaks: ['7644:3.4.2.3/sort-case'],
    kills: ['queries.sort-follows-case-exact'],
    semantics: { sortOrder: (left, right) => (String(left) < String(right) ? -1 : 1) },
  },
  {
    id: 'sort.missing-first',
    says: 'resources without the attribute come first',
    breaks: ['7644:3.4.2.3/sort-missing-last'],
    kills: ['queries.sort-puts-missing-values-last'],
    semantics: { sortMissing: -1 },
  },
  {
    id: 'list.lacks-schemas',
    says: 'list answers have no schemas',
    breaks: ['7644:3.4.2/list-shape', '7643:2.1/resource-has-schemas'],
    kills: ['queries.list-is-list-response', 'traffic.messages-name-their-schemas'],
    after(_request, { body }) {
      if (isObject(body) && Array.isArray(body.schemas) && body.schemas.includes(MESSAGE.list))
        delete body.schemas;
    },
  },
];
