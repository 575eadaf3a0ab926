import { findGroup, probe, readGroup, remove, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { elements, member, readValues, show } from '../../schemas/attributes.ts';
import { noName } from '../fixtures/clients/once.ts';
import { askedOnce, readSharedMembers, sharedGroup, staff } from '../fixtures/clients/provisioned.ts';
import { groupOfPeople } from '../fixtures/groups/people.ts';
import { plainUser } from '../fixtures/users/users.ts';

export const groups = [
  check(
    'entra.excluded-members-are-left-out',
    ['entra:R05'],
    'excludedAttributes=members omits the members, by id and in a lookup',
    async ({ must, ...tools }) => {
      const { group, members } = await tools.given.the(sharedGroup);
      const { given } = tools;
      must.equal(
        await readSharedMembers(tools),
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
          const answer = await given.the(askedOnce(request));
          line.haveStatus(answer, 200);
          const shown = key === 'by-id' ? answer.body : readList(answer).resources[0];
          line.keep(shown ?? {}, 'id', group.id);
          line.hold(shown !== undefined && member(shown, 'members') === undefined, {
            key: 'members',
            expected: 'a group without members in the response',
            observed: show(member(shown, 'members')),
          });
        },
      );
    },
  ),
  check(
    'entra.members-are-shown-when-asked',
    ['entra:Q43'],
    'a read without excludedAttributes shows the members omitted with it',
    async ({ must, ...tools }) => {
      const { group, members } = await tools.given.the(sharedGroup);
      const hidden = await tools.given.the(askedOnce(readGroup(group.path)));

      must.haveStatus(hidden, 200);
      must.equal(elements(hidden.body, 'members'), [], { key: 'hidden', what: 'the members' });
      must.equal(
        await readSharedMembers(tools),
        members.map(({ id }) => id),
        { key: 'shown', what: 'the members' },
      );
    },
  ),
  check(
    'entra.membership-is-probed',
    ['entra:R11'],
    'a query for a group by id and member returns a list, or is refused as a filter',
    { needs: ['provisions-groups'] },
    async ({ must, observe, ...tools }) => {
      const { group, members } = await tools.given.the(sharedGroup);
      const { scim, given } = tools;
      const [first] = members;

      const hit = await send(scim, probe(given.groups, group.id, 'members', first?.id ?? ''));
      observe('lookup.by-member', String(hit.status));
      // No capture shows the exact address, so an endpoint may not know this filter.
      if (!hit.ok) return must.beScimError(hit, [400, 501]);
      must.listExactly(hit, [group.id], { key: 'member' });
      const miss = await send(scim, probe(given.groups, group.id, 'members', given.unique()));
      must.listExactly(miss, [], { key: 'not-a-member' });
    },
  ),
  check(
    'entra.group-with-members-is-deleted',
    ['entra:Q59'],
    'a group with members can be deleted like an empty one',
    async ({ must, scim, given }) => {
      given.relyOnMemberships();
      const { ids } = await staff(given, 2);
      const group = await groupOfPeople(given, 2);
      given.relyOnShownMembers();
      const filled = readValues(await given.latest(group), 'members');
      must.equal(filled, ids, { key: 'filled', what: 'the members' });

      must.haveStatus(await send(scim, remove(group.path)), [200, 204]);
      must.haveStatus(await scim.get(group.path), 404, { key: 'gone' });
    },
  ),
];

/** For endpoints that serve users alone. */
export const missingGroups = [
  check(
    'entra.users-are-served-beside-missing-groups',
    ['entra:Q49'],
    'a lookup of groups returns a list or 404, and users are found either way',
    async ({ must, given, observe }) => {
      const { user } = await plainUser(given);

      const lookup = findGroup(given.groups, 'displayName', await given.the(noName));
      const answer = await given.the(askedOnce(lookup));
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
