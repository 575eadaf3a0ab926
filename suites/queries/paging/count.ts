import { check } from '../../../kit/check/check.ts';
import type { List, Must } from '../../../kit/check/must.ts';
import { counted } from '../../../kit/check/words.ts';
import { member, show } from '../../../schemas/attributes.ts';
import { taken } from '../../fixtures/kinds.ts';
import { type Crowd, firstOfCrowd, sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered, cursorIn } from '../../fixtures/lists/pages.ts';
import { describeOutcome } from '../sorting/limits.ts';

const HUGE = 100_000;

/** What count=0 asks for: the total and no resources. */
function totalAlone(must: Must, list: List, crowd: Crowd): void {
  must.equal(list.resources.length, 0, { key: 'resources', what: 'the number of resources' });
  // RFC 9865 section 2 lets an answer to a cursor leave the total out.
  if (list.total === undefined && cursorIn(list.response) !== undefined) return;
  must.hold(
    crowd.filter === undefined ? Number(list.total) >= crowd.ids.length : list.total === crowd.ids.length,
    {
      key: 'totalResults',
      expected: `totalResults ${crowd.ids.length}${crowd.filter === undefined ? ' or more' : ''}`,
      observed: show(list.total),
    },
  );
}

export const pagingCount = [
  check(
    'queries.count-limits-the-page',
    ['7644:3.4.2.4/count-max'],
    'a page holds no more resources than count',
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await tools.given.the(sharedCrowd);

      await must.each([1, 2, 5], String, async (count, must) => {
        const query = { ...withScope(crowd), count };
        const answer = await (count === 1
          ? given.the(firstOfCrowd(crowd))
          : scim.get(given.users, { query }));
        const page = taken('read a page', answer);
        const resources = member(page.body, 'Resources');
        const length = Array.isArray(resources) ? resources.length : 0;
        must.hold(length >= 1 && length <= count, {
          key: 'resources',
          expected: `${count === 1 ? 'one resource' : `one to ${count} resources`} for count=${count}`,
          observed: counted(length),
        });
      });
    },
  ),
  check(
    'queries.count-zero-gives-the-total',
    ['7644:3.4.2.4/count-zero'],
    'count=0 returns the total and no resources',
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      const unfiltered: Crowd = { ...crowd, filter: undefined };

      await must.each(
        crowd.filter === undefined ? [unfiltered] : [unfiltered, crowd],
        ({ filter }) => (filter === undefined ? 'unfiltered' : 'filtered'),
        async (wanted, must) => {
          const query = { ...withScope(wanted), count: 0 };
          totalAlone(must, answered(must, await scim.get(given.users, { query })), wanted);
        },
      );
    },
  ),
  check(
    'queries.negative-count-is-zero',
    ['7644:3.4.2.4/count-negative'],
    'a negative count is treated like count=0',
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      const query = { ...withScope(crowd), count: -1 };

      totalAlone(must, answered(must, await scim.get(given.users, { query })), crowd);
    },
  ),
  check(
    'queries.huge-count-is-capped',
    ['7644:3.4.2.4/count-large'],
    "a count above the endpoint's maximum is capped",
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const crowd = await tools.given.the(sharedCrowd);

      const page = await scim.get(given.users, { query: { ...withScope(crowd), count: HUGE } });
      if (page.status === 400) {
        remark('warning', 'refused', `count=${HUGE} is refused with 400`);
        return;
      }
      const { resources } = answered(must, page);
      must.hold(resources.length > 0, {
        key: 'resources',
        expected: 'as many resources as the endpoint returns at once',
        observed: 'none',
      });
    },
  ),
  check(
    'queries.count-of-hundreds-is-served',
    ['7644:3.4.2.4/count-large'],
    'a count of several hundred, as sent by importing clients, is served',
    async (tools) => {
      const { scim, given, must } = tools;
      const scope = withScope(await given.the(sharedCrowd));

      await must.each([101, 200, 500], String, async (count, line) => {
        const page = await scim.get(given.users, { query: { ...scope, count } });
        line.hold(answered(line, page).resources.length > 0, {
          key: 'resources',
          expected: `one to ${count} resources`,
          observed: 'none',
        });
      });
    },
  ),
  check(
    'queries.odd-numbers-are-met',
    ['7644:3.4.2.4/count-invalid'],
    'how the endpoint handles an unusable number in count or startIndex',
    async (tools) => {
      const { scim, given, observe } = tools;
      await tools.given.the(sharedCrowd);
      const odd = [
        ['count', 'abc'],
        ['count', '1.5'],
        ['count', '9007199254740993'],
        ['startIndex', 'abc'],
      ] as const;
      for (const [name, value] of odd) {
        const answer = await scim.get(given.users, { query: { count: 1, [name]: value } });
        observe(`${name}=${value}`, describeOutcome(answer));
      }
    },
  ),
];
