import { check } from '../../../kit/check/check.ts';
import { member, SEARCH_REQUEST, show } from '../../../schemas/attributes.ts';
import { filteredCrowd, sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered, walk } from '../../fixtures/lists/pages.ts';
import { hides, narrowed, readPortrait, shows, spare } from '../projection/projection.ts';
import { describeOutcome } from '../sorting/limits.ts';
import { inOrder, USER_NAME } from '../sorting/sorting.ts';
import { at, search, searchable } from './search.ts';

export const searchMembers = [
  check(
    'queries.search-takes-projections',
    ['7644:3.4.3/search-attributes'],
    'attributes and excludedAttributes of a SearchRequest are arrays and take effect',
    async (tools) => {
      const { scim, given, must } = tools;
      await searchable(tools);
      const whole = await readPortrait(tools);
      const out = spare(whole, tools);
      const scope = { ...withScope(await tools.given.the(sharedCrowd)), count: 2 };

      await must.each(['attributes', 'excludedAttributes'], String, async (name, must) => {
        const names = name === 'attributes' ? ['userName'] : [out];
        const { resources } = answered(must, await search(scim, given.users, { ...scope, [name]: names }));
        must.hold(resources.length > 0, { key: 'page', expected: 'a user or two', observed: 'no resource' });
        for (const resource of resources)
          if (name === 'attributes') await narrowed(must, resource, ['userName'], whole);
          else {
            await hides(must, resource, [out]);
            await shows(must, resource, ['id', 'userName']);
          }
      });
    },
  ),
  check(
    'queries.search-takes-pages',
    ['7644:3.4.3/search-paging'],
    'startIndex and count of a SearchRequest work as they do for GET',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      await searchable(tools);
      const { filter, ids } = await filteredCrowd(tools);
      const lines = [
        { startIndex: 2, count: 1, begins: 2, holds: 1 },
        { startIndex: 0, count: 1, begins: 1, holds: 1 },
        { startIndex: 1, count: 0, begins: undefined, holds: 0 },
        { startIndex: 1, count: -1, begins: undefined, holds: 0 },
      ];

      await must.each(
        lines,
        ({ startIndex, count }) => `${startIndex}, ${count}`,
        async ({ startIndex, count, begins, holds }, must) => {
          const list = answered(must, await search(scim, given.users, { filter, startIndex, count }));
          must.equal(list.resources.length, holds, { key: 'resources', what: 'the number of resources' });
          must.equal(list.total, ids.length, { key: 'totalResults', what: 'totalResults' });
          if (begins !== undefined)
            must.equal(member(list.response.body, 'startIndex'), begins, {
              key: 'startIndex',
              what: 'startIndex',
            });
        },
      );
    },
  ),
  check(
    'queries.search-takes-sort-orders',
    ['7644:3.4.3/search-sort'],
    'sortBy and sortOrder of a SearchRequest sort the list',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      await searchable(tools);
      const crowd = await filteredCrowd(tools);
      const query = { filter: crowd.filter, sortBy: 'userName', sortOrder: 'descending', count: 50 };

      const pages = await walk((position) => search(scim, given.users, { ...query, ...position }));
      inOrder(must, pages, crowd, USER_NAME, true);
    },
  ),
  check(
    'queries.search-refuses-invalid-filter',
    ['7644:3.12/search-invalid-filter'],
    'a SearchRequest with an invalid filter is refused with scimType invalidFilter',
    async (tools) => {
      const { scim, given, must } = tools;
      await searchable(tools);

      const answer = await search(scim, given.users, { filter: 'userName confop "x"', count: 1 });
      must.beRefused(answer, 400, 'invalidFilter');
    },
  ),
  check(
    'queries.search-refuses-broken-json',
    ['7644:3.12/search-malformed'],
    'a SearchRequest that is not JSON is refused with 400',
    async (tools) => {
      const { scim, given, must, remark } = tools;
      await searchable(tools);

      const answer = await scim.post(at(given.users), `{"schemas":["${SEARCH_REQUEST}"],"count":`);
      must.beRefused(answer, 400);
      const scimType = member(answer.body, 'scimType');
      if (scimType !== 'invalidSyntax')
        remark('note', 'scimType', `the refusal has scimType ${show(scimType)} instead of invalidSyntax`);
    },
  ),
  check(
    'queries.search-without-schemas',
    ['7644:3.4.3/search-missing-schema'],
    'how a SearchRequest without schemas is handled',
    async (tools) => {
      const { scim, given, observe } = tools;
      await tools.given.the(sharedCrowd);
      await searchable(tools);

      observe('search.without-schemas', describeOutcome(await scim.post(at(given.users), { count: 1 })));
      observe('search.count-as-text', describeOutcome(await search(scim, given.users, { count: 'x' })));
    },
  ),
];
