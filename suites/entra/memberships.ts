import { addMembers, findGroup, patch, removeMembers, send, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { readValues } from '../../schemas/attributes.ts';
import { emptyGroup, readMembers } from '../fixtures/clients/provisioned.ts';
import { staffedGroup } from '../fixtures/clients/staffed.ts';
import { bereaved } from '../fixtures/gone/heir.ts';
import { nobody } from '../fixtures/kinds.ts';

export const memberships = [
  check(
    'entra.members-are-added-as-entra-sends-them',
    ['entra:Q55'],
    'members can be added as Entra sends them, singly and together, in both dialects',
    async ({ must, scim, given, ...tools }) => {
      const { group, inside, outside } = await staffedGroup({ scim, given, ...tools }, { outside: 3 });
      const lines = [
        ['default', outside.slice(0, 1)],
        ['flag', outside.slice(1, 3)],
      ] as const;
      let wanted = inside;
      await must.each(
        [...lines],
        ([dialect]) => dialect,
        async ([dialect, added], line) => {
          line.haveStatus(await send(scim, addMembers(dialect, group.path, added)), [200, 204], {
            key: 'refused',
          });
          wanted = [...wanted, ...added];
          line.equal(await readMembers({ given }, group), wanted, { key: 'members', what: 'the members' });
        },
      );
      const { group: other, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      const several = await send(scim, addMembers('default', other.path, ids));
      must.haveStatus(several, [200, 204], { key: 'several/refused' });
      must.equal(await readMembers({ given }, other), ids, { key: 'several/members', what: 'the members' });
    },
  ),
  check(
    'entra.group-patch-is-brief',
    ['entra:R30'],
    'a PATCH of a group returns 204, or 200 without the list of members',
    async ({ must, scim, given, ...tools }) => {
      const { group, inside, outside } = await staffedGroup({ scim, given, ...tools }, { outside: 1 });

      const answer = await send(scim, addMembers('default', group.path, outside.slice(0, 2)));
      must.haveStatus(answer, [200, 204]);
      must.equal(readValues(answer.body, 'members'), [], { key: 'members', what: 'members in the answer' });
      must.equal(await readMembers({ given }, group), [...inside, ...outside.slice(0, 2)], {
        key: 'kept',
        what: 'the members',
      });
    },
  ),
  check(
    'entra.listed-members-are-removed-alone',
    ['entra:Q12'],
    'remove with a list of one or several members removes only those',
    async ({ must, scim, given, observe, ...tools }) => {
      const { group, inside: ids } = await staffedGroup({ scim, given, ...tools }, { inside: 3 });

      const answer = await send(scim, removeMembers('default', group.path, ids.slice(0, 1)));
      observe('patch.remove-listed-members', answer.ok ? 'removes them' : `refused with ${answer.status}`);
      // It is how members leave in the default dialect: who is refused keeps the access of the group.
      must.haveStatus(answer, [200, 204], { key: 'refused' });
      must.equal(await readMembers({ given }, group), ids.slice(1), { key: 'members', what: 'the members' });
      const both = await send(scim, removeMembers('default', group.path, ids.slice(1, 3)));
      must.haveStatus(both, [200, 204], { key: 'several/refused' });
      must.equal(await readMembers({ given }, group), ids.slice(3), {
        key: 'several/members',
        what: 'the members',
      });
    },
  ),
  check(
    'entra.several-memberships-in-one-patch',
    ['entra:R31'],
    'one PATCH adds several members and removes another',
    async ({ must, scim, given, ...tools }) => {
      const { group, inside, outside } = await staffedGroup(
        { scim, given, ...tools },
        { inside: 1, outside: 2 },
      );
      const [leaving, ...staying] = inside;
      const joining = outside.slice(0, 2);

      const operations = [
        { op: 'add', path: 'members', value: joining.map((value) => ({ value })) },
        { op: 'remove', path: `members[value eq "${leaving}"]` },
      ];
      must.haveStatus(await send(scim, patch(group.path, operations)), [200, 204]);
      must.equal(await readMembers({ given }, group), [...staying, ...joining], {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    'entra.repeated-memberships-settle',
    ['entra:Q13'],
    'removing an absent member changes nothing; adding a present one lists it once',
    async ({ must, scim, given, ...tools }) => {
      const { group, inside, outside } = await staffedGroup(
        { scim, given, ...tools },
        { inside: 1, outside: 2 },
      );
      const absent = outside.slice(0, 2);
      const present = inside.slice(0, 1);

      for (const dialect of ['default', 'flag'] as const) {
        const answer = await send(scim, removeMembers(dialect, group.path, absent));
        must.haveStatus(answer, [200, 204, 400], { key: `remove/${dialect}` });
      }
      must.equal(await readMembers({ given }, group), inside, { key: 'kept', what: 'the members' });
      must.haveStatus(await send(scim, addMembers('default', group.path, present)), [200, 204], {
        key: 'add-again',
      });
      must.equal(await readMembers({ given }, group), inside, { key: 'members', what: 'the members' });
      // Of a list in which some are there already, or gone already, the others count.
      const some = await send(scim, addMembers('default', group.path, [...present, ...absent.slice(0, 1)]));
      must.haveStatus(some, [200, 204], { key: 'add-some-again' });
      must.equal(await readMembers({ given }, group), [...inside, ...absent.slice(0, 1)], {
        key: 'some',
        what: 'the members',
      });
      const gone = await send(scim, removeMembers('default', group.path, absent));
      must.haveStatus(gone, [200, 204, 400], { key: 'remove-some' });
      if (!gone.ok) return;
      must.equal(await readMembers({ given }, group), inside, { key: 'left', what: 'the members' });
    },
  ),
  check(
    'entra.deleted-members-can-be-removed',
    ['entra:Q13'],
    'removing a deleted user from a group is not an error, and the rest of the request is done',
    async ({ must, given, notApplicable }) => {
      const { group: bereft, removed, newName } = await given.the(bereaved);
      if (removed === undefined)
        return notApplicable('a group with a deleted member cannot be changed here', 'nothing-to-observe');

      must.haveStatus(removed, [200, 204, 400], { key: 'gone-member/refused' });
      if (removed.ok)
        must.keep(await given.read(bereft), 'displayName', newName, { key: 'gone-member/rest' });
    },
  ),
  check(
    'entra.unknown-member-is-refused-or-kept',
    ['entra:Q14'],
    'a member that does not exist is refused with 4xx or stored, never ignored, never a 5xx',
    async ({ must, scim, given, observe, ...tools }) => {
      const { group, inside } = await staffedGroup({ scim, given, ...tools }, {});
      const unknown = idAt(await given.the(nobody));

      const answer = await send(scim, addMembers('default', group.path, [unknown]));
      observe('patch.unknown-member', answer.ok ? 'stored' : `refused with ${answer.status}`);
      if (!answer.ok) must.beScimError(answer, [400, 404, 409, 422], { key: 'refusal' });
      must.equal(await readMembers({ given }, group), [...inside, ...(answer.ok ? [unknown] : [])], {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    'entra.renaming-without-path-keeps-members',
    ['entra:Q15'],
    "replacing displayName or externalId without a path leaves a group's members alone",
    async ({ must, scim, given, ...tools }) => {
      const { group, inside: ids } = await staffedGroup({ scim, given, ...tools }, { inside: 2 });

      await must.each(['displayName', 'externalId'], String, async (path, line) => {
        const value = given.unique();
        line.haveStatus(await send(scim, update('flag', group.path, [{ path, value }])), [200, 204]);
        const read = await given.read(group);
        line.keep(read, path, value, { caseExact: path === 'externalId' });
        given.relyOnShownMembers();
        line.equal(readValues(read, 'members'), ids, { key: 'members', what: 'the members' });
      });
    },
  ),
  check(
    'entra.replaced-members-are-the-given',
    ['entra:Q16'],
    'replace with the path members sets exactly the given members',
    async ({ must, scim, given, ...tools }) => {
      const { group, inside, outside } = await staffedGroup(
        { scim, given, ...tools },
        { inside: 2, outside: 1 },
      );
      const wanted = [...inside.slice(1), ...outside.slice(0, 1)];

      const value = wanted.map((id) => ({ value: id }));
      must.haveStatus(
        await send(scim, patch(group.path, [{ op: 'replace', path: 'members', value }])),
        [200, 204],
      );
      must.equal(await readMembers({ given }, group), wanted, { key: 'members', what: 'the members' });
    },
  ),
  check(
    'entra.empty-list-empties-the-group',
    ['entra:Q17'],
    'replacing members with an empty list empties the group; null causes no server error',
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
          line.equal(await readMembers({ given }, group), expected, { key: 'members', what: 'the members' });
        },
      );
    },
  ),
  check(
    'entra.group-survives-a-restart',
    ['entra:Q40'],
    'a group created empty and filled later has its members after the job restarts',
    { long: true },
    async ({ must, scim, given, ...tools }) => {
      const { group, ids } = await emptyGroup({ scim, given, ...tools }, 3);
      for (const id of ids) await given.step('add one', send(scim, addMembers('default', group.path, [id])));
      await given.step('match it', send(scim, findGroup(given.groups, 'displayName', group.name)));
      for (const id of ids.slice(0, 2))
        await given.step('add it again', send(scim, addMembers('default', group.path, [id])));
      const change = [{ path: 'externalId', value: `${given.unique()}.id` }];
      await given.step('update it', send(scim, update('default', group.path, change)));

      const found = [...new Set(await readMembers({ given }, group))];
      must.equal(found, ids, { key: 'members', what: 'the members' });
    },
  ),
];
