import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { member, show } from '../../../schemas/attributes.ts';
import { taken } from '../../fixtures/kinds.ts';
import { firstOfCrowd, sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered, cursorIn } from '../../fixtures/lists/pages.ts';

/** Past the end of any list, whatever others add meanwhile. */
const FAR = 1_000;

export const pagingStart = [
  check(
    'queries.start-index-is-echoed',
    ['7644:3.4.2.4/startindex-echo'],
    'a page states its startIndex',
    async (tools) => {
      const { scim, given, must } = tools;
      const query = { ...withScope(await tools.given.the(sharedCrowd)), startIndex: 2, count: 1 };

      const page = await given.step('read the second user', scim.get(given.users, { query }));
      must.equal(member(page.body, 'startIndex'), 2, { key: 'startIndex', what: 'startIndex' });
    },
  ),
  check(
    'queries.start-index-below-one-is-one',
    ['7644:3.4.2.4/startindex-lt-1'],
    'a startIndex of zero or below returns the first page',
    async (tools) => {
      const { scim, given, must } = tools;
      const scope = withScope(await tools.given.the(sharedCrowd));

      await must.each([0, -5], String, async (startIndex, must) => {
        const page = answered(
          must,
          await scim.get(given.users, { query: { ...scope, startIndex, count: 1 } }),
        );
        must.equal(member(page.response.body, 'startIndex'), 1, { key: 'startIndex', what: 'startIndex' });
        must.equal(page.resources.length, 1, { key: 'page', what: 'the number of resources on the page' });
      });
    },
  ),
  check(
    'queries.start-index-defaults-to-one',
    ['7644:3.4.2.4/startindex-default'],
    'without startIndex, a page begins with the first match',
    async (tools) => {
      const { given, must, notApplicable } = tools;
      const crowd = await tools.given.the(sharedCrowd);

      const page = answered(must, await given.the(firstOfCrowd(crowd)));
      const { body } = page.response;
      if (cursorIn(page.response) !== undefined && member(body, 'startIndex') === undefined)
        notApplicable('a page without startIndex is paged by cursor here', 'nothing-to-observe');
      must.equal(member(body, 'startIndex'), 1, { key: 'startIndex', what: 'startIndex' });
    },
  ),
  check(
    'queries.page-past-the-end-is-empty',
    ['7644:3.4.2.4/beyond-end'],
    'a page past the end is empty and states the same total',
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      const whole = taken('read the total', await given.the(firstOfCrowd(crowd)));
      const startIndex = (readList(whole).total ?? 0) + FAR;

      const page = await scim.get(given.users, { query: { ...withScope(crowd), startIndex, count: 5 } });
      if (page.status === 400 || page.status === 404) {
        remark('warning', 'refused', `a page past the end is answered ${page.status}`);
        return;
      }
      const { resources, total } = answered(must, page);
      must.equal(resources.length, 0, { key: 'resources', what: 'the number of resources past the end' });
      must.hold(crowd.filter === undefined ? Number(total) > 0 : total === crowd.ids.length, {
        key: 'totalResults',
        expected: `totalResults ${crowd.ids.length}, as on every page`,
        observed: show(total),
      });
    },
  ),
];
