import { isObject, MESSAGE, QUERY_PARAMETERS, type TenantRequest } from '../../../model.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { isList, refuse, succeeded } from '../../kit.ts';
import { usersAlone } from '../kit.ts';

const isRoot = ({ method, path }: TenantRequest): boolean => method === 'GET' && path === '';

/** What goes wrong with lists, and with what they say of their pages. */
export const pagingDefects: Defect[] = [
  // paging.ts
  {
    id: 'list.bare-array',
    says: 'a list is an array without a message around it',
    breaks: ['7644:3.4.2/list-shape', '7644:3.8/valid-json', 'entra:R11'],
    kills: [
      'queries.list-is-list-response',
      'traffic.success-is-one-json-object',
      'entra.query-answers-a-list',
      'entra.membership-is-probed',
      'matching.user-name-finds-one',
      'matching.reused-name-finds-the-new-user',
      'matching.two-groups-of-one-name',
      'matching.two-groups-of-one-external-id',
      'matching.long-values-are-found',
      'queries.filter-is-percent-decoded',
      'queries.filter-on-groups',
      'queries.total-counts-all-matches',
      'queries.count-limits-the-page',
      'queries.huge-count-is-capped',
      'queries.count-of-hundreds-is-served',
      'practice.found-as-soon-as-created',
    ],
    after: (request, response) =>
      isList(request) && isObject(response.body) && response.status === 200
        ? { ...response, body: response.body.Resources }
        : undefined,
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
  {
    id: 'page.says-no-position',
    says: 'pages have neither startIndex nor itemsPerPage',
    breaks: ['7644:3.4.2/partial-members'],
    kills: [
      'queries.partial-page-says-where-it-is',
      'queries.start-index-below-one-is-one',
      'queries.start-index-defaults-to-one',
    ],
    after(request, { body }) {
      if (!isList(request) || !isObject(body)) return undefined;
      delete body.startIndex;
      delete body.itemsPerPage;
    },
  },
  {
    id: 'page.miscounts-itself',
    says: 'itemsPerPage is one less than the page holds',
    breaks: ['7644:3.4.2/itemsperpage-value'],
    kills: ['queries.items-per-page-counts-the-page'],
    after(request, { body }) {
      if (isList(request) && isObject(body) && Number(body.itemsPerPage) > 0)
        body.itemsPerPage = Number(body.itemsPerPage) - 1;
    },
  },
  {
    id: 'page.says-what-was-asked',
    says: 'itemsPerPage repeats count, however few there are',
    breaks: ['7644:3.4.2/itemsperpage-value'],
    kills: ['queries.items-per-page-counts-the-page'],
    after(request, { body }) {
      const count = Number(request.query.get('count'));
      if (isList(request) && isObject(body) && body.itemsPerPage !== undefined && count > 0)
        body.itemsPerPage = count;
    },
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
    id: 'query.refuses-unknown-parameters',
    says: 'a parameter that SCIM does not know is answered 400',
    breaks: ['7644:3.4.2/unknown-param-ignored'],
    kills: ['queries.unknown-parameter-is-ignored', 'entra.flag-in-a-query-is-ignored'],
    before: ({ query }) =>
      [...query.keys()].some((name) => !QUERY_PARAMETERS.has(name)) ? refuse(400) : undefined,
  },
  {
    id: 'http.unknown-parameter-refused',
    says: 'unknown query parameters are answered 400',
    breaks: ['7644:3.4.2/unknown-param-ignored', 'entra:Q46'],
    kills: ['entra.flag-in-a-query-is-ignored', 'queries.unknown-parameter-is-ignored'],
    before(request) {
      const known = /^(filter|sortBy|sortOrder|startIndex|count|cursor|attributes|excludedAttributes)$/;
      return [...request.query.keys()].every((name) => known.test(name)) ? undefined : refuse(400);
    },
  },
  {
    id: 'list.groups-lack-members',
    says: 'lists show groups without their members',
    breaks: ['7644:3.4.2/list-resources-complete'],
    kills: ['queries.list-shows-whole-resources'],
    after(request, response) {
      if (!isList(request) || !isObject(response.body) || !Array.isArray(response.body.Resources)) return;
      for (const group of response.body.Resources.filter(isObject)) delete group.members;
    },
  },
  {
    id: 'list.leaves-out-display-name',
    says: 'lists show users without their displayName',
    breaks: ['7644:3.4.2/list-resources-complete'],
    kills: ['queries.list-shows-whole-resources'],
    after(request, { body }) {
      if (!isList(request) || !isObject(body) || !Array.isArray(body.Resources)) return undefined;
      for (const one of body.Resources)
        if (isObject(one) && one.userName !== undefined && !request.query.has('attributes'))
          delete one.displayName;
    },
  },
  {
    id: 'root.users-alone',
    says: 'a query on the tenant URL finds users only',
    breaks: ['7644:3.4.2.1/root-query'],
    kills: ['queries.root-query-covers-every-type'],
    after: (request, response) => (isRoot(request) && succeeded(response) ? usersAlone(response) : undefined),
  },
  // count.ts
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
    id: 'page.chokes-on-huge-count',
    says: 'a count above 10000 is answered 500',
    breaks: ['7644:3.4.2.4/count-large', '7644:3.12/no-5xx'],
    kills: ['queries.huge-count-is-capped', 'traffic.no-internal-error'],
    before: ({ query }) => (Number(query.get('count')) > 10_000 ? refuse(500) : undefined),
  },
  {
    id: 'page.counts-over-a-hundred-refused',
    says: 'a count above 100 is refused with 400',
    breaks: ['7644:3.4.2.4/count-large'],
    kills: ['queries.count-of-hundreds-is-served'],
    before: ({ query }) => (Number(query.get('count')) > 100 ? refuse(400) : undefined),
  },
];
