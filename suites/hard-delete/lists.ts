import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { Scim } from '../../kit/check/scim.ts';
import { type Lookup, lacks, lookedFor, shows } from '../fixtures/gone/departed.ts';

const ROW = ['7644:3.6/deleted-not-listed'];
const PAGE = 100;

export const lists = [
  check(
    'hard-delete.absent-from-lists',
    ROW,
    'a deleted user is gone from the list page that showed it',
    { needs: ['users'] },
    async ({ scim, given, must, eventually, notApplicable, capabilities }) => {
      const user = await given.user();
      const pages = await pagesWith(scim, given, user, capabilities.features.sort === true);
      if (pages.length === 0)
        notApplicable('the user was not found on the first or last page of the list', 'nothing-to-observe');
      await given.step('delete it', scim.delete(user.path));

      // Others create and delete meanwhile: what was at the edge of a page may have moved to its neighbour.
      await must.each(
        pages,
        (query) => `page-${pages.indexOf(query) + 1}`,
        async (query, line) => {
          const answer = await eventually(
            () => scim.get(given.users, { query }),
            (list) => list.ok && !shows(list, user),
          );
          line.hold(answer.ok && !shows(answer, user), {
            key: 'listed',
            expected: 'a list without the deleted user',
            observed: answer.ok ? 'it is still listed' : `status ${answer.status}`,
          });
        },
      );
    },
  ),
  check(
    'hard-delete.absent-by-every-filter',
    ROW,
    'a deleted user is not found by any kind of filter that used to find it',
    { needs: ['users', 'filter'] },
    async (tools) => {
      const { resource, filtered } = await tools.given.the(lookedFor('User'));

      await areGone(tools, resource, filtered, 'no filter finds the user while it exists');
    },
  ),
  check(
    'hard-delete.absent-from-search',
    ROW,
    'a deleted user is not found by POST .search',
    { needs: ['users', 'filter'] },
    async (tools) => {
      const { resource, searched } = await tools.given.the(lookedFor('User'));

      await areGone(tools, resource, searched, 'no .search finds the user while it exists');
    },
  ),
  check(
    'hard-delete.group-absent-by-filter',
    ROW,
    'a deleted group is no longer found by its name',
    { needs: ['groups', 'filter'] },
    async (tools) => {
      const { resource, filtered } = await tools.given.the(lookedFor('Group'));

      await areGone(tools, resource, filtered, 'the filter does not find it');
    },
  ),
];

/** Claims that no lookup which found the resource finds it after its deletion. */
async function areGone(
  { must, notApplicable }: Pick<CheckTools, 'must' | 'notApplicable'>,
  resource: Owned,
  lookups: Lookup[],
  none: string,
): Promise<void> {
  if (lookups.length === 0) notApplicable(none, 'nothing-to-observe');
  await must.each(
    lookups,
    ({ key }) => key,
    ({ after }, line) => {
      line.hold(lacks(after, resource), {
        key: 'found',
        expected: 'a list without it',
        observed: after.ok ? 'it is still found' : `status ${after.status}`,
        exchange: after.exchange,
      });
      if (readList(after).resources.length === 0)
        line.equal(readList(after).total ?? 0, 0, { key: 'totalResults', what: 'totalResults' });
    },
  );
}

type Query = Record<string, string | number>;

/** The pages of the list on which a new user stands, and their neighbours; at most three requests. */
async function pagesWith(scim: Scim, given: Given, user: Owned, sorts: boolean): Promise<Query[]> {
  const page = async (query: Query) => scim.get(given.users, { query }).as('control', 'find it on a page');
  if (sorts) {
    const newest = { sortBy: 'meta.created', sortOrder: 'descending', count: PAGE };
    if (shows(await page(newest), user)) return [newest];
  }
  const first = await page({ count: PAGE });
  if (shows(first, user)) return [{ count: PAGE }];
  const total = readList(first).total ?? 0;
  if (total <= PAGE) return [];
  const last = { startIndex: Math.max(1, total - PAGE / 2), count: PAGE };
  if (!shows(await page(last), user)) return [];
  return [last, { startIndex: Math.max(1, last.startIndex - PAGE), count: PAGE }];
}
