import { check } from '../../../kit/check/check.ts';
import { describe, readList } from '../../../kit/check/must.ts';
import type { Scim } from '../../../kit/check/scim.ts';
import { type Attributes, member } from '../../../schemas/attributes.ts';
import { walk } from '../../fixtures/lists/pages.ts';
import { plainUser } from '../../fixtures/users/users.ts';

/** A list of more pages than this is not read to its end. */
const MOST_PAGES = 12;
/** More than most endpoints show at once: pages are as large as they get. */
const SIZE = 1_000;

/** Whether a first page is asked for again and has the same users in the same order, which nothing demands without sortBy. */
async function isSteady(scim: Scim, users: string, page: readonly Attributes[]): Promise<boolean> {
  const again = readList(await scim.get(users, { query: { count: SIZE } })).resources;
  const ids = (all: readonly Attributes[]) => all.map((one) => String(member(one, 'id'))).join(' ');
  return ids(again) === ids(page);
}

/** Lists for which nothing is asked (RFC 7644 section 3.4.2). */
export const plainLists = [
  check(
    'queries.plain-list-shows-what-is-there',
    ['7644:3.4.2/plain-list'],
    'a list without parameters is not empty if its total is not zero',
    { needs: ['users'], phase: 'exclusive', reads: true },
    async ({ scim, given, must, notApplicable }) => {
      // The newest ends a list by age, and is the one that a list loses which is one short.
      const wanted = [(await plainUser(given)).user, await given.user()];
      const answer = await scim.get(given.users);
      must.hold(answer.status < 500, {
        key: 'broken',
        expected: 'a list, or a refusal of lists without a filter',
        observed: describe(answer),
      });
      if (!answer.ok)
        notApplicable(`a list without a filter is answered ${answer.status}`, 'nothing-to-observe');
      must.hold(must.haveList(answer).resources.length > 0, {
        key: 'empty',
        expected: 'at least one of the existing users',
        observed: 'a page without resources',
        exchange: answer.exchange,
      });

      // Pages shift while others write, or while those that left still show: what is missing is looked for again.
      for (const last of [false, false, true]) {
        const first = await scim.get(given.users, { query: { count: SIZE } });
        const { total = 0, resources: page } = readList(first);
        if (!first.ok || total > MOST_PAGES * page.length) return;
        const { answers, resources, isWhole } = await walk((position) =>
          Object.keys(position).length === 0
            ? Promise.resolve(first)
            : scim.get(given.users, { query: { count: SIZE, ...position } }),
        );
        // Without a total nobody knows beforehand how many pages there are.
        if (!isWhole) return;
        const found = resources.map((one) => member(one, 'id'));
        const missing = wanted.filter(({ id }) => !found.includes(id));
        const counted = new Set(found).size;
        const isLess = missing.length > 0 || counted < total;
        if (isLess && !last) continue;
        if (isLess && answers.some((one) => one.ok && readList(one).total !== total))
          notApplicable('the list changes while it is read', 'nothing-to-observe');
        if (counted < total && !(await isSteady(scim, given.users, page)))
          notApplicable('pages are in a different order with each request', 'nothing-to-observe');
        must.hold(missing.length === 0, {
          key: missing.length === 1 && missing[0] === wanted[1] ? 'newest-not-shown' : 'not-shown',
          expected: 'the users of the run on one of the pages',
          observed: `${resources.length} users without ${missing.length} of them, and a total of ${total}`,
        });
        return must.hold(counted >= total, {
          key: 'total',
          expected: `as many users on all pages as totalResults, ${total}`,
          observed: String(counted),
        });
      }
    },
  ),
];
