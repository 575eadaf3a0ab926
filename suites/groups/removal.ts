import { check } from '../../kit/check/check.ts';
import { at, show, unassigned } from '../../schemas/attributes.ts';
import {
  crew,
  crewGroup,
  ids,
  listed,
  makeGroup,
  memberPath,
  membersAfter,
  readGroup,
  readMembers,
} from '../fixtures/groups/members.ts';
import { accepted } from '../fixtures/patches/subject.ts';

const NEEDS = ['groups', 'users'];
const WHAT = { key: 'members', what: 'the members' };

/** Members that PATCH removes (RFC 7644 section 3.5.2.2). */
export const removal = [
  check(
    'groups.remove-the-right-member',
    ['7644:3.5.2.2/remove-filter-value'],
    'removing a member by a value filter removes only that member',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const [first, second, third] = await tools.given.the(crew);
      const group = await makeGroup(tools, 3);

      const remove = { op: 'remove', path: memberPath(second) };
      must.equal(await membersAfter(tools, must, group, [remove]), ids(first, third), WHAT);
    },
  ),
  check(
    'groups.remove-several-members',
    ['7644:3.5.2.2/remove-filter-value'],
    'one PATCH removes several members, with one operation each',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const [first, second, third] = await tools.given.the(crew);
      const group = await makeGroup(tools, 3);

      const remove = [first, third].map((one) => ({ op: 'remove', path: memberPath(one) }));
      must.equal(await membersAfter(tools, must, group, remove), ids(second), WHAT);
    },
  ),
  check(
    'groups.remove-absent-member',
    ['7644:3.5.2.2/remove-filter-nomatch'],
    'removing an absent member changes nothing',
    { needs: NEEDS },
    async ({ must, observe, ...tools }) => {
      const { group, inside, outside } = await crewGroup(tools, 1);

      const remove = outside.slice(0, 1).map((one) => ({ op: 'remove', path: memberPath(one) }));
      const answer = await tools.scim.patch(group.path, remove);
      observe('patch.remove-without-match', answer.ok ? 'success' : `refused with ${answer.status}`);
      must.equal(await readMembers(tools, group), ids(...inside), WHAT);
    },
  ),
  check(
    'groups.remove-all-members',
    ['7644:3.5.2.2/remove-multi-all'],
    'removing the members without a filter empties the group',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      tools.given.relyOnEmptyGroups();
      const group = await makeGroup(tools, 2);

      const remove = { op: 'remove', path: 'members' };
      must.equal(await membersAfter(tools, must, group, [remove]), [], WHAT);
    },
  ),
  check(
    'groups.remove-the-last-member',
    ['7644:3.5.2.2/remove-last-unassigned'],
    'a group whose last member is removed has no members',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      tools.given.relyOnEmptyGroups();
      const [first] = await tools.given.the(crew);
      const group = await makeGroup(tools, 1);

      accepted(must, await tools.scim.patch(group.path, [{ op: 'remove', path: memberPath(first) }]));
      const left = at(await readGroup(tools, group), 'members');
      must.hold(unassigned(left), { key: 'members', expected: 'no members', observed: show(left) });
    },
  ),
  check(
    'groups.remove-with-a-list',
    ['7644:3.5.2.2/remove-with-value'],
    'which members are deleted by a remove with a list as its value',
    { needs: NEEDS },
    async ({ observe, ...tools }) => {
      const [first] = await tools.given.the(crew);
      const group = await makeGroup(tools, 2);

      const remove = { op: 'remove', path: 'members', value: listed(tools, first) };
      const answer = await tools.scim.patch(group.path, [remove]);
      const left = await readMembers(tools, group);
      const wrong = left.length === 1 && left[0] === first.id;
      const outcome =
        ['all members', wrong ? 'the other member' : 'the listed member'][left.length] ?? 'nobody';
      observe('members.remove-with-list', answer.ok ? outcome : `refused with ${answer.status}`);
    },
  ),
  check(
    'groups.member-cannot-be-altered',
    ['7643:4.2/members-subattrs-immutable'],
    "a PATCH of a member's value is refused and changes no membership",
    { needs: NEEDS },
    async ({ must, remark, ...tools }) => {
      const { group, inside, outside } = await crewGroup(tools, 1);

      const replace = inside
        .slice(0, 1)
        .map((one) => ({ op: 'replace', path: `${memberPath(one)}.value`, value: outside[0]?.id }));
      const answer = await tools.scim.patch(group.path, replace);
      must.beRefused(answer, 400);
      const scimType = at(answer.body, 'scimType');
      if (scimType !== 'mutability') remark('warning', 'scimType', `scimType is ${show(scimType)}`);
      must.equal(await readMembers(tools, group), ids(...inside), WHAT);
    },
  ),
];
