import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isList } from '../kit.ts';

const readCursor = ({ query }: TenantRequest): string | undefined => query.get('cursor');

/** Alters the pagination that the ServiceProviderConfig publishes. */
function pagination(document: ScimObject, changes: ScimObject): ScimObject {
  return isObject(document.pagination)
    ? { ...document, pagination: { ...document.pagination, ...changes } }
    : document;
}

/** What goes wrong with pages by cursor (RFC 9865). */
export const cursorDefects: Defect[] = [
  {
    id: 'cursor.empty-counts-as-none',
    says: 'an empty cursor is passed over',
    breaks: ['9865:2/first-page', '9865:2.4/both-methods'],
    kills: ['queries.empty-cursor-begins-a-walk', 'queries.parameter-chooses-the-method'],
    before({ query }) {
      if (query.get('cursor') === '') query.delete('cursor');
    },
  },
  {
    id: 'cursor.previous-stays',
    says: 'previousCursor leads to the page that it is on',
    breaks: ['9865:2/previous-optional'],
    kills: ['queries.previous-cursor-leads-back'],
    after(request, { body }) {
      if (isList(request) && isObject(body) && body.previousCursor !== undefined)
        body.previousCursor = readCursor(request);
    },
  },
  {
    id: 'cursor.previous-of-first',
    says: 'the first page has a previousCursor',
    breaks: ['9865:2/no-previous-first'],
    kills: ['queries.first-page-has-no-previous-cursor'],
    after(request, { body }) {
      if (isList(request) && isObject(body) && readCursor(request) === '' && body.nextCursor !== undefined)
        body.previousCursor = body.nextCursor;
    },
  },
  {
    id: 'cursor.ignores-count',
    says: 'count has no effect on pages by cursor',
    breaks: ['9865:2/count-limit', '9865:2/count-zero-negative'],
    kills: [
      'queries.count-limits-cursor-pages',
      'queries.count-zero-by-cursor-gives-none',
      'queries.parameter-chooses-the-method',
      'queries.empty-cursor-begins-a-walk',
    ],
    before(request) {
      if (readCursor(request) !== undefined) request.query.delete('count');
    },
  },
  {
    id: 'cursor.begins-again',
    says: 'a cursor that the tenant never gave leads to the first page',
    breaks: ['9865:2.1/invalid-cursor'],
    kills: ['queries.invalid-cursor-is-refused'],
    before(request) {
      const cursor = readCursor(request);
      if (cursor !== undefined && !cursor.includes('.')) request.query.set('cursor', '');
    },
  },
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
    id: 'cursor.opens-doors',
    says: 'who has a cursor needs no token',
    breaks: ['9865:5/authorization'],
    kills: ['queries.cursor-is-no-credential'],
    before(request, { token }) {
      if (readCursor(request)) request.headers.authorization ??= `Bearer ${token}`;
    },
  },
  {
    id: 'cursor.not-published',
    says: 'lists are paged by cursor, of which the configuration says nothing',
    breaks: ['9865:4/spc-pagination'],
    kills: ['queries.cursor-paging-is-published', 'queries.page-past-the-end-is-empty'],
    face: 'cursor-only',
    publishes: (name, document) => {
      if (name !== 'ServiceProviderConfig') return document;
      const { pagination: _pagination, ...rest } = document;
      return rest;
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
    id: 'published.page-size-is-exceeded',
    says: 'pages hold more than the configuration says',
    breaks: ['9865:4/page-size-max'],
    kills: ['queries.page-size-has-its-maximum'],
    publishes: (_name, document) => pagination(document, { defaultPageSize: 3, maxPageSize: 3 }),
  },
  {
    id: 'published.pagination-as-text',
    says: 'the configuration says "true" for true in its pagination',
    breaks: ['9865:4/spc-required-sub'],
    kills: ['queries.pagination-says-its-methods'],
    publishes: (_name, document) => pagination(document, { cursor: 'true', index: 'true' }),
  },
  {
    id: 'published.no-time-for-cursors',
    says: 'the configuration says that cursors hold for minus one second',
    breaks: ['9865:4/spc-optional-sub'],
    kills: ['queries.pagination-says-its-limits'],
    publishes: (_name, document) => pagination(document, { cursorTimeout: -1 }),
  },
];
