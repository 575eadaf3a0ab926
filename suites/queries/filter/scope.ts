import { check } from '../../../kit/check/check.ts';
import { describe, readList } from '../../../kit/check/must.ts';
import { rule } from '../../../kit/check/rule.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at, GROUP, isObject, member, show, USER, unassigned } from '../../../schemas/attributes.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import { groupOfPeople } from '../../fixtures/groups/people.ts';
import { sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { plain, plainUser } from '../../fixtures/users/users.ts';
import { linesHold } from './lines.ts';

/** How an endpoint says that nothing can be asked at an address. */
const NOT_OFFERED = [400, 403, 404, 405, 501];

export const scope = [
  check(
    'queries.filter-on-groups',
    ['7644:3.4.2.2/filter-groups'],
    'groups are found by name and by member',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      const user = await given.anyUser();
      const group = await given.group({}, [user]);
      const { user: other } = await given.the(plain('Group'));

      await must.each(
        [
          { key: 'displayName', filter: `displayName eq ${quote(other.name)}`, ids: [other.id] },
          { key: 'members.value', filter: `members.value eq ${quote(user.id)}`, ids: [group.id] },
          { key: 'members-in-brackets', filter: `members[value eq ${quote(user.id)}]`, ids: [group.id] },
        ],
        ({ key }) => key,
        async ({ key, filter, ids }, line) => {
          const answer = await scim.find(given.groups, filter);
          if (isRefusal(answer))
            return remark(
              key === 'members-in-brackets' ? 'note' : 'warning',
              `${key}/refused`,
              'refused with 400 invalidFilter',
            );
          line.listExactly(answer, ids);
        },
      );
    },
  ),
  check(
    'queries.filter-over-all-types',
    ['7644:3.4.2.1/root-unknown-attribute'],
    'in a query over all types, an attribute that a type lacks counts as having no value',
    { needs: ['users', 'groups'] },
    async ({ scim, given, must, notApplicable }) => {
      const { user } = await plainUser(given);
      const group = await groupOfPeople(given, 1);
      const answer = await scim.find('/', `userName eq ${quote(user.name)}`);
      if (NOT_OFFERED.includes(answer.status) && member(answer.body, 'scimType') !== 'invalidFilter')
        notApplicable('the tenant URL does not accept queries', 'nothing-to-observe');

      must.listExactly(answer, [user.id], { key: 'of-users' });
      const byMembers = await scim.find('/', `members pr and displayName eq ${quote(group.name)}`);
      // Which operators there are, and for which attributes, is the endpoint's choice.
      if (isRefusal(byMembers) || byMembers.status === 403) return;
      must.listExactly(byMembers, [group.id], { key: 'of-groups' });
    },
  ),
  check(
    'queries.filter-by-schema',
    ['7644:3.4.2.2/schemas-filter'],
    'schemas eq selects the resources with that schema',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const carried = (person: (typeof people)[number], urn: string) => {
        const schemas = member(person.shown, 'schemas');
        return Array.isArray(schemas) && schemas.includes(urn);
      };

      await linesHold(
        tools,
        [USER, GROUP].map((urn) => ({
          key: urn.slice(urn.lastIndexOf(':') + 1),
          filter: `schemas eq ${quote(urn)}`,
          narrow: true,
          wanted: (person) => carried(person, urn),
        })),
      );
    },
  ),
  check(
    'queries.filter-sees-defaults',
    ['7644:3.4.2.2/defaulted-attribute'],
    'a filter finds values that the endpoint filled in',
    { needs: ['users'] },
    async ({ scim, given, must, remark, notApplicable, capabilities }) => {
      const { user, read: shown } = await plainUser(given);
      const filled = listAttributes(capabilities, 'User').find(
        ({ path, attribute }) =>
          ['boolean', 'string', 'integer'].includes(attribute.type) &&
          !attribute.multiValued &&
          attribute.mutability === 'readWrite' &&
          unassigned(at(user.sent, path)) &&
          !unassigned(at(shown, path)) &&
          at(shown, path) !== '',
      );
      if (filled === undefined) return notApplicable('the endpoint fills in nothing', 'nothing-to-observe');
      const filter = `userName eq ${quote(user.name)} and ${filled.path} eq ${JSON.stringify(at(shown, filled.path))}`;
      const answer = await scim.find(given.users, filter);

      if (isRefusal(answer)) remark('warning', 'refused', `a filter on ${filled.path} is refused`);
      else must.listExactly(answer, [user.id], { key: filled.path });
    },
  ),
  rule({
    id: 'queries.filtered-page-within-max-results',
    verifies: ['7643:5/max-results'],
    title: 'no filtered list contains more resources than filter.maxResults',
    applies: ({ request, response }, { capabilities }) =>
      Number(capabilities.filter.maxResults) > 0 &&
      response.status === 200 &&
      isObject(response.json) &&
      Array.isArray(member(response.body, 'Resources')) &&
      /[?&]filter=/.test(request.path) &&
      !/^\/(Schemas|ResourceTypes|ServiceProviderConfig)\b/i.test(request.path),
    breaks: ({ response }, { capabilities }) => {
      const { length } = readList(response).resources;
      const { maxResults } = capabilities.filter;
      return length <= Number(maxResults)
        ? undefined
        : {
            key: 'page',
            expected: `at most ${show(maxResults)} resources, as in filter.maxResults`,
            observed: `${length} resources, ${describe(response)}`,
          };
    },
  }),
];
