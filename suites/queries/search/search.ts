import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { type PendingRequest, quote, type Scim } from '../../../kit/check/scim.ts';
import { sharedAnswer } from '../../../kit/check/sharedAnswer.ts';
import { counted, listing } from '../../../kit/check/words.ts';
import { type Attributes, member, SEARCH_REQUEST, show } from '../../../schemas/attributes.ts';
import { resourceType } from '../../../schemas/lookup.ts';
import { present } from '../../../schemas/present.ts';
import { differing } from '../../fixtures/kinds.ts';
import { type Crowd, filteredCrowd, isCrowd, sharedCrowd, type Tools } from '../../fixtures/lists/crowd.ts';
import { answered, isRefusal, listed, listIds, walk } from '../../fixtures/lists/pages.ts';
import { plain, plainUser } from '../../fixtures/users/users.ts';

/** The address of POST queries for an endpoint; the tenant URL's own for `''`. */
export const at = (endpoint: string): string => `${endpoint}/.search`;

/** A SearchRequest with these members (RFC 7644 section 3.4.3). */
export function search(scim: Scim, endpoint: string, members: Attributes): PendingRequest {
  return scim.post(at(endpoint), { schemas: [SEARCH_REQUEST], ...members });
}

/** Answers by which an endpoint says that it has no .search: no duty to have one is spelled out. */
const NOT_OFFERED = [404, 405, 501];

/** What a plain SearchRequest for users is answered. */
const plainSearch = sharedAnswer('queries.search', ({ scim, given }) =>
  search(scim, given.users, { count: 1 }),
);

/** What one with the filter of the crowd is answered; without a filter where there is none. */
const filteredSearch = ({ filter }: Crowd) =>
  sharedAnswer('queries.search.filtered', ({ scim, given }) =>
    search(scim, given.users, { count: 1, ...present({ filter }) }),
  );

/** Ends a check of the details of .search where there is none: neither with a filter nor without one. */
export async function searchable(
  tools: Tools & { notApplicable(explanation: string): never },
): Promise<void> {
  const { given, notApplicable } = tools;
  const { status } = await tools.given.the(plainSearch);
  if (status === 200) return;
  if (NOT_OFFERED.includes(status)) notApplicable(`POST .search is answered ${status}`);
  const filtered = await given.the(filteredSearch(await given.the(sharedCrowd)));
  if (filtered.status !== 200) notApplicable(`POST .search is answered ${status}`);
}

export const searches = [
  check(
    'queries.search-answers-like-get',
    ['7644:3.4.3/search-resource'],
    'POST .search on an endpoint finds what the filter matches',
    async (tools) => {
      const { scim, given, must, remark, notApplicable, capabilities } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      const first = await tools.given.the(plainSearch);
      if (first.status === 501) notApplicable('POST .search is answered 501');
      if (NOT_OFFERED.includes(first.status))
        return remark('warning', 'not-offered', `POST .search is answered ${first.status}`);

      must.haveList(first);
      if (crowd.filter === undefined) return;
      const pages = await walk((position) =>
        search(scim, given.users, { filter: crowd.filter, count: 50, ...position }),
      );
      must.hold(isCrowd(listed(must, pages), crowd.ids), {
        key: 'User',
        expected: `the ${crowd.ids.length} users that match`,
        observed: listing(listIds(pages.resources), crowd.ids),
      });
      const { user, read } = await plainUser(given);
      const named = await search(scim, given.users, { filter: `userName eq ${quote(user.name)}` });
      const [shown] = readList(named).resources;
      // Where a lookup finds nobody, other checks say so.
      if (shown !== undefined)
        must.equal(differing(capabilities, 'User', read, shown), [], {
          key: 'differs',
          what: 'what differs from a read of the user',
        });
      if (resourceType(capabilities, 'Group') === undefined) return;
      const group = await given.anyGroup();
      const filter = `displayName eq ${quote(group.name)}`;
      const ofGroups = await search(scim, given.groups, { filter });
      // Which attributes can be filtered by is the endpoint's choice, type by type.
      if (!isRefusal(ofGroups)) must.listExactly(ofGroups, [group.id], { key: 'Group' });
    },
  ),
  check(
    'queries.search-covers-every-type',
    ['7644:3.4.3/search-root'],
    'POST .search on the base URL finds users and groups',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, remark, notApplicable, capabilities } = tools;
      const { filter, ids } = await filteredCrowd(tools);
      const served = resourceType(capabilities, 'Group') !== undefined;
      const group = served ? (await given.the(plain('Group'))).user : undefined;
      const wanted = group === undefined ? filter : `${filter} or displayName eq ${quote(group.name)}`;
      const expected = group === undefined ? ids : [...ids, group.id];

      const pages = await walk((position) => search(scim, '', { filter: wanted, count: 50, ...position }));
      const status = pages.answers[0]?.status ?? 0;
      if (status === 501) notApplicable('POST .search on the base URL is answered 501');
      if (NOT_OFFERED.includes(status))
        return remark('warning', 'not-offered', `POST .search on the base URL is answered ${status}`);
      if (status === 403 || (pages.answers[0] && isRefusal(pages.answers[0])))
        notApplicable('a filter on group names is refused', 'nothing-to-observe');
      const found = listIds(listed(must, pages));
      must.hold(isCrowd(pages.resources, expected), {
        key: 'matches',
        expected: `${ids.length} users${group === undefined ? '' : ' and one group'} that match`,
        observed: listing(found, expected),
      });
    },
  ),
  check(
    'queries.search-creates-nothing',
    ['7644:3.4.3/search-no-create'],
    'POST .search is not mistaken for a create',
    async (tools) => {
      await tools.given.the(sharedCrowd);
      const { status, body } = await tools.given.the(plainSearch);

      tools.must.hold(status !== 201 && member(body, 'id') === undefined, {
        key: 'created',
        expected: 'a list or a refusal',
        observed: `status ${status} with id ${show(member(body, 'id'))}`,
      });
    },
  ),
  check(
    'queries.search-without-filter-lists-all',
    ['7644:3.4.3/search-empty'],
    'a SearchRequest without a filter lists all users, in pages',
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      await searchable(tools);

      const list = answered(must, await search(scim, given.users, { count: 2 }));
      must.hold(list.resources.length >= 1 && Number(list.total ?? crowd.ids.length) >= crowd.ids.length, {
        key: 'users',
        expected: `a page of ${crowd.ids.length} users or more`,
        observed: `totalResults ${show(list.total)} with ${counted(list.resources.length)} on the page`,
      });
    },
  ),
];
