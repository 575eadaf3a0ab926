import {
  addMembers,
  findGroup,
  patch,
  probe,
  readGroup,
  removeMembers,
  send,
  update,
} from '../../clients/entra/index.ts';
import { elements, show, valuesOf } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import { listOf } from '../kit/must.ts';
import { plainUser } from '../users/rich.ts';
import { emptyGroup, membersOf, sharedGroup } from './cast.ts';

export const groups = [
  check(
    {
      id: 'entra.excluded-members-are-left-out',
      verifies: ['entra:R05'],
      title: 'excludedAttributes=members leaves the members out, by id and in a lookup',
    },
    async ({ must, ...tools }) => {
      const { group, members } = await sharedGroup(tools);
      const { scim, given } = tools;
      must.equal(
        await membersOf(tools, group),
        members.map(({ id }) => id),
        { key: 'present', what: 'the members' },
      );

      const lines = {
        'by-id': readGroup(group.path),
        lookup: findGroup(given.groups, 'displayName', group.name),
      };
      await must.each(
        Object.entries(lines),
        ([key]) => key,
        async ([key, request], line) => {
          const answer = await send(scim, request);
          line.haveStatus(answer, 200);
          const shown = key === 'by-id' ? answer.body : listOf(answer).resources[0];
          line.keep(shown ?? {}, 'id', group.id);
          line.hold(shown !== undefined && !('members' in shown), {
            key: 'members',
            expected: 'a group without members in the answer',
            observed: show(shown?.members),
          });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.members-are-shown-when-asked',
      verifies: ['entra:Q43'],
      title: 'a read without excludedAttributes shows the members that one with it leaves out',
    },
    async ({ must, ...tools }) => {
      const { group, members } = await sharedGroup(tools);
      const hidden = await send(tools.scim, readGroup(group.path));

      must.haveStatus(hidden, 200);
      must.equal(elements(hidden.body, 'members'), [], { key: 'hidden', what: 'the members' });
      must.equal(
        await membersOf(tools, group),
        members.map(({ id }) => id),
        { key: 'shown', what: 'the members' },
      );
    },
  ),
  check(
    {
      id: 'entra.membership-is-probed',
      verifies: ['entra:R11'],
      title: 'a query for a group by id and member answers a list, or is refused as a filter',
      needs: ['provisions-groups'],
    },
    async ({ must, observe, ...tools }) => {
      const { group, members } = await sharedGroup(tools);
      const { scim, given } = tools;
      const [member] = members;

      const hit = await send(scim, probe(given.groups, group.id, 'members', member?.id ?? ''));
      observe('lookup.by-member', String(hit.status));
      // No capture shows the exact address, so an endpoint may not know this filter.
      if (!hit.ok) return must.beScimError(hit, [400, 501]);
      must.listExactly(hit, [group.id], { key: 'member' });
      const miss = await send(scim, probe(given.groups, group.id, 'members', given.unique()));
      must.listExactly(miss, [], { key: 'not-a-member' });
    },
  ),
  check(
    {
      id: 'entra.group-patch-is-brief',
      verifies: ['entra:R30'],
      title: 'a PATCH of a group answers 204, or 200 without the list of its members',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 2);

      const answer = await send(scim, addMembers('default', group.path, ids));
      must.haveStatus(answer, [200, 204]);
      must.equal(valuesOf(answer.body, 'members'), [], { key: 'members', what: 'members in the answer' });
      must.equal(await membersOf({ given }, group), ids, { key: 'kept', what: 'the members' });
    },
  ),
  check(
    {
      id: 'entra.several-memberships-in-one-patch',
      verifies: ['entra:R31'],
      title: 'one PATCH adds several members and takes another away',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      await given.step('add one', send(scim, addMembers('default', group.path, ids.slice(0, 1))));

      const operations = [
        { op: 'add', path: 'members', value: ids.slice(1).map((value) => ({ value })) },
        { op: 'remove', path: `members[value eq "${ids[0]}"]` },
      ];
      must.haveStatus(await send(scim, patch(group.path, operations)), [200, 204]);
      must.equal(await membersOf({ given }, group), ids.slice(1), { key: 'members', what: 'the members' });
    },
  ),
  check(
    {
      id: 'entra.listed-members-are-removed-alone',
      verifies: ['entra:Q12'],
      title: 'remove with a list of members takes those away and no other, or is refused with 400',
    },
    async ({ must, scim, given, observe, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      await given.step('fill it', send(scim, addMembers('default', group.path, ids)));

      const answer = await send(scim, removeMembers('default', group.path, ids.slice(0, 1)));
      observe('patch.remove-listed-members', answer.ok ? 'removes them' : `refused with ${answer.status}`);
      if (!answer.ok) must.beScimError(answer, 400, { key: 'not-refused' });
      must.equal(await membersOf({ given }, group), answer.ok ? ids.slice(1) : ids, {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    {
      id: 'entra.repeated-memberships-settle',
      verifies: ['entra:Q13'],
      title: 'removing an absent member changes nothing; adding a present one lists it once',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 2);
      await given.step('add one', send(scim, addMembers('default', group.path, ids.slice(0, 1))));

      for (const dialect of ['default', 'flag'] as const) {
        const answer = await send(scim, removeMembers(dialect, group.path, ids.slice(1)));
        must.haveStatus(answer, [200, 204, 400], { key: `remove/${dialect}` });
      }
      must.haveStatus(await send(scim, addMembers('default', group.path, ids.slice(0, 1))), [200, 204], {
        key: 'add-again',
      });
      must.equal(await membersOf({ given }, group), ids.slice(0, 1), { key: 'members', what: 'the members' });
    },
  ),
  check(
    {
      id: 'entra.unknown-member-is-refused-or-kept',
      verifies: ['entra:Q14'],
      title: 'a member that does not exist is refused with 4xx or stored; never ignored, never a 5xx',
    },
    async ({ must, scim, given, observe }) => {
      const group = await given.group();
      const unknown = (await given.absent(given.users)).split('/').at(-1) ?? '';

      const answer = await send(scim, addMembers('default', group.path, [unknown]));
      observe('patch.unknown-member', answer.ok ? 'stored' : `refused with ${answer.status}`);
      if (!answer.ok) must.beScimError(answer, [400, 404, 409, 422], { key: 'refusal' });
      must.equal(await membersOf({ given }, group), answer.ok ? [unknown] : [], {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    {
      id: 'entra.renaming-without-path-keeps-members',
      verifies: ['entra:Q15'],
      title: 'replace without path of displayName or externalId leaves the members of a group alone',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 2);
      await given.step('fill it', send(scim, addMembers('default', group.path, ids)));

      await must.each(['displayName', 'externalId'], String, async (path, line) => {
        const value = given.unique();
        line.haveStatus(await send(scim, update('flag', group.path, [{ path, value }])), [200, 204]);
        const read = await given.read(group);
        line.keep(read, path, value, { caseExact: path === 'externalId' });
        line.equal(valuesOf(read, 'members'), ids, { key: 'members', what: 'the members' });
      });
    },
  ),
  check(
    {
      id: 'entra.replaced-members-are-the-given',
      verifies: ['entra:Q16'],
      title: 'replace with path members sets exactly the members given',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      await given.step('fill it', send(scim, addMembers('default', group.path, ids.slice(0, 2))));

      const value = ids.slice(1).map((id) => ({ value: id }));
      must.haveStatus(
        await send(scim, patch(group.path, [{ op: 'replace', path: 'members', value }])),
        [200, 204],
      );
      must.equal(await membersOf({ given }, group), ids.slice(1), { key: 'members', what: 'the members' });
    },
  ),
  check(
    {
      id: 'entra.empty-list-empties-the-group',
      verifies: ['entra:Q17'],
      title: 'replace of members with an empty list empties the group; null is no server error',
    },
    async ({ must, scim, given, observe, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 2);
      await must.each(
        [[], null],
        (value) => (value === null ? 'null' : 'empty'),
        async (value, line) => {
          await given.step('fill it', send(scim, addMembers('default', group.path, ids)));

          const answer = await send(scim, patch(group.path, [{ op: 'replace', path: 'members', value }]));
          line.haveStatus(answer, value === null ? [200, 204, 400] : [200, 204]);
          if (value === null) observe('patch.members-null', answer.ok ? 'empties the group' : 'refused');
          const expected = answer.ok ? [] : ids;
          line.equal(await membersOf({ given }, group), expected, { key: 'members', what: 'the members' });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.group-survives-a-restart',
      verifies: ['entra:Q40'],
      title: 'a group created empty and filled later has its members when the job starts over',
    },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      for (const id of ids) await given.step('add one', send(scim, addMembers('default', group.path, [id])));
      await given.step('match it', send(scim, findGroup(given.groups, 'displayName', group.name)));
      for (const id of ids.slice(0, 2))
        await given.step('add it again', send(scim, addMembers('default', group.path, [id])));
      const change = [{ path: 'externalId', value: `${given.unique()}.id` }];
      await given.step('update it', send(scim, update('default', group.path, change)));

      const found = [...new Set(await membersOf({ given }, group))];
      must.equal(found, ids, { key: 'members', what: 'the members' });
    },
  ),
  check(
    {
      id: 'entra.users-are-served-beside-missing-groups',
      verifies: ['entra:Q49'],
      title: 'a lookup of groups answers a list or 404, and users are found all the same',
    },
    async ({ must, scim, given, observe }) => {
      const { user } = await plainUser(given);

      const answer = await send(scim, findGroup(given.groups, 'displayName', given.unique()));
      observe('lookup.groups', String(answer.status));
      if (answer.ok) must.listExactly(answer, []);
      else must.beScimError(answer, 404);
      must.equal((await given.search(given.users, `userName eq "${user.name}"`)).resources.length, 1, {
        key: 'users',
        what: 'the number of users found',
      });
    },
  ),
];
