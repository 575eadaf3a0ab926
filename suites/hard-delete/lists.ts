import { ENTERPRISE, member, SEARCH_REQUEST } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import type { Given, Owned } from '../kit/given.ts';
import { findAttribute } from '../kit/lookup.ts';
import { listOf } from '../kit/must.ts';
import type { ScimResponse } from '../kit/response.ts';
import { quote, type Scim } from '../kit/scim.ts';
import { domainOf } from '../users/optional.ts';

const ROW = ['7644:3.6/deleted-not-listed'];
const PAGE = 100;

export const lists = [
  check(
    {
      id: 'hard-delete.absent-from-lists',
      verifies: ROW,
      title: 'a deleted user is gone from the page of the list on which it was',
      needs: ['users'],
    },
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
    {
      id: 'hard-delete.absent-by-every-filter',
      verifies: ROW,
      title: 'a deleted user is found by no kind of filter that found it before',
      needs: ['users', 'filter'],
    },
    async ({ scim, given, must, eventually, notApplicable, capabilities }) => {
      const mark = given.unique();
      const domain = domainOf(given);
      const published = (path: string) => findAttribute(capabilities, 'User', path) !== undefined;
      const department = published(`${ENTERPRISE}:department`);
      const user = await given.user({
        externalId: mark,
        ...(published('emails') ? { emails: [{ value: `${mark}@${domain}`, type: 'work' }] } : {}),
        ...(department ? { [ENTERPRISE]: { department: mark } } : {}),
      });
      const found: [string, string][] = [];
      for (const [kind, filter] of filtersFor(user, mark, domain))
        if (shows(await scim.find(given.users, filter).as('control', 'find it while it exists'), user))
          found.push([kind, filter]);
      if (found.length === 0) notApplicable('no filter finds the user while it exists', 'nothing-to-observe');
      await given.step('delete it', scim.delete(user.path));

      await must.each(
        found,
        ([kind]) => kind,
        async ([, filter], line) => {
          const answer = await eventually(
            () => scim.find(given.users, filter),
            (list) => lacks(list, user),
          );
          line.hold(lacks(answer, user), {
            key: 'found',
            expected: 'a list without it',
            observed: answer.ok ? 'it is still found' : `status ${answer.status}`,
          });
          if (listOf(answer).resources.length === 0)
            line.equal(listOf(answer).total ?? 0, 0, { key: 'totalResults', what: 'totalResults' });
        },
      );
    },
  ),
  check(
    {
      id: 'hard-delete.absent-from-search',
      verifies: ROW,
      title: 'a deleted user is found by no search with POST',
      needs: ['users', 'filter'],
    },
    async ({ scim, given, must, eventually, notApplicable }) => {
      const user = await given.user();
      const body = { schemas: [SEARCH_REQUEST], filter: `userName eq ${quote(user.name)}` };
      const found: string[] = [];
      for (const path of [`${given.users}/.search`, '/.search'])
        if (shows(await scim.post(path, body).as('control', 'find it while it exists'), user))
          found.push(path);
      if (found.length === 0)
        notApplicable('no .search finds the user while it exists', 'nothing-to-observe');
      await given.step('delete it', scim.delete(user.path));

      await must.each(found, String, async (path, line) => {
        const answer = await eventually(
          () => scim.post(path, body),
          (list) => lacks(list, user),
        );
        line.hold(lacks(answer, user), {
          key: 'found',
          expected: 'a list without it',
          observed: answer.ok ? 'it is still found' : `status ${answer.status}`,
        });
      });
    },
  ),
  check(
    {
      id: 'hard-delete.group-absent-by-filter',
      verifies: ROW,
      title: 'a deleted group is found by its name no more',
      needs: ['groups', 'filter'],
    },
    async ({ scim, given, must, eventually, notApplicable }) => {
      const group = await given.group();
      const filter = `displayName eq ${quote(group.name)}`;
      const before = await given.search(given.groups, filter);
      if (!shows(before.response, group)) notApplicable('the filter does not find it', 'nothing-to-observe');
      await given.step('delete it', scim.delete(group.path));

      const answer = await eventually(
        () => scim.find(given.groups, filter),
        (list) => lacks(list, group),
      );
      must.hold(lacks(answer, group), {
        key: 'found',
        expected: 'a list without it',
        observed: answer.ok ? 'it is still found' : `status ${answer.status}`,
      });
    },
  ),
];

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
  const total = listOf(first).total ?? 0;
  if (total <= PAGE) return [];
  const last = { startIndex: Math.max(1, total - PAGE / 2), count: PAGE };
  if (!shows(await page(last), user)) return [];
  return [last, { startIndex: Math.max(1, last.startIndex - PAGE), count: PAGE }];
}

/** A list without the resource; the status of an empty one is another check's claim. */
function lacks(list: ScimResponse, resource: Owned): boolean {
  return (list.ok || list.status === 404) && !shows(list, resource);
}

function shows(list: ScimResponse, resource: Owned): boolean {
  return listOf(list).resources.some((one) => member(one, 'id') === resource.id);
}

/** One filter of each kind that matches the user and nobody else, by the kind's name. */
function filtersFor(user: Owned, mark: string, domain: string): [string, string][] {
  const name = quote(user.name);
  return [
    ['userName eq', `userName eq ${name}`],
    ['userName sw', `userName sw ${name}`],
    ['userName co', `userName co ${name}`],
    ['id eq', `id eq ${quote(user.id)}`],
    ['externalId eq', `externalId eq ${quote(mark)}`],
    ['emails', `emails[type eq "work" and value eq ${quote(`${mark}@${domain}`)}]`],
    ['extension', `${ENTERPRISE}:department eq ${quote(mark)}`],
    ['and', `userName eq ${name} and meta.lastModified gt "2000-01-01T00:00:00Z"`],
    ['not', `not (userName ne ${name})`],
  ];
}
