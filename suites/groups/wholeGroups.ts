import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { changed } from '../../kit/compose/merge.ts';
import { type Attributes, at, show, unassigned, valuesOf } from '../../schemas/attributes.ts';
import { accepted } from '../patch/subject.ts';
import { creation, plain } from '../users/rich.ts';
import { crewOf, groupOf, groupsWork, ids, listed, membersOf, pairOf, readGroup } from './crew.ts';

const NEEDS = ['groups', 'users'];
const WHAT = { key: 'members', what: 'the members' };

/** Groups as a whole: created, replaced, renamed (RFC 7643 section 4.2, RFC 7644 section 3.5.1). */
export const wholeGroups = [
  check(
    {
      id: 'groups.name-is-required',
      verifies: ['7643:4.2/displayname-required'],
      title: 'a group without displayName is refused',
      needs: ['groups'],
    },
    async ({ scim, given, must, remark }) => {
      await groupsWork(given);
      const body: Attributes = { ...given.payload('Group'), externalId: given.unique() };
      delete body.displayName;
      const answer = await scim.post(given.groups, body);

      const named = answer.ok && !unassigned(at(answer.body, 'displayName'));
      if (named) remark('warning', 'assigned', 'the endpoint gives the group a name of its own');
      else must.haveStatus(answer, 400);
    },
  ),
  check(
    {
      id: 'groups.may-be-created-empty',
      verifies: ['7643:4.2/create-without-members'],
      title: 'a group is created without members, and has none',
      needs: ['groups'],
    },
    async ({ given, must, notApplicable }) => {
      if (given.attribute('Group', 'members').required) notApplicable('members are required here');
      const answer = await creation(given, 'Group');

      must.hold(answer.ok, { key: 'refused', expected: 'status 201', observed: describe(answer) });
      const shown = at(await given.read(await given.placeOf(answer)), 'members');
      must.hold(unassigned(shown), { key: 'members', expected: 'no members', observed: show(shown) });
    },
  ),
  check(
    {
      id: 'groups.keep-their-members',
      verifies: ['7643:4.2/members-roundtrip'],
      title: 'a group created with two members shows those two',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const { first, second, read } = await pairOf(tools);

      must.equal(valuesOf(read, 'members'), ids(first, second), WHAT);
    },
  ),
  check(
    {
      id: 'groups.put-replaces-members',
      verifies: ['7644:3.5.1/members-put-replace'],
      title: 'a PUT replaces the members of a group, also by none',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const [first, second] = await crewOf(tools.given);
      const group = await groupOf(tools, [first]);

      await must.each([[second], []], nameOf, async (users, line) => {
        const body = changed(await readGroup(tools, group), { members: listed(...users) });
        accepted(line, await tools.scim.put(group.path, body));
        line.equal(await membersOf(tools, group), ids(...users), WHAT);
      });
    },
  ),
  check(
    {
      id: 'groups.rename-keeps-members',
      verifies: ['7644:3.5.2.3/replace-nopath', '7644:3.5.2.3/replace-single'],
      title: 'renaming a group keeps its members, with a path and without',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const { mutability } = tools.given.attribute('Group', 'displayName');
      if (mutability !== 'readWrite') tools.notApplicable(`displayName of groups is ${mutability}`);
      const [first, second] = await crewOf(tools.given);
      const group = await groupOf(tools, [first, second]);

      await must.each(['no-path', 'path'], String, async (way, line) => {
        const row = `7644:3.5.2.3/replace-${way === 'path' ? 'single' : 'nopath'}`;
        const name = tools.given.unique();
        const target =
          way === 'path' ? { path: 'displayName', value: name } : { value: { displayName: name } };
        accepted(line, await tools.scim.patch(group.path, [{ op: 'replace', ...target }]), row);
        const after = await readGroup(tools, group);
        line.keep(after, 'displayName', name, { row, caseExact: false });
        line.equal(valuesOf(after, 'members'), ids(first, second), { ...WHAT, row });
      });
    },
  ),
  check(
    {
      id: 'groups.second-of-one-name-as-published',
      verifies: ['7643:4.2/duplicate-displayname'],
      title: 'a second group of one name is created or refused as displayName publishes',
      needs: ['groups'],
    },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const { uniqueness } = given.attribute('Group', 'displayName');
      if (capabilities.assumed.includes('schemas')) notApplicable('the schema is assumed', 'assumed');
      const { user: first } = await plain(given, 'Group');
      const answer = await scim.post(given.groups, given.payload('Group', { displayName: first.name }));

      const expected = uniqueness === 'none' ? 'a second group' : 'status 409';
      const observed = `${describe(answer)}, where uniqueness is published as ${uniqueness}`;
      const holds = uniqueness === 'none' ? answer.ok : [409, 400].includes(answer.status);
      must.hold(holds, { key: `uniqueness-${uniqueness}`, expected, observed });
    },
  ),
];

function nameOf(users: unknown[]): string {
  return users.length > 0 ? 'list' : 'empty-list';
}
