import { check } from '../../../kit/check/check.ts';
import type { Must } from '../../../kit/check/must.ts';
import { listing } from '../../../kit/check/words.ts';
import { isQualified, show } from '../../../schemas/attributes.ts';
import { type FilteredCrowd, filteredCrowd, isCrowd, type Tools } from '../../fixtures/lists/crowd.ts';
import { listed, listIds, type Pages, walkPages, walkShared } from '../../fixtures/lists/pages.ts';
import { type Misplaced, misplaced, type SortKey, sortValue } from './order.ts';

/** Which of two letter cases comes first is the claim of another check. */
export const USER_NAME: SortKey = { path: 'userName', kind: 'exact-text' };

/** The crowd by a sorted query, read to its end. */
export async function sorted(tools: Tools, crowd: FilteredCrowd, query: object): Promise<Pages> {
  const wanted = { filter: crowd.filter, ...query };
  const pages = await walkShared(tools, tools.given.users, wanted);
  // What it is sorted by, lastModified above all, may have moved between two pages.
  const moved =
    pages.answers.length > 1 && pages.answers.every(({ ok }) => ok) && !isCrowd(pages.resources, crowd.ids);
  return moved ? walkPages(tools.scim, tools.given.users, wanted) : pages;
}

/**
 * Whether the endpoint says that it does not sort by an attribute: sorting is optional, and no text says by what else
 * than the client's choice it has to be possible (RFC 7644 section 3.4.2.3).
 */
export const isUnsortable = ({ answers }: Pages): boolean =>
  [400, 403, 501].includes(answers[0]?.status ?? 0);

/** Claims that pages hold the crowd in an order of the key. */
export function inOrder(
  must: Must,
  pages: Pages,
  crowd: FilteredCrowd,
  key: SortKey,
  descending = false,
): void {
  const resources = listed(must, pages);
  must.hold(isCrowd(resources, crowd.ids), {
    key: 'matches',
    expected: `the ${crowd.ids.length} users that match`,
    observed: listing(listIds(resources), crowd.ids),
  });
  const wrong = misplaced(
    resources.map((resource) => sortValue(resource, key.path)),
    key.kind,
    descending,
  );
  must.hold(wrong === undefined, { key: 'order', ...describeMisplaced(wrong, key.path, descending) });
}

/** What a finding says of two neighbours in the wrong order. */
export function describeMisplaced(wrong: Misplaced | undefined, path: string, descending: boolean) {
  return {
    expected: `${descending ? 'descending' : 'ascending'} order of ${path}`,
    observed: `${show(wrong?.first)} before ${show(wrong?.second)}`,
  };
}

export const sorting = [
  check(
    'queries.sort-by-orders-the-list',
    ['7644:3.4.2.3/sort-basic'],
    'sortBy with sortOrder=ascending lists users in ascending order',
    { needs: ['filter'] },
    async (tools) => {
      const crowd = await filteredCrowd(tools);

      const pages = await sorted(tools, crowd, { sortBy: 'userName', sortOrder: 'ascending' });
      inOrder(tools.must, pages, crowd, USER_NAME);
    },
  ),
  check(
    'queries.sort-order-descending-reverses',
    ['7644:3.4.2.3/sort-descending'],
    'sortOrder=descending lists users in descending order',
    { needs: ['filter'] },
    async (tools) => {
      const crowd = await filteredCrowd(tools);

      const pages = await sorted(tools, crowd, { sortBy: 'userName', sortOrder: 'descending' });
      inOrder(tools.must, pages, crowd, USER_NAME, true);
    },
  ),
  check(
    'queries.sort-order-defaults-to-ascending',
    ['7644:3.4.2.3/sort-default-asc'],
    'sortBy without sortOrder lists users in ascending order',
    { needs: ['filter'] },
    async (tools) => {
      const crowd = await filteredCrowd(tools);

      inOrder(tools.must, await sorted(tools, crowd, { sortBy: 'userName' }), crowd, USER_NAME);
    },
  ),
  check(
    'queries.sort-holds-across-pages',
    ['7644:3.4.2.3/sort-paged'],
    'sorting continues across pages',
    { needs: ['filter'] },
    async (tools) => {
      const crowd = await filteredCrowd(tools);

      const pages = await sorted(tools, crowd, { sortBy: 'userName', count: 5 });
      inOrder(tools.must, pages, crowd, USER_NAME);
    },
  ),
  check(
    'queries.sort-attribute-is-in-any-notation',
    ['7644:3.10/sort-attr-case-urn'],
    'sortBy accepts the attribute name in any case and with its URN',
    { needs: ['filter'] },
    async (tools) => {
      const crowd = await filteredCrowd(tools);
      const forms = ['USERNAME', 'urn:ietf:params:scim:schemas:core:2.0:User:userName'];

      await tools.must.each(
        forms,
        (form) => (isQualified(form) ? 'urn' : 'letter-case'),
        async (sortBy, must) => inOrder(must, await sorted(tools, crowd, { sortBy }), crowd, USER_NAME),
      );
    },
  ),
];
