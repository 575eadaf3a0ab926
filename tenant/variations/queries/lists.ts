import { errorBody, invalid, notOffered } from '../../errors.ts';
import { isObject } from '../../model.ts';
import { resolve } from '../../schemas/attributes.ts';
import { isAuthorized, isList, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { label, lagging, ordered, projecting, scatter, shaped } from './making.ts';

/** Lists: their order, their pages, their members; sorting and projection. */
export const listVariations: Variation[] = [
  ordered('newest-first', 'lists begin with the newest resource', (all) => all.reverse()),
  ordered('scattered', 'lists are in an arbitrary but stable order', (all) =>
    all.sort((left, right) => (scatter(left) < scatter(right) ? -1 : 1)),
  ),
  ordered('by-name', 'lists are in the order of names', (all) =>
    all.sort((left, right) => (label(left) < label(right) ? -1 : 1)),
  ),
  shaped(
    'terse-when-complete',
    'a complete list states neither startIndex nor itemsPerPage',
    ['7644:3.4.2'],
    (list) => {
      if (Array.isArray(list.Resources) && list.totalResults === list.Resources.length) {
        delete list.startIndex;
        delete list.itemsPerPage;
      }
    },
  ),
  shaped('no-resources-when-empty', 'a list without matches has no Resources', ['7644:3.4.2'], (list) => {
    if (list.totalResults === 0) delete list.Resources;
  }),
  shaped(
    'no-resources-without-any',
    'a page without resources has no Resources',
    ['7644:3.4.2', '7644:3.4.2.4'],
    (list) => {
      if (Array.isArray(list.Resources) && list.Resources.length === 0) delete list.Resources;
    },
  ),
  shaped('resources-first', 'a list begins with its resources', ['8259:4'], (list) => {
    const { Resources, ...rest } = list;
    for (const name of Object.keys(list)) delete list[name];
    Object.assign(list, Resources === undefined ? {} : { Resources }, rest);
  }),
  {
    id: 'lists.searches-with-location',
    says: 'an answer to .search has a Location, as the example in RFC 7644 has it',
    basis: ['7644:3.4.3'],
    after: ({ path, method }, response, { url }) => {
      if (method === 'POST' && path.endsWith('.search') && response.status === 200)
        response.headers.location = `${url}${path}`;
    },
  },
  {
    id: 'lists.content-location',
    says: 'lists say their address in Content-Location, with the query',
    basis: ['9110:8.7'],
    after: (request, response, { url }) => {
      if (request.method === 'GET' && isList(request) && response.status === 200)
        response.headers['content-location'] =
          `${url}${request.path}?${new URLSearchParams([...request.query])}`;
    },
  },
  shaped('more-members', 'a list has extra members', ['7644:3.4.2'], (list) => {
    list.schemas = [...(list.schemas as string[]), 'urn:example:params:scim:api:messages:2.0:Trace'];
    list['urn:example:params:scim:api:messages:2.0:Trace'] = { took: 3 };
  }),
  shaped(
    'without-totals',
    'a list of cursors does not say how many there are',
    ['9865:2'],
    (list) => {
      if (list.startIndex === undefined && list.nextCursor !== undefined) delete list.totalResults;
    },
    ['9865:2/totalresults-optional'],
  ),
  shaped('forward-only', 'cursors lead only forward', ['9865:2'], (list) => delete list.previousCursor, [
    '9865:2/previous-optional',
  ]),
  {
    id: 'lists.pages-of-seven',
    says: 'pages hold at most seven resources, although the configuration allows more',
    basis: ['7644:3.4.2.4'],
    rows: ['7644:3.4.2.4/count-large'],
    semantics: (usual) => ({
      page: (start, count, limits) => {
        const { size, ...rest } = usual.page(start, count, limits);
        return { ...rest, size: Math.min(size, 7) };
      },
    }),
  },
  {
    id: 'lists.no-count-taken',
    says: 'a non-numeric count or startIndex is ignored',
    basis: ['7644:3.4.2.4', '7644:3.4.2'],
    rows: ['7644:3.4.2.4/count-invalid'],
    before: (request) => {
      for (const name of ['count', 'startIndex']) {
        if (!/^[+-]?\d{1,15}$/.test(request.query.get(name) ?? '0')) request.query.delete(name);
      }
      return undefined;
    },
  },
  {
    id: 'lists.past-the-end-refused',
    says: 'a first index past the end is refused',
    basis: ['7644:3.4.2.4'],
    rows: ['7644:3.4.2.4/beyond-end'],
    after: (request, response) => {
      const { body } = response;
      const start = Number(request.query.get('startIndex') ?? 1);
      if (!isList(request) || !isObject(body) || response.status !== 200) return;
      if (start <= 1 || start <= Number(body.totalResults)) return;
      response.status = 400;
      response.body = errorBody(400, 'there is no such page', 'invalidValue');
    },
  },
  lagging('late', 'lists and filters are 400 ms behind', 400),
  {
    ...lagging('departed-late', 'lists and filters show deleted users for 400 ms', 0),
    basis: ['7644:3.4.2', '7644:3.6', '9110:9.3.1'],
    // Clients look up at once who left, and make them again.
    smartfileRows: ['entra:R04', 'smartfile:S12'],
    options: () => ({ departureLagMs: 400 }),
  },
  lagging('very-late', 'lists and filters are 1.5 s behind', 1_500),
  {
    id: 'lists.sort-by-unknown-ignored',
    says: 'an unknown sortBy or sortOrder is ignored',
    basis: ['7644:3.4.2.3', '7644:3.4.2'],
    rows: ['7644:3.12/sort-invalid'],
    before: (request, { types }) => {
      const by = request.query.get('sortBy')?.toLowerCase().split(/[.:]/)[0] ?? '';
      const known = types.some(({ base }) => base.attributes.some(({ name }) => name.toLowerCase() === by));
      if (!known && !['id', 'meta', 'externalid', 'urn'].includes(by)) request.query.delete('sortBy');
      if (!/^(?:a|de)scending$/i.test(request.query.get('sortOrder') ?? 'ascending'))
        request.query.delete('sortOrder');
      return undefined;
    },
  },
  {
    ...ordered('shuffled', 'without sortBy, a list is in a different order each time', (all) =>
      all
        .map((one) => ({ one, place: Math.random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one),
    ),
    smartfileRows: ['entra:R06'],
    // No client sees all of a list whose order is another one on each page.
    excludes: [
      'lists.pages-of-seven',
      'features.pages-of-five',
      'features.pages-of-two',
      'features.pages-of-one',
      'features.pages-of-one-by-default',
    ],
  },
  {
    id: 'lists.ties-reversed',
    says: 'resources that sort equally come newest first',
    basis: ['7644:3.4.2.3'],
    choice: 'order',
    semantics: (usual) => ({
      arrange: (all) => (usual.arrange ? usual.arrange(all) : all).reverse(),
    }),
  },
  {
    id: 'lists.first-value-sorts',
    says: 'lists of values sort by their first value, primary or not',
    basis: ['7644:3.4.2.3'],
    rows: ['7644:3.4.2.3/sort-multivalued'],
    semantics: () => ({ sortValue: (values) => values[0] }),
  },
  projecting(
    'both-projections-refused',
    'attributes and excludedAttributes together are refused',
    ['7644:3.9'],
    ['7644:3.9/mutually-exclusive'],
    ({ query }) => {
      if (query.has('attributes') && query.has('excludedAttributes'))
        throw invalid('one of attributes and excludedAttributes');
    },
  ),
  projecting(
    'unknown-projections-refused',
    'unknown attributes are refused in projections',
    ['7644:3.9'],
    ['7644:3.9/attributes-unknown'],
    ({ query }, { types }) => {
      const names = [query.get('attributes'), query.get('excludedAttributes')].flatMap(
        (list) => list?.split(',') ?? [],
      );
      const unknown = names.find(
        (name) => name.trim() !== '' && !types.some((type) => resolve(type, name.trim())),
      );
      if (unknown !== undefined) throw invalid(`there is no ${unknown.slice(0, 40)}`);
    },
  ),
  {
    id: 'lists.projections-without-schemas',
    says: '"schemas" is left out where attributes are named that do not name it',
    basis: ['7644:3.9', '7644:3.4.2'],
    after: (request, { body, status }) => {
      const asked =
        request.query.get('attributes') ?? (isObject(request.body) ? request.body.attributes : undefined);
      if (status !== 200 || asked === undefined || !isList(request) || !isObject(body)) return;
      for (const one of Array.isArray(body.Resources) ? body.Resources : []) {
        if (isObject(one) && !/schemas/i.test(String(asked))) delete one.schemas;
      }
    },
  },
  {
    id: 'lists.only-by-type',
    says: 'there is no query over all types, and .search at the endpoints only',
    basis: ['7644:3.4.2.1', '7644:3.4.3', '7644:3.12'],
    before: (request, tenancy) => {
      if (['', '/.search'].includes(request.path) && isAuthorized(request, tenancy))
        throw notOffered('a query over all types');
      return undefined;
    },
  },
  {
    id: 'lists.search-without-schema',
    says: 'a SearchRequest without its URN is taken',
    basis: ['7644:3.4.3'],
    rows: ['7644:3.4.3/search-missing-schema'],
    before: (request) => {
      if (request.path.endsWith('.search') && isObject(request.body))
        request.body.schemas ??= ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
      return undefined;
    },
  },
  {
    id: 'lists.reads-with-their-own-order',
    says: 'single resources are written with their values last and meta first',
    basis: ['8259:4'],
    after: (request, { body }) => {
      if (!isOne(request) || !isObject(body)) return;
      const { meta, ...rest } = body;
      for (const name of Object.keys(body)) delete body[name];
      Object.assign(body, meta === undefined ? {} : { meta }, rest);
    },
  },
];
