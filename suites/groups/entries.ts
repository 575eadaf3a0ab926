import { check } from '../../kit/check/check.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import { elements, equal, member, readValues, show, unassigned } from '../../schemas/attributes.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { refusalOfFull } from '../fixtures/gone/full.ts';
import { groupsWork, listed, memberPath, pair, readMembers } from '../fixtures/groups/members.ts';
import { replacement } from '../fixtures/kinds.ts';
import { renames } from '../fixtures/naming.ts';
import { plain } from '../fixtures/users/users.ts';

const NEEDS = ['groups', 'users'];

/** What an entry of `members` says of the member (RFC 7643 section 4.2). */
export const entries = [
  check(
    'groups.member-address-leads-to-it',
    ['7643:4.2/members-ref'],
    "the $ref of a member is the member's address",
    { needs: NEEDS },
    async ({ must, remark, ...tools }) => {
      const { first, read } = await tools.given.the(pair);
      const entry = elements(read, 'members').find((one) => member(one, 'value') === first.id);
      if (entry === undefined) tools.notApplicable('a group does not show its members', 'nothing-to-observe');
      const ref = member(entry, '$ref');
      if (unassigned(ref)) tools.notApplicable('members have no $ref', 'nothing-to-observe');

      must.hold(typeof ref === 'string', { key: 'text', expected: 'an address', observed: show(ref) });
      const path = tools.scim.pathWithin(String(ref));
      if (path === undefined) return remark('warning', 'elsewhere', '$ref leads to another host');
      const answer = await tools.scim.get(path);
      must.haveStatus(answer, 200, { key: 'status' });
      must.equal(member(answer.body, 'id'), first.id, { key: 'id', what: 'the id behind $ref' });
    },
  ),
  check(
    'groups.member-type-is-its-resource-type',
    ['7643:4.2/members-type'],
    'the type of a member is the name of its resource type',
    { needs: NEEDS },
    async ({ must, observe, ...tools }) => {
      const [entry] = elements((await tools.given.the(pair)).read, 'members');
      if (entry === undefined) tools.notApplicable('a group does not show its members', 'nothing-to-observe');
      const name = resourceType(tools.capabilities, 'User')?.name ?? 'User';

      observe('members.display', unassigned(member(entry, 'display')) ? 'not shown' : 'shown');
      const type = member(entry, 'type');
      must.hold(unassigned(type) || equal(type, name, false), {
        key: 'type',
        expected: name,
        observed: show(type),
      });
    },
  ),
  check(
    'groups.member-without-value',
    ['7643:4.2/member-sub-required'],
    'how a member without a value is handled',
    { needs: NEEDS },
    async ({ scim, given, observe }) => {
      await groupsWork(given);
      const members = [{ display: given.unique() }];
      const answer = await scim.post(given.groups, given.payload('Group', { members }));

      observe('members.without-value', answer.ok ? 'accepted' : `refused with ${answer.status}`);
    },
  ),
  check(
    'groups.may-contain-groups',
    ['7643:4.2/nested-groups'],
    'whether a group can be a member of a group',
    { needs: ['groups'] },
    async ({ scim, observe, ...tools }) => {
      const { given } = tools;
      const { user: inner } = await given.the(plain('Group'));
      const members = [{ value: inner.id, type: 'Group' }];
      const answer = await scim.post(given.groups, given.payload('Group', { members }));
      const path = resourcePath(given.groups, answer.body) ?? scim.pathWithin(answer.headers.location ?? '');
      const nested = answer.ok ? elements(await given.read(path ?? given.groups), 'members') : [];

      const stored = nested.some((entry) => member(entry, 'value') === inner.id) ? 'stored' : 'passed over';
      observe('members.group', answer.ok ? stored : `refused with ${answer.status}`);
    },
  ),
  check(
    'groups.put-keeps-groups-in-groups',
    ['7644:3.5.1/members-put-replace', '7643:4.2/delete-keeps-members'],
    'a PUT of a group keeps a nested group that it repeats, and its DELETE leaves that group',
    { needs: ['groups'] },
    async ({ scim, must, notApplicable, capabilities, ...tools }) => {
      const { given } = tools;
      const inner = await given.anyGroup();
      const sent = given.payload('Group', { members: given.groupMembers(inner.id) });
      const answer = await scim.post(given.groups, sent);
      if (!answer.ok) notApplicable('the endpoint does not accept groups as members', 'nothing-to-observe');
      const outer = await given.madeBy('Group', answer, sent);
      const read = await given.read(outer);
      if (!readValues(read, 'members').includes(inner.id))
        notApplicable('a group does not show the groups in it', 'nothing-to-observe');
      // A name that may not change stays as it is.
      const name = renames(capabilities, 'Group') ? { displayName: given.unique() } : {};
      const body = replacement(capabilities, outer, read, name);
      await given.step('replace it', scim.put(outer.path, body));
      const members = readValues(await given.read(outer), 'members');
      const refused = await refusalOfFull(given, scim, outer, 'delete the outer one');

      must.equal(members, [inner.id], { key: 'members', what: 'the members after a PUT' });
      if (refused === undefined)
        must.haveStatus(await scim.get(inner.path), 200, {
          key: 'inner-group',
          row: '7643:4.2/delete-keeps-members',
        });
    },
  ),
  check(
    'groups.users-show-what-patch-did',
    ['7643:4.1.2/groups-reflects-membership'],
    'the groups of a user follow when PATCH adds and removes the user',
    { needs: [...NEEDS, 'patch'] },
    async ({ scim, given, must, eventually, notApplicable, ...tools }) => {
      given.relyOnEmptyGroups();
      const user = await given.anyUser();
      const group = await given.anyGroup();
      const shows = (body: object) =>
        elements(body, 'groups').some((entry) => member(entry, 'value') === group.id);
      const add = { op: 'add', path: 'members', value: listed({ given }, user) };
      await given.step('add it', scim.patch(group.path, [add]));
      const joined = await eventually(
        () => scim.get(user.path),
        ({ body }) => shows(body),
      );
      if (!shows(joined.body)) notApplicable('users do not show their groups', 'nothing-to-observe');
      await given.step('remove it', scim.patch(group.path, [{ op: 'remove', path: memberPath(user) }]));
      const left = await eventually(
        () => scim.get(user.path),
        ({ body }) => !shows(body),
      );

      must.equal(await readMembers({ given, ...tools }, group), [], { key: 'members', what: 'the members' });
      must.hold(left.ok && !shows(left.body), {
        key: 'groups',
        expected: 'no entry for the group',
        observed: 'the group that the user left',
      });
    },
  ),
];
