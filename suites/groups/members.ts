import { check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { at, readValues } from '../../schemas/attributes.ts';
import {
  crew,
  crewGroup,
  ids,
  listed,
  makeGroup,
  makeLinkedGroup,
  memberPath,
  membersAfter,
  readGroup,
  readMembers,
} from '../fixtures/groups/members.ts';
import { nobody } from '../fixtures/kinds.ts';

const NEEDS = ['groups', 'users'];
const WHAT = { key: 'members', what: 'the members' };

/** Members that PATCH adds and replaces (RFC 7644 section 3.5.2). */
export const members = [
  check(
    'groups.add-member-keeps-others',
    ['7644:3.5.2.1/add-multi-appends'],
    'adding a member to a group keeps its other members',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const { group, inside, outside } = await crewGroup(tools, 1);
      const joining = outside.slice(0, 1);

      const add = { op: 'add', path: 'members', value: listed(tools, ...joining) };
      must.equal(await membersAfter(tools, must, group, [add]), ids(...inside, ...joining), WHAT);
    },
  ),
  check(
    'groups.add-several-members',
    ['7644:3.5.2/patch-group-members'],
    'one PATCH adds several members, in one operation or in several',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const [first, second, third, fourth] = await tools.given.the(crew);
      const group = await makeGroup(tools, 0);

      const add = (...value: { value: string }[]) => ({ op: 'add', path: 'members', value });
      const two = await membersAfter(tools, must, group, [add(...listed(tools, first, second))]);
      must.equal(two, ids(first, second), { key: 'one-operation', what: 'the members' });
      const four = await membersAfter(tools, must, group, [
        add(...listed(tools, third)),
        add(...listed(tools, fourth)),
      ]);
      must.equal(four, ids(first, second, third, fourth), { key: 'two-operations', what: 'the members' });
    },
  ),
  check(
    'groups.members-change-step-by-step',
    ['7644:3.5.2/patch-group-members'],
    'members can be added, removed and replaced in successive requests',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      tools.given.relyOnEmptyGroups();
      const [first, second, third] = await tools.given.the(crew);
      const group = await makeLinkedGroup(tools, 0);
      const steps = [
        { key: 'add', operation: { op: 'add', path: 'members', value: listed(tools, first) }, left: [first] },
        {
          key: 'again',
          operation: { op: 'add', path: 'members', value: listed(tools, second) },
          left: [first, second],
        },
        { key: 'remove', operation: { op: 'remove', path: memberPath(first) }, left: [second] },
        {
          key: 'replace',
          operation: { op: 'replace', path: 'members', value: listed(tools, third) },
          left: [third],
        },
      ];

      for (const { key, operation, left } of steps)
        must.equal(await membersAfter(tools, must, group, [operation]), ids(...left), { ...WHAT, key });
    },
  ),
  check(
    'groups.add-existing-member-once',
    ['7644:3.5.2.1/add-duplicate-noop'],
    'adding an existing member, or one member twice in a request, succeeds and lists it once',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const { group, before, inside, outside } = await crewGroup(tools, 2);
      const [joining] = outside;
      if (joining === undefined) return;
      const add = (...users: typeof inside) => ({
        op: 'add',
        path: 'members',
        value: listed(tools, ...users),
      });
      const again = add(...inside.slice(-1));
      // All of it at once where it is taken; a list that holds one user twice may be refused.
      const twice = [again, add(joining), add(joining)];
      const every = await tools.scim.patch(group.path, [...twice, add(joining, joining)]);
      const answer = every.status === 400 ? await tools.scim.patch(group.path, twice) : every;

      if (!answer.ok) {
        // Whether it is the present member that is refused, or that one is named twice.
        must.equal(await membersAfter(tools, must, group, [again]), ids(...inside), WHAT);
        must.hold(false, {
          key: 'repeated/refused',
          expected: 'a PATCH that names one user twice and lists it once',
          observed: describe(answer),
          exchange: answer.exchange,
        });
      }
      const after = await readGroup(tools, group);
      must.changeOnly({ sent: group.sent, before, after }, twice);
      const shown = readValues(after, 'members');
      const others = shown.filter((id) => id !== joining.id);
      must.equal(others, ids(...inside), WHAT);
      const times = shown.length - others.length;
      must.equal(times, 1, { key: 'repeated/times', what: 'how often a member named twice is listed' });
    },
  ),
  check(
    'groups.add-a-hundred-members',
    ['7644:3.5.2/patch-group-members'],
    'a group accepts a hundred members at once, then one more, a removal and a rename',
    { needs: NEEDS, optIn: 'load' },
    async ({ must, ...tools }) => {
      const users = await tools.given.userList(101);
      const group = await makeGroup(tools, 0);
      const add = (some: typeof users) => ({ op: 'add', path: 'members', value: listed(tools, ...some) });
      const claim = async (line: Must, operation: PatchOperation, wanted: typeof users) => {
        const shown = await membersAfter(tools, line, group, [operation]);
        const missing = wanted.filter(({ id }) => !shown.includes(id)).length;
        line.equal(missing, 0, { key: 'missing', what: 'the number of members that are missing' });
        line.equal(shown.length, wanted.length, { key: 'number', what: 'the number of members' });
      };
      const middle = users[50];

      await claim(must, add(users.slice(0, 100)), users.slice(0, 100));
      await must.each(['hundred-and-first', 'middle-removed', 'renamed'], String, async (step, line) => {
        const left = users.filter((one) => one !== middle);
        if (step === 'hundred-and-first') return claim(line, add(users.slice(100)), users);
        if (step === 'renamed')
          return claim(line, { op: 'replace', path: 'displayName', value: tools.given.unique() }, left);
        if (middle !== undefined) await claim(line, { op: 'remove', path: memberPath(middle) }, left);
      });
    },
  ),
  check(
    'groups.mixed-patch-fails-as-a-whole',
    ['7644:3.5.2/patch-atomic'],
    'a PATCH that adds a member and then fails adds no member and renames nothing',
    { needs: NEEDS },
    async ({ must, notApplicable, ...tools }) => {
      const { group, before, inside, outside } = await crewGroup({ ...tools, notApplicable }, 1);
      const operations = [
        { op: 'add', path: 'members', value: listed(tools, ...outside.slice(0, 1)) },
        { op: 'replace', path: 'displayName', value: tools.given.unique() },
        { op: 'add', path: 'confNoSuchAttribute', value: 'x' },
      ];

      const answer = await tools.scim.patch(group.path, operations);
      if (answer.ok) notApplicable('the operation that should fail is ignored', 'nothing-to-observe');
      const after = await readGroup(tools, group);
      must.equal(readValues(after, 'members'), ids(...inside), WHAT);
      must.keep(after, 'displayName', at(before, 'displayName'));
    },
  ),
  check(
    'groups.add-unknown-member',
    ['7643:2.3.7/referential-integrity'],
    'how a member that does not exist is handled',
    { needs: ['groups', 'users', 'patch'] },
    async ({ observe, ...tools }) => {
      const { group } = await crewGroup(tools, 1);
      const unknown = idAt(await tools.given.the(nobody));

      const add = { op: 'add', path: 'members', value: [{ value: unknown }] };
      const answer = await tools.scim.patch(group.path, [add]);
      const stored = (await readMembers(tools, group)).includes(unknown) ? 'stored' : 'passed over';
      observe('members.unknown', answer.ok ? stored : `refused with ${answer.status}`);
    },
  ),
];
