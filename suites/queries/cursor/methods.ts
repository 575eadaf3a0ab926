import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { listing } from '../../../kit/check/words.ts';
import { member, show } from '../../../schemas/attributes.ts';
import { filteredCrowd, isCrowd } from '../../fixtures/lists/crowd.ts';
import { answered, cursorIn, isRefusal, listIds, walk, walkPages } from '../../fixtures/lists/pages.ts';
import { lateUser } from '../../fixtures/users/users.ts';
import { search, searchable } from '../search/search.ts';
import { inOrder, USER_NAME } from '../sorting/sorting.ts';
import { begun } from './cursor.ts';

export const cursorMethods = [
  check(
    'queries.cursor-pages-are-sorted',
    ['9865:2.2/sorted'],
    'pages by cursor follow the order given by sortBy',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await filteredCrowd(tools);
      await begun(tools);

      const query = { filter: crowd.filter, sortBy: 'userName', cursor: '', count: 4 };
      const pages = await walkPages(scim, given.users, query, 'cursor');
      inOrder(must, pages, crowd, USER_NAME);
    },
  ),
  check(
    'queries.cursor-without-being-asked',
    ['9865:2.3/cursor-only'],
    'whether a list that supports only cursors returns one unprompted',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, observe } = tools;
      const { filter } = await filteredCrowd(tools);

      const page = await given.step('read a page', scim.get(given.users, { query: { filter, count: 2 } }));
      observe('cursor.unasked', cursorIn(page) === undefined ? 'no nextCursor' : 'nextCursor');
    },
  ),
  check(
    'queries.unnamed-method-is-the-default',
    ['9865:2.4/default-method'],
    'without a named method, a list is paged by the published default',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, capabilities, notApplicable } = tools;
      const { filter } = await filteredCrowd(tools);
      const method = capabilities.pagination?.defaultPaginationMethod;
      if (method === undefined) notApplicable('the endpoint publishes no defaultPaginationMethod');

      const page = await given.step('read without a paging parameter', scim.find(given.users, filter));
      const { total, resources } = readList(page);
      if (cursorIn(page) === undefined && resources.length >= (total ?? 0))
        notApplicable('all users fit on one page', 'nothing-to-observe');
      const names = method === 'cursor' ? ['nextCursor'] : ['startIndex', 'itemsPerPage'];
      for (const name of names)
        must.hold(member(page.body, name) !== undefined, {
          key: name,
          expected: `${name}, since the list is paged by ${method}`,
          observed: 'nothing',
        });
    },
  ),
  check(
    'queries.parameter-chooses-the-method',
    ['9865:2.4/both-methods'],
    'startIndex selects paging by index, cursor paging by cursor',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const { filter } = await filteredCrowd(tools);
      const lines = [
        { query: { startIndex: 1 }, member: 'startIndex' },
        { query: { cursor: '' }, member: 'nextCursor' },
      ];

      await must.each(
        lines,
        ({ query }) => Object.keys(query)[0] ?? '',
        async ({ query, member: name }, must) => {
          const page = await scim.get(given.users, { query: { filter, count: 2, ...query } });
          must.hold(member(answered(must, page).response.body, name) !== undefined, {
            key: name,
            expected: `${name} on the page`,
            observed: show(member(page.body, name)),
          });
        },
      );
    },
  ),
  check(
    'queries.search-takes-cursors',
    ['9865:3/search'],
    'cursor and count of a SearchRequest page through its matches',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      await searchable(tools);
      const { filter, ids } = await filteredCrowd(tools);

      const { answers, resources } = await walk(
        (position) => search(scim, given.users, { filter, cursor: '', count: 5, ...position }),
        'cursor',
      );
      must.hold(isCrowd(resources, ids) && answers.length > 1, {
        key: 'pages',
        expected: `${ids.length} different users on pages of five`,
        observed: `${listing(listIds(resources), ids)}; on ${answers.length === 1 ? 'one page' : `${answers.length} pages`}`,
      });
    },
  ),
  check(
    'queries.page-size-has-its-maximum',
    ['9865:4/page-size-max'],
    'no page holds more resources than the published maxPageSize',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, capabilities, notApplicable } = tools;
      const { filter, ids } = await filteredCrowd(tools);
      const most = capabilities.pagination?.maxPageSize ?? 0;
      if (ids.length <= most) notApplicable('the users of the run fit on one page', 'nothing-to-observe');

      const query = { filter, count: most + 1 };
      const page = await given.step('ask for more than a page', scim.get(given.users, { query }));
      const { length } = readList(page).resources;
      must.hold(length <= most, {
        key: 'resources',
        expected: `at most ${most} resources`,
        observed: `${length}`,
      });
    },
  ),
  check(
    'queries.cursor-is-no-credential',
    ['9865:5/authorization'],
    'a cursor gives no access without credentials',
    { needs: ['filter'], phase: 'credentials' },
    async ({ scim, given, must, network, notApplicable }) => {
      const users = [(await given.the(lateUser)).user, await given.anyUser()];
      const filter = users.map(({ name }) => `userName eq "${name}"`).join(' or ');
      const query = { filter, count: 1 };
      const begin = () => scim.get(given.users, { query: { ...query, cursor: '' } });
      if (isRefusal(await begin().as('control')))
        notApplicable('the endpoint supports no filter that selects several users', 'nothing-to-observe');
      const first = await given.step('begin a walk by cursor', begin());

      const cursor = cursorIn(first) ?? '';
      const page = await network.probe('none', (options) =>
        scim.get(given.users, { query: { ...query, cursor }, ...options }),
      );
      must.beRefused(page, [400, 401, 403]);
    },
  ),
];
