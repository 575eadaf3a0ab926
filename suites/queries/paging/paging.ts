import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { counted, listing } from '../../../kit/check/words.ts';
import {
  type Attributes,
  equal,
  LIST_RESPONSE,
  member,
  readValues,
  show,
  unassigned,
} from '../../../schemas/attributes.ts';
import { findAttribute, resourceType } from '../../../schemas/lookup.ts';
import { spelled } from '../../../schemas/spelling.ts';
import { pair } from '../../fixtures/groups/members.ts';
import { listKinds, settled, taken } from '../../fixtures/kinds.ts';
import { filteredCrowd, firstOfCrowd, isCrowd, sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered, cursorIn, listIds, walk } from '../../fixtures/lists/pages.ts';
import { movedAtRest } from '../../fixtures/rest.ts';
import { plain } from '../../fixtures/users/users.ts';
import { portraitAnswer } from '../projection/projection.ts';

const integer = (value: unknown): boolean => Number.isInteger(value);

export const paging = [
  check(
    'queries.list-is-list-response',
    ['7644:3.4.2/list-shape'],
    'a list is a ListResponse with a total and its resources',
    async (tools) => {
      const { scim, given, must, capabilities, remark } = tools;
      await tools.given.the(sharedCrowd);
      const groups = resourceType(capabilities, 'Group') === undefined ? [] : [given.groups];

      await must.each(
        [given.users, ...groups],
        (endpoint) => endpoint.slice(1),
        async (endpoint, must) => {
          const list = must.haveList(await scim.get(endpoint, { query: { count: 2 } }));
          const { body } = list.response;
          const schemas = member(body, 'schemas');
          must.hold(Array.isArray(schemas) && schemas.includes(LIST_RESPONSE), {
            key: 'schemas',
            expected: 'the schema of a ListResponse',
            observed: show(schemas),
          });
          // RFC 9865 section 2 lets an answer with a cursor leave the total out.
          must.hold(
            Number(list.total) >= 0 || (list.total === undefined && cursorIn(list.response) !== undefined),
            {
              key: 'totalResults',
              expected: 'an integer totalResults',
              observed: show(member(body, 'totalResults')),
            },
          );
          must.hold(Array.isArray(member(body, 'Resources')) || list.total === 0, {
            key: 'Resources',
            expected: 'an array "Resources", since there are matches',
            observed: show(member(body, 'Resources')),
          });
          if (list.resources.length > 0 && !Object.hasOwn(body, 'Resources'))
            remark(
              'warning',
              `${endpoint.slice(1)}/letter-case`,
              '"Resources" is written in other letter case',
            );
        },
      );
    },
  ),
  check(
    'queries.partial-page-says-where-it-is',
    ['7644:3.4.2/partial-members'],
    'a partial page contains startIndex and itemsPerPage',
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const query = { ...withScope(await tools.given.the(sharedCrowd)), startIndex: 1, count: 1 };

      const page = await given.step('read one page', scim.get(given.users, { query }));
      if (readList(page).resources.length >= (readList(page).total ?? 0))
        notApplicable('the page contains all results', 'nothing-to-observe');
      for (const name of ['startIndex', 'itemsPerPage'])
        must.hold(integer(member(page.body, name)), {
          key: name,
          expected: `an integer ${name}`,
          observed: show(member(page.body, name)),
        });
    },
  ),
  check(
    'queries.items-per-page-counts-the-page',
    ['7644:3.4.2/itemsperpage-value'],
    'itemsPerPage is the number of resources on the page',
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      // More than there are, where the list is ours alone: the size that was asked for is not what came.
      const query = { ...withScope(crowd), count: crowd.filter === undefined ? 5 : crowd.ids.length + 7 };

      const page = await given.step('read a page', scim.get(given.users, { query }));
      const said = member(page.body, 'itemsPerPage');
      const { length } = readList(page).resources;
      if (unassigned(said)) notApplicable('the page does not state itemsPerPage', 'nothing-to-observe');
      must.equal(said, length, {
        key: 'itemsPerPage',
        what: 'itemsPerPage, the number of resources on the page',
      });
    },
  ),
  check(
    'queries.total-counts-all-matches',
    ['7644:3.4.2/totalresults-global'],
    'totalResults counts every match, not those on the page',
    async (tools) => {
      const { given, must, notApplicable } = tools;
      const crowd = await tools.given.the(sharedCrowd);

      const page = taken('read one page', await given.the(firstOfCrowd(crowd)));
      const { total } = readList(page);
      if (total === undefined && cursorIn(page) !== undefined)
        notApplicable('a page with a cursor may omit the total', 'nothing-to-observe');
      must.hold(crowd.filter === undefined ? Number(total) >= crowd.ids.length : total === crowd.ids.length, {
        key: 'totalResults',
        expected: `totalResults ${crowd.ids.length}${crowd.filter === undefined ? ' or more' : ''}`,
        observed: `totalResults ${show(total)}, with ${counted(readList(page).resources.length)} on the page`,
      });
    },
  ),
  check(
    'queries.unknown-parameter-is-ignored',
    ['7644:3.4.2/unknown-param-ignored'],
    'an unknown query parameter changes nothing',
    async (tools) => {
      const { scim, given, must } = tools;
      const crowd = await tools.given.the(sharedCrowd);
      const query = { ...withScope(crowd), confUnknown: 1, count: 3 };

      const { resources } = answered(must, await scim.get(given.users, { query }));
      must.hold(resources.length > 0 && resources.length <= 3, {
        key: 'page',
        expected: 'one to three resources, as without the parameter',
        observed: counted(resources.length),
      });
    },
  ),
  check(
    'queries.list-shows-whole-resources',
    ['7644:3.4.2/list-resources-complete'],
    'a list shows a user exactly as a read by id does',
    { needs: ['filter'] },
    async (tools) => {
      const { given, must, capabilities } = tools;
      const { users, shown } = await filteredCrowd(tools);
      const user = users[0];
      let [whole, listed]: [Attributes, Attributes] = [{}, {}];
      let candidates = shown;
      await movedAtRest(async (later) => {
        const known = later || !user || !given.isPlain(user) ? undefined : portraitAnswer(user);
        const shared = known && (await given.the(known));
        const read = shared?.ok
          ? spelled(shared.body, capabilities, 'User')
          : await given.read(user?.path ?? '');
        whole = settled(capabilities, 'User', read);
        const inList = candidates.find((resource) => member(resource, 'id') === user?.id) ?? {};
        listed = settled(capabilities, 'User', inList);
        if (equal(whole, listed)) return [];
        // The list was asked for earlier than the user.
        const again = await tools.scim.find(given.users, `userName eq ${quote(user?.name ?? '')}`);
        const { resources } = readList(again);
        if (resources.length > 0) candidates = resources;
        return ['user'];
      });

      const names = Object.keys(whole).filter((name) => !unassigned(member(whole, name)));
      await must.each(
        names,
        (name) => name,
        (name, must) =>
          must.equal(member(listed, name), member(whole, name), {
            key: 'in-list',
            what: name,
            caseExact: false,
          }),
      );
      if (!listKinds(tools).includes('Group')) return;
      const { first, read: group } = await given.the(pair);
      const answer = await tools.scim.find(
        given.groups,
        `displayName eq ${quote(String(member(group, 'displayName')))}`,
      );
      const one = readList(answer).resources.find((each) => member(each, 'id') === member(group, 'id'));
      // What is not found by its name is the matter of others.
      if (one === undefined || !readValues(group, 'members').includes(first.id)) return;
      const alone = Object.keys(settled(capabilities, 'Group', group));
      const onDemand = (name: string) => findAttribute(capabilities, 'Group', name)?.returned === 'request';
      must.equal(
        alone.filter((name) => member(one, name) === undefined && !onDemand(name)),
        [],
        { key: 'Group/in-list', what: 'what a list omits from a group' },
      );
    },
  ),
  check(
    'queries.root-query-covers-every-type',
    ['7644:3.4.2.1/root-query'],
    'a query on the base URL finds users and groups',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, notApplicable, capabilities } = tools;
      const { filter, ids } = await filteredCrowd(tools);
      const served = resourceType(capabilities, 'Group') !== undefined;
      const group = served ? (await given.the(plain('Group'))).user : undefined;
      const wanted = group === undefined ? filter : `${filter} or displayName eq "${group.name}"`;

      const pages = await walk((position) =>
        scim.get('/', { query: { filter: wanted, count: 50, ...position } }),
      );
      const first = pages.answers[0];
      if (first?.status !== 200 || !Array.isArray(member(first.body, 'schemas')))
        notApplicable(`the base URL answers a query with status ${first?.status}, not with a list`);
      const expected = group === undefined ? ids : [...ids, group.id];
      must.hold(isCrowd(pages.resources, expected), {
        key: 'matches',
        expected: `${ids.length} users${group === undefined ? '' : ' and one group'} that match`,
        observed: listing(listIds(pages.resources), expected),
      });
    },
  ),
];
