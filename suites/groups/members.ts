import { check } from '../../kit/check/check.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { crewOf, groupOf, ids, listed, membersAfter, membersOf, pathOf } from './crew.ts';

const NEEDS = ['groups', 'users'];
const WHAT = { key: 'members', what: 'the members' };

/** Members that PATCH adds and replaces (RFC 7644 section 3.5.2). */
export const members = [
  check(
    {
      id: 'groups.add-member-keeps-others',
      verifies: ['7644:3.5.2.1/add-multi-appends'],
      title: 'adding a member to a group keeps the members it has',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const [first, second] = await crewOf(tools.given);
      const group = await groupOf(tools, [first]);

      const add = { op: 'add', path: 'members', value: listed(second) };
      must.equal(await membersAfter(tools, must, group, [add]), ids(first, second), WHAT);
    },
  ),
  check(
    {
      id: 'groups.add-several-members',
      verifies: ['7644:3.5.2/patch-group-members'],
      title: 'one PATCH adds several members, in one operation or in several',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const [first, second, third, fourth] = await crewOf(tools.given);
      const group = await groupOf(tools, []);

      const add = (...value: { value: string }[]) => ({ op: 'add', path: 'members', value });
      const two = await membersAfter(tools, must, group, [add(...listed(first, second))]);
      must.equal(two, ids(first, second), { key: 'one-operation', what: 'the members' });
      const four = await membersAfter(tools, must, group, [add(...listed(third)), add(...listed(fourth))]);
      must.equal(four, ids(first, second, third, fourth), { key: 'two-operations', what: 'the members' });
    },
  ),
  check(
    {
      id: 'groups.members-change-step-by-step',
      verifies: ['7644:3.5.2/patch-group-members'],
      title: 'members are added, removed and replaced one request after the other',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const [first, second, third] = await crewOf(tools.given);
      const group = await groupOf(tools, []);
      const steps = [
        { key: 'add', operation: { op: 'add', path: 'members', value: listed(first) }, left: [first] },
        {
          key: 'again',
          operation: { op: 'add', path: 'members', value: listed(second) },
          left: [first, second],
        },
        { key: 'remove', operation: { op: 'remove', path: pathOf(first) }, left: [second] },
        {
          key: 'replace',
          operation: { op: 'replace', path: 'members', value: listed(third) },
          left: [third],
        },
      ];

      for (const { key, operation, left } of steps)
        must.equal(await membersAfter(tools, must, group, [operation]), ids(...left), { ...WHAT, key });
    },
  ),
  check(
    {
      id: 'groups.add-existing-member-once',
      verifies: ['7644:3.5.2.1/add-duplicate-noop'],
      title: 'adding a member that is there succeeds and lists it once',
      needs: NEEDS,
    },
    async ({ must, ...tools }) => {
      const [first, second] = await crewOf(tools.given);
      const group = await groupOf(tools, [first, second]);

      const add = { op: 'add', path: 'members', value: listed(second) };
      must.equal(await membersAfter(tools, must, group, [add]), ids(first, second), WHAT);
    },
  ),
  check(
    {
      id: 'groups.add-a-hundred-members',
      verifies: ['7644:3.5.2/patch-group-members'],
      title: 'one PATCH adds a hundred members',
      needs: NEEDS,
      optIn: 'load',
    },
    async ({ must, ...tools }) => {
      const users = await tools.given.userList(100);
      const group = await groupOf(tools, []);

      const add = { op: 'add', path: 'members', value: listed(...users) };
      const shown = await membersAfter(tools, must, group, [add]);
      const missing = users.filter(({ id }) => !shown.includes(id)).length;
      must.equal(missing, 0, { key: 'missing', what: 'the number of members that are missing' });
      must.equal(shown.length, users.length, { key: 'number', what: 'the number of members' });
    },
  ),
  check(
    {
      id: 'groups.add-unknown-member',
      verifies: ['7643:2.3.7/referential-integrity'],
      title: 'what becomes of a member that does not exist',
      needs: ['groups', 'users', 'patch'],
    },
    async ({ observe, ...tools }) => {
      const [first] = await crewOf(tools.given);
      const group = await groupOf(tools, [first]);
      const unknown = idAt(await tools.given.absent(tools.given.users));

      const add = { op: 'add', path: 'members', value: [{ value: unknown }] };
      const answer = await tools.scim.patch(group.path, [add]);
      const stored = (await membersOf(tools, group)).includes(unknown) ? 'stored' : 'passed over';
      observe('members.unknown', answer.ok ? stored : `refused with ${answer.status}`);
    },
  ),
];
