import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { sharedAnswer } from '../../../kit/check/sharedAnswer.ts';
import { listing } from '../../../kit/check/words.ts';
import { Blocked } from '../../../kit/errors.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import { member, show, unassigned } from '../../../schemas/attributes.ts';
import { type FilteredCrowd, filteredCrowd, isCrowd, type Tools } from '../../fixtures/lists/crowd.ts';
import { answered, cursorIn, listIds, walkPages } from '../../fixtures/lists/pages.ts';

const SIZE = 4;

const firstAnswer = ({ filter }: FilteredCrowd) =>
  sharedAnswer('queries.cursor', ({ scim, given }) =>
    scim.get(given.users, { query: { filter, cursor: '', count: SIZE } }),
  );

/** The first page of the crowd by cursor. */
export async function firstPage(tools: Tools): Promise<ScimResponse> {
  return tools.given.the(firstAnswer(await filteredCrowd(tools)));
}

/**
 * The first page and the cursor that it gives.
 * @throws Blocked where it gives none
 */
export async function begun(tools: Tools): Promise<{ first: ScimResponse; filter: string; cursor: string }> {
  const { filter } = await filteredCrowd(tools);
  const first = await firstPage(tools);
  const cursor = cursorIn(first);
  if (cursor !== undefined) return { first, filter, cursor };
  throw new Blocked({
    step: 'begin a walk by cursor',
    request: 'GET /Users?cursor',
    status: first.status,
    signature: `GET /Users?cursor answered ${first.status} without nextCursor`,
    exchange: first.exchange,
  });
}

export const cursors = [
  check(
    'queries.empty-cursor-begins-a-walk',
    ['9865:2/first-page'],
    'an empty cursor returns the first page and the cursor of the next',
    { needs: ['filter'] },
    async (tools) => {
      const first = await firstPage(tools);

      const { resources } = answered(tools.must, first);
      tools.must.hold(resources.length >= 1 && cursorIn(first) !== undefined, {
        key: 'nextCursor',
        expected: `up to ${SIZE} users and a nextCursor`,
        observed: `${resources.length} user(s) and nextCursor ${show(member(first.body, 'nextCursor'))}`,
      });
    },
  ),
  check(
    'queries.walk-by-cursor-yields-each-once',
    ['9865:2/next-until-end'],
    'following nextCursor returns every match once and ends',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const { filter } = await begun(tools);
      const { ids } = await filteredCrowd(tools);

      const query = { filter, cursor: '', count: SIZE };
      const { answers, resources } = await walkPages(scim, given.users, query, 'cursor');
      must.hold(isCrowd(resources, ids), {
        key: 'pages',
        expected: `${ids.length} different users on all pages together`,
        observed: listing(listIds(resources), ids),
      });
      const last = member(answers.at(-1)?.body, 'nextCursor');
      must.hold(unassigned(last) || last === '', {
        key: 'end',
        expected: 'no nextCursor on the last page',
        observed: show(last),
      });
      if (last !== undefined)
        remark('warning', 'end', 'the last page has an empty nextCursor instead of none');
    },
  ),
  check(
    'queries.cursor-needs-no-encoding',
    ['9865:2/cursor-charset'],
    'a cursor contains only characters that need no encoding in a URI',
    { needs: ['filter'] },
    async (tools) => {
      const { cursor } = await begun(tools);

      tools.must.hold(/^[A-Za-z0-9\-._~]+$/.test(cursor), {
        key: 'nextCursor',
        expected: 'only letters, digits and - . _ ~',
        observed: show(cursor),
      });
    },
  ),
  check(
    'queries.previous-cursor-leads-back',
    ['9865:2/previous-optional'],
    'a previousCursor on the second page leads back to the first',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const { first, filter, cursor } = await begun(tools);
      const query = { filter, count: SIZE };
      const second = await given.step(
        'read the second page',
        scim.get(given.users, { query: { ...query, cursor } }),
      );
      const back = member(second.body, 'previousCursor');
      if (typeof back !== 'string') return notApplicable('the second page has no previousCursor');

      const again = answered(must, await scim.get(given.users, { query: { ...query, cursor: back } }));
      must.equal(listIds(again.resources), listIds(readList(first).resources), {
        key: 'page',
        what: 'the users',
      });
    },
  ),
  check(
    'queries.first-page-has-no-previous-cursor',
    ['9865:2/no-previous-first'],
    'the first page has no previousCursor',
    { needs: ['filter'] },
    async (tools) => {
      const { first } = await begun(tools);

      const back = member(first.body, 'previousCursor');
      tools.must.hold(unassigned(back), {
        key: 'previousCursor',
        expected: 'no previousCursor',
        observed: show(back),
      });
    },
  ),
];
