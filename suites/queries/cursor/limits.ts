import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../../kit/check/check.ts';
import { type List, readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { show } from '../../../schemas/attributes.ts';
import { filteredCrowd } from '../../fixtures/lists/crowd.ts';
import { answered } from '../../fixtures/lists/pages.ts';
import { describeOutcome } from '../sorting/limits.ts';
import { begun, firstPage } from './cursor.ts';

const LONGEST_WAIT_S = 30;

export const cursorLimits = [
  check(
    'queries.count-limits-cursor-pages',
    ['9865:2/count-limit'],
    'a page by cursor holds no more resources than count',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const { filter } = await filteredCrowd(tools);

      const query = { filter, cursor: '', count: 1 };
      const page = await given.step('read a page of one', scim.get(given.users, { query }));
      const { length } = readList(page).resources;
      must.hold(length <= 1, { key: 'resources', expected: 'one resource', observed: `${length} resources` });
    },
  ),
  check(
    'queries.count-zero-by-cursor-gives-none',
    ['9865:2/count-zero-negative'],
    'a count of zero or below returns no resources with a cursor either',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const { filter, ids } = await filteredCrowd(tools);

      await must.each([0, -1], String, async (count, must) => {
        const page = await scim.get(given.users, { query: { filter, cursor: '', count } });
        // The same RFC calls a count below zero an error in its table of errors.
        if (count < 0 && page.status === 400)
          return remark('warning', 'negative', 'a negative count is refused with 400');
        const list: List = answered(must, page);
        must.equal(list.resources.length, 0, { key: 'resources', what: 'the number of resources' });
        must.hold(list.total === undefined || list.total === ids.length, {
          key: 'totalResults',
          expected: `totalResults ${ids.length} or none`,
          observed: show(list.total),
        });
      });
    },
  ),
  check(
    'queries.invalid-cursor-is-refused',
    ['9865:2.1/invalid-cursor'],
    'a cursor that the endpoint never issued is refused with scimType invalidCursor',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const { filter } = await begun(tools);

      const query = { filter, cursor: 'conf-bogus', count: 2 };
      must.beRefused(await scim.get(given.users, { query }), 400, 'invalidCursor');
    },
  ),
  check(
    'queries.cursor-choices',
    ['9865:2/totalresults-optional', '9865:2.1/changed-query', '9865:2.1/invalid-count'],
    'choices left open for paging by cursor: totals, another filter, another count',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, capabilities, observe } = tools;
      const { users } = await filteredCrowd(tools);
      const { first, filter, cursor } = await begun(tools);
      const ask = async (query: Record<string, string | number>) =>
        describeOutcome(await scim.get(given.users, { query: { filter, count: 4, ...query } }));
      const other = `userName eq ${quote(users[0]?.name ?? '')}`;

      observe('cursor.total', readList(first).total === undefined ? 'left out' : 'given');
      observe('cursor.other-filter', await ask({ cursor, filter: other }));
      observe('cursor.other-count', await ask({ cursor, count: 3 }));
      const most = capabilities.pagination?.maxPageSize;
      if (most !== undefined) observe('cursor.count-above-most', await ask({ cursor: '', count: most + 1 }));
    },
  ),
  check(
    'queries.expired-cursor',
    ['9865:2.1/expired-cursor'],
    'what happens to a cursor after it expires',
    { needs: ['filter'], optIn: 'slow' },
    async (tools) => {
      const { scim, given, capabilities, observe, notApplicable } = tools;
      const seconds = capabilities.pagination?.cursorTimeout ?? Number.POSITIVE_INFINITY;
      await firstPage(tools);
      if (seconds > LONGEST_WAIT_S)
        notApplicable(`a cursor holds for ${seconds} seconds, which is too long to wait`);
      const { filter } = await filteredCrowd(tools);
      const query = { filter, cursor: '', count: 4 };
      const { cursor } = await begun(tools);
      await sleep(3 * seconds * 1000);

      observe(
        'cursor.expired',
        describeOutcome(await scim.get(given.users, { query: { ...query, cursor } })),
      );
    },
  ),
];
