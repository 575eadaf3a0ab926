import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, refuse, succeeded } from '../kit.ts';

const KNOWN = new Set([
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
]);

const isRoot = ({ method, path }: TenantRequest): boolean => method === 'GET' && path === '';

/** Leaves groups out of a list that has users, too. */
export function usersAlone({ body }: TenantResponse): undefined {
  if (!isObject(body) || !Array.isArray(body.Resources)) return;
  const users = body.Resources.filter((one) => isObject(one) && one.userName !== undefined);
  body.totalResults = Number(body.totalResults) - (body.Resources.length - users.length);
  body.Resources = users;
}

/** What goes wrong with single members and parameters of lists, and with their order. */
export const pageDefects: Defect[] = [
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
    id: 'page.chokes-on-huge-count',
    says: 'a count above 10000 is answered 500',
    breaks: ['7644:3.4.2.4/count-large', '7644:3.12/no-5xx'],
    kills: ['queries.huge-count-is-capped', 'traffic.no-internal-error'],
    before: ({ query }) => (Number(query.get('count')) > 10_000 ? refuse(500) : undefined),
  },
  {
    id: 'query.refuses-unknown-parameters',
    says: 'a parameter that SCIM does not know is answered 400',
    breaks: ['7644:3.4.2/unknown-param-ignored'],
    kills: ['queries.unknown-parameter-is-ignored'],
    before: ({ query }) => ([...query.keys()].some((name) => !KNOWN.has(name)) ? refuse(400) : undefined),
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
    id: 'sort.knows-one-notation',
    says: 'a sortBy in other letter case or behind the URN of the core schema has no effect',
    breaks: ['7644:3.10/sort-attr-case-urn'],
    kills: ['queries.sort-attribute-is-in-any-notation'],
    before({ query }) {
      if (/^([A-Z]|urn:ietf:params:scim:schemas:core:)/.test(query.get('sortBy') ?? ''))
        query.delete('sortBy');
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
];
