import { isObject, MESSAGE } from '../../../model.ts';
import type { Defect } from '../../defect.ts';
import { refuse, resourcesIn, succeeded } from '../../kit.ts';
import { passesOver, searchIn, usersAlone } from '../kit.ts';

/** What goes wrong with POST .search. */
export const searchDefects: Defect[] = [
  // search.ts
  {
    id: 'search.creates',
    says: 'POST .search is treated as a create',
    breaks: ['7644:3.4.3/search-resource', '7644:3.4.3/search-no-create'],
    kills: ['queries.search-answers-like-get', 'queries.search-creates-nothing'],
    after: (request, response) =>
      request.path.endsWith('/.search') && response.status === 200 ? { ...response, status: 201 } : undefined,
  },
  {
    id: 'search.ignores-filter',
    says: '.search lists everything',
    breaks: ['7644:3.4.3/search-resource', '7644:3.12/search-invalid-filter'],
    kills: ['queries.search-answers-like-get', 'queries.search-refuses-invalid-filter'],
    before(request) {
      if (request.path.endsWith('/.search') && isObject(request.body)) delete request.body.filter;
    },
  },
  {
    id: 'search.shows-other-names',
    says: 'POST .search shows users under other names than a read does',
    breaks: ['7644:3.4.3/search-resource'],
    kills: ['queries.search-answers-like-get'],
    after(request, response) {
      if (!request.path.endsWith('/.search')) return undefined;
      for (const resource of resourcesIn(response))
        if (resource.userName !== undefined) resource.userName = `${String(resource.userName)}.x`;
    },
  },
  {
    id: 'search.root-finds-users-alone',
    says: '.search on the tenant URL finds users only',
    breaks: ['7644:3.4.3/search-root'],
    kills: ['queries.search-covers-every-type'],
    after: ({ path }, response) =>
      path === '/.search' && succeeded(response) ? usersAlone(response) : undefined,
  },
  {
    id: 'search.wants-filter',
    says: 'a SearchRequest without a filter is refused',
    breaks: ['7644:3.4.3/search-empty'],
    kills: ['queries.search-without-filter-lists-all'],
    before: (request) =>
      searchIn(request) && searchIn(request)?.filter === undefined ? refuse(400) : undefined,
  },
  // members.ts
  {
    id: 'search.ignores-projections',
    says: 'attributes and excludedAttributes of a SearchRequest have no effect',
    breaks: ['7644:3.4.3/search-attributes'],
    kills: ['queries.search-takes-projections'],
    before: passesOver('attributes', 'excludedAttributes'),
  },
  {
    id: 'search.ignores-pages',
    says: 'startIndex and count of a SearchRequest have no effect',
    breaks: ['7644:3.4.3/search-paging'],
    kills: ['queries.search-takes-pages'],
    before: passesOver('startIndex', 'count'),
  },
  {
    id: 'search.ignores-sort-orders',
    says: 'sortBy and sortOrder of a SearchRequest have no effect',
    breaks: ['7644:3.4.3/search-sort'],
    kills: ['queries.search-takes-sort-orders'],
    before: passesOver('sortBy', 'sortOrder'),
  },
  {
    id: 'search.forgives-broken-json',
    says: 'a SearchRequest that is not JSON is treated as one without members',
    breaks: ['7644:3.12/search-malformed'],
    kills: ['queries.search-refuses-broken-json'],
    before(request) {
      if (!request.path.endsWith('/.search') || request.problem === undefined) return undefined;
      delete request.problem;
      request.body = { schemas: [MESSAGE.search] };
    },
  },
];
