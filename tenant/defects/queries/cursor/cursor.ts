import { isObject } from '../../../model.ts';
import type { Defect } from '../../defect.ts';
import { isList } from '../../kit.ts';
import { pagination, readCursor } from '../kit.ts';

/** What goes wrong with pages by cursor (RFC 9865). */
export const cursorDefects: Defect[] = [
  // cursor.ts
  {
    id: 'cursor.empty-counts-as-none',
    says: 'an empty cursor is ignored',
    breaks: ['9865:2/first-page', '9865:2.4/both-methods'],
    kills: ['queries.empty-cursor-begins-a-walk', 'queries.parameter-chooses-the-method'],
    before({ query }) {
      if (query.get('cursor') === '') query.delete('cursor');
    },
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
    id: 'queries.cursor-begins-after-the-one-ahead',
    says: 'a page reads one more to see whether another follows, and the cursor begins after that one',
    breaks: ['9865:2/next-until-end'],
    kills: ['queries.walk-by-cursor-yields-each-once'],
    before(request) {
      const count = Number(request.query.get('count') ?? Number.NaN);
      if (isList(request) && readCursor(request) !== undefined && count > 0)
        request.query.set('count', `${count + 1}`);
    },
    after(request, { body }) {
      const size = Number(request.query.get('count') ?? Number.NaN) - 1;
      if (!isList(request) || readCursor(request) === undefined || !isObject(body)) return undefined;
      if (!Array.isArray(body.Resources) || body.Resources.length <= size) return undefined;
      Object.assign(body, { Resources: body.Resources.slice(0, size), itemsPerPage: size });
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
  // limits.ts
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
  // published.ts
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
