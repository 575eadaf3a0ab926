import { type CheckTools, check } from '../../../kit/check/check.ts';
import { type Attributes, at, elements, member, unassigned } from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import { type Crowd, type FilteredCrowd, filteredCrowd, isCrowd } from '../../fixtures/lists/crowd.ts';
import { listed } from '../../fixtures/lists/pages.ts';
import { distinguishes, misplaced, orderKind, type SortKey, sortValue } from './order.ts';
import { describeMisplaced, inOrder, isUnsortable, sorted } from './sorting.ts';

const has = (path: string) => (resource: Attributes) => !unassigned(sortValue(resource, path));

/**
 * Single attributes that the crowd differs in, such as `title` or an extension's number: the times of `meta`, and
 * what the crowd was given, since its values leave no choice to an alphabet.
 */
function sortKeys(capabilities: Capabilities, { users, shown }: Crowd): SortKey[] {
  const paths = [
    'userName',
    'externalId',
    'meta.created',
    'meta.lastModified',
    'name.familyName',
    'name.givenName',
    ...listAttributes(capabilities, 'User')
      .filter(({ attribute }) => !attribute.multiValued && attribute.returned !== 'never')
      .map(({ path }) => path),
  ];
  return [...new Set(paths)].flatMap((path) => {
    const kind = orderKind(capabilities, path);
    const given = path.startsWith('meta.') || at(users[0]?.sent, path) !== undefined;
    return given && kind !== undefined && distinguishes(shown, { path, kind }) ? [{ path, kind }] : [];
  });
}

/** Keys of these kinds that every user of the crowd has. */
function chooseKeys(capabilities: Capabilities, crowd: Crowd, ...kinds: SortKey['kind'][]): SortKey[] {
  return sortKeys(capabilities, crowd).filter(
    ({ path, kind }) => kinds.includes(kind) && crowd.shown.every(has(path)),
  );
}

const mixesCase = (crowd: FilteredCrowd, { path }: SortKey): boolean =>
  crowd.shown.some((one) => /[A-Z]/.test(String(sortValue(one, path)).slice(-2))) &&
  crowd.shown.some((one) => /[a-z]/.test(String(sortValue(one, path)).slice(-2)));

const UNSORTED = 'the endpoint sorts by none of the attributes in question';

/** Claims the order by an attribute, if the endpoint sorts by it. */
async function claimOrder(tools: CheckTools, crowd: FilteredCrowd, key: SortKey): Promise<void> {
  const pages = await sorted(tools, crowd, { sortBy: key.path });
  if (isUnsortable(pages))
    tools.notApplicable(`the endpoint does not sort by ${key.path}`, 'nothing-to-observe');
  inOrder(tools.must, pages, crowd, key);
}

/** Claims the order by each of these that the endpoint sorts by. */
async function inOrderOfEach(tools: CheckTools, crowd: FilteredCrowd, keys: SortKey[]): Promise<void> {
  const { must, remark, notApplicable } = tools;
  let tried = 0;
  await must.each(
    keys,
    ({ path }) => path,
    async (key, line) => {
      const pages = await sorted(tools, crowd, { sortBy: key.path });
      if (isUnsortable(pages))
        return remark('note', `${key.path}/refused`, 'the endpoint refuses to sort by this attribute');
      tried += 1;
      inOrder(line, pages, crowd, key);
    },
  );
  if (tried === 0) notApplicable(UNSORTED, 'nothing-to-observe');
}

export const sortingValues = [
  check(
    'queries.sort-follows-case-exact',
    ['7644:3.4.2.3/sort-case'],
    'case matters in sorting only for case-exact attributes',
    { needs: ['filter'] },
    async (tools) => {
      const { capabilities } = tools;
      const crowd = await filteredCrowd(tools);
      const mixed = chooseKeys(capabilities, crowd, 'text').filter(
        (key) => key.path === 'userName' || mixesCase(crowd, key),
      );
      const keys = [...mixed.slice(0, 3), ...chooseKeys(capabilities, crowd, 'exact-text').slice(0, 2)];

      await inOrderOfEach(tools, crowd, keys);
    },
  ),
  check(
    'queries.sort-follows-type',
    ['7644:3.4.2.3/sort-type'],
    'dates are sorted chronologically, numbers by value',
    { needs: ['filter'] },
    async (tools) => {
      const { capabilities, notApplicable } = tools;
      const crowd = await filteredCrowd(tools);
      const keys = chooseKeys(capabilities, crowd, 'instant', 'number').slice(0, 5);
      if (keys.length === 0)
        notApplicable('no instant or number differs among the users', 'nothing-to-observe');

      await inOrderOfEach(tools, crowd, keys);
    },
  ),
  check(
    'queries.sort-reaches-sub-attributes',
    ['7644:3.4.2.3/sort-subattr'],
    'lists can be sorted by a sub-attribute of a complex attribute',
    { needs: ['filter', 'attribute:User.name.familyName'] },
    async (tools) => {
      const { notApplicable } = tools;
      const crowd = await filteredCrowd(tools);
      const key: SortKey = { path: 'name.familyName', kind: 'exact-text' };
      if (!crowd.shown.every(has(key.path))) notApplicable('no familyName is shown', 'nothing-to-observe');

      await claimOrder(tools, crowd, key);
    },
  ),
  check(
    'queries.sort-takes-the-primary-value',
    ['7644:3.4.2.3/sort-multivalued'],
    'a multi-valued attribute is sorted by its primary value, or else by its first',
    { needs: ['filter', 'attribute:User.emails.value'] },
    async (tools) => {
      const { notApplicable } = tools;
      const crowd = await filteredCrowd(tools);
      const key: SortKey = { path: 'emails.value', kind: 'exact-text' };
      const telling = crowd.shown.some((user) => {
        const list = elements(user, 'emails');
        return list.findIndex((element) => member(element, 'primary') === true) > 0;
      });
      if (!telling) notApplicable('no user shows a primary address after another', 'nothing-to-observe');

      await claimOrder(tools, crowd, key);
    },
  ),
  check(
    'queries.sort-puts-missing-values-last',
    ['7644:3.4.2.3/sort-missing-last'],
    'users without the sorted attribute come last, or first in descending order',
    { needs: ['filter'] },
    async (tools) => {
      const { must, capabilities, notApplicable } = tools;
      const crowd = await filteredCrowd(tools);
      const key = sortKeys(capabilities, crowd).find(({ path }) => !crowd.shown.every(has(path)));
      if (key === undefined)
        return notApplicable('no attribute is missing in some users', 'nothing-to-observe');

      await must.each(['ascending', 'descending'], String, async (sortOrder, must) => {
        const pages = await sorted(tools, crowd, { sortBy: key.path, sortOrder });
        if (isUnsortable(pages))
          notApplicable(`the endpoint does not sort by ${key.path}`, 'nothing-to-observe');
        const resources = listed(must, pages);
        const present = resources.map(has(key.path));
        const flags = sortOrder === 'descending' ? present.reverse() : present;
        must.hold(isCrowd(resources, crowd.ids) && !flags.slice(flags.indexOf(false)).includes(true), {
          key: 'missing',
          expected: `users without ${key.path} at the ${sortOrder === 'ascending' ? 'end' : 'beginning'}`,
          observed: `${resources.length} resource(s), including others`,
        });
      });
    },
  ),
  check(
    'queries.random-sort-orders-hold',
    ['7644:3.4.2.3/sort-basic', '7644:3.4.2.3/sort-case', '7644:3.4.2.3/sort-paged'],
    'random sort orders and pages match those computed by the suite',
    { needs: ['filter'], long: true },
    async (tools) => {
      const { must, capabilities, given, notApplicable } = tools;
      const crowd = await filteredCrowd(tools);
      const keys = sortKeys(capabilities, crowd).filter(({ path }) => crowd.shown.every(has(path)));
      const orders = randomOrders(keys, () => given.seed()).map((order) => {
        const { key, sortOrder, count } = order;
        const asked = sorted(tools, crowd, { sortBy: key.path, sortOrder, count });
        // What became of it is said where it is looked at.
        asked.catch(() => {});
        return { ...order, asked };
      });
      let tried = 0;

      await must.each(orders, describeOrder, async ({ key, sortOrder, count, asked }, must) => {
        const descending = sortOrder === 'descending';
        const pages = await asked;
        if (isUnsortable(pages)) return;
        tried += 1;
        const values = listed(must, pages).map((user) => sortValue(user, key.path));
        const wrong = misplaced(values, key.kind, descending);
        const byCase = key.kind === 'text' && misplaced(values, 'exact-text', descending) === undefined;
        const row = count < crowd.ids.length ? '7644:3.4.2.3/sort-paged' : '7644:3.4.2.3/sort-basic';
        must.hold(
          wrong === undefined,
          { key: 'order', ...describeMisplaced(wrong, key.path, descending) },
          { row: byCase ? '7644:3.4.2.3/sort-case' : row },
        );
        must.hold(isCrowd(pages.resources, crowd.ids), {
          key: 'matches',
          expected: `the ${crowd.ids.length} users that match`,
          observed: `${pages.resources.length} resource(s)`,
        });
      });
      if (tried === 0) notApplicable(UNSORTED, 'nothing-to-observe');
    },
  ),
];

/** A sorted query. */
export interface RandomOrder {
  key: SortKey;
  sortOrder: 'ascending' | 'descending' | undefined;
  count: number;
}

const describeOrder = ({ key, sortOrder, count }: RandomOrder): string =>
  `${key.path} ${sortOrder ?? 'unsaid'} by ${count}`;

/**
 * Queries drawn at random, none twice.
 * @param next gives random integers
 */
export function randomOrders(keys: SortKey[], next: () => number, wanted = 8): RandomOrder[] {
  const drawn = new Map<string, RandomOrder>();
  const pick = <T>(list: readonly T[]): T => list[Math.abs(next()) % list.length] as T;
  for (let draw = 0; draw < 4 * wanted && drawn.size < wanted; draw += 1) {
    const order: RandomOrder = {
      key: pick(keys),
      sortOrder: pick(['ascending', 'descending', undefined] as const),
      count: pick([50, 50, 7]),
    };
    drawn.set(describeOrder(order), order);
  }
  return [...drawn.values()];
}
