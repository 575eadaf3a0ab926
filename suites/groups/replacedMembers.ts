import { check } from '../../kit/check/check.ts';
import { crewGroup, ids, listed, makeGroup, membersAfter } from '../fixtures/groups/members.ts';

const NEEDS = ['groups', 'users'];
const WHAT = { key: 'members', what: 'the members' };
const ALL = { op: 'remove', path: 'members' };

/** Members that PATCH replaces, and the order of its operations (RFC 7644 section 3.5.2.3). */
export const replacedMembers = [
  check(
    'groups.replace-members-by-a-list',
    ['7644:3.5.2.3/replace-multi'],
    'replacing the members with a list leaves exactly that list',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const { group, inside, outside } = await crewGroup(tools, 2);
      const wanted = [...inside.slice(1, 2), ...outside.slice(0, 1)];

      const replace = { op: 'replace', path: 'members', value: listed(tools, ...wanted) };
      must.equal(await membersAfter(tools, must, group, [replace]), ids(...wanted), WHAT);
    },
  ),
  check(
    'groups.replace-members-by-nothing',
    ['7643:2.5/patch-null-value'],
    'replacing the members with an empty list empties the group',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      tools.given.relyOnEmptyGroups();
      const group = await makeGroup(tools, 2);

      const replace = { op: 'replace', path: 'members', value: [] };
      must.equal(await membersAfter(tools, must, group, [replace]), [], WHAT);
    },
  ),
  check(
    'groups.members-change-in-order',
    ['7644:3.5.2/patch-sequential'],
    'removing all members and adding one in the same PATCH leaves that one',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      tools.given.relyOnEmptyGroups();
      const { group, outside } = await crewGroup(tools, 2);
      const only = outside.slice(0, 1);

      const operations = [ALL, { op: 'add', path: 'members', value: listed(tools, ...only) }];
      must.equal(await membersAfter(tools, must, group, operations), ids(...only), WHAT);
    },
  ),
];
