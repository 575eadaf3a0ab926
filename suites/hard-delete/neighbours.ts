import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { isAnyText } from '../../kit/compose/choose.ts';
import { merge, nested } from '../../kit/compose/merge.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, ENTERPRISE, isQualified, readValues } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, isReadOnly } from '../../schemas/lookup.ts';
import { refusalOfFull } from '../fixtures/gone/full.ts';
import { bereaved } from '../fixtures/gone/heir.ts';
import { differing, listKinds } from '../fixtures/kinds.ts';
import { richest } from '../fixtures/lists/richest.ts';
import { isFault } from '../fixtures/victim.ts';

const MANAGER = `${ENTERPRISE}:manager`;
const FULL_STAYS = 'the endpoint refuses to delete a group that has members';
const MEMBERSHIP = '7644:3.6/delete-removes-membership';

export const neighbours = [
  check(
    'hard-delete.others-stay-as-they-were',
    ['practice:P17'],
    'deleting a user and a group leaves others as they were',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, profile }) => {
      // Namesakes created on either side: a product that deletes by name or by position takes one along.
      const named = findAttribute(capabilities, 'User', 'displayName');
      const alike = named && isAnyText(named) ? { displayName: given.unique() } : {};
      const before = await given.user(alike);
      // Two of a name may be refused where no schema says so (RFC 7644 section 3.3).
      const [doomed, isOther] = await richest([() => given.user(alike), () => given.user()]);
      const namesake = isOther === 0 ? alike : {};
      // Somebody whose manager leaves stays: whether the reference does is the endpoint's choice.
      const led = isWritten(capabilities, MANAGER) ? nested(MANAGER, { value: doomed.id }) : {};
      const after = await given.user(merge({ ...namesake }, led));
      const withGroups = listKinds({ capabilities, profile }).includes('Group');
      const groups = withGroups
        ? [await given.group({}, [before]), await given.group({}, [before, after])]
        : [];
      const [kept, gone] = groups;
      const controls = kept === undefined ? [before, after] : [before, after, kept];
      // A group with members may have to stay; the account goes all the same.
      if (gone !== undefined) await refusalOfFull(given, scim, gone, 'delete a group');
      const seen: Attributes[] = [];
      for (const control of controls) seen.push((await scim.get(control.path)).body);
      const left = await scim.delete(doomed.path);
      // Whoever is the manager of others may have to stay until these have another one.
      if (!left.ok && capabilities.features.patch) {
        await scim.patch(after.path, [{ op: 'remove', path: MANAGER }]);
        await given.step('delete the user between them', scim.delete(doomed.path));
      }

      await must.each(
        [...controls.keys()],
        (index) => ['older', 'newer', 'group'][index] ?? '',
        async (index, line) => {
          const control = controls[index];
          const answer = await scim.get(control?.path ?? '');
          line.haveStatus(answer, 200, { key: 'still-there' });
          const kind = index === 2 ? 'Group' : 'User';
          const was = seen[index] ?? {};
          const changes = differing(capabilities, kind, was, answer.body);
          // An account may show late that it was put into one group, and that the other one is gone.
          const listsKept = (one: Attributes) => readValues(one, 'groups').includes(kept?.id ?? '');
          const isLate = (path: string) =>
            kind === 'User' && path.toLowerCase() === 'groups' && (listsKept(answer.body) || !listsKept(was));
          // With the reference goes what the endpoint alone puts beside it into an extension that has nothing else.
          const own = (path: string) => {
            const published = isQualified(path) ? findAttribute(capabilities, kind, path) : undefined;
            return published !== undefined && isReadOnly(published);
          };
          line.equal(
            changes.filter(
              (path) =>
                !own(path) &&
                !isLate(path) &&
                ![MANAGER.toLowerCase(), 'schemas'].includes(path.toLowerCase()),
            ),
            [],
            { key: 'changed', what: 'what changed' },
          );
        },
      );
    },
  ),
  check(
    'hard-delete.group-leaves-its-members',
    ['7643:4.2/delete-keeps-members'],
    'deleting a group leaves the users in it as they were',
    { needs: ['users', 'groups'] },
    async (tools) => {
      const { before, members, refused } = await tools.given.the(disbanded);
      tools.observe(
        'delete.group-with-members',
        refused === undefined ? 'deleted' : `refused with ${refused}`,
      );
      if (refused !== undefined) tools.notApplicable(FULL_STAYS, 'nothing-to-observe');

      await tools.must.each(
        members,
        (one) => `member-${members.indexOf(one) + 1}`,
        ({ after }, line) => line.haveStatus(after, 200, { key: 'still-there' }),
      );
      const changes = differing(tools.capabilities, 'User', before, members[0].after.body);
      tools.must.equal(
        changes.filter((path) => path !== 'groups'),
        [],
        { key: 'changed', what: 'what changed' },
      );
    },
  ),
  check(
    'hard-delete.group-leaves-the-user',
    ['7643:4.1.2/groups-reflects-membership'],
    "a deleted group is no longer among any user's groups",
    { needs: ['users', 'groups'] },
    async (tools) => {
      const { must, notApplicable } = tools;
      const { group, before, members, refused } = await tools.given.the(disbanded);
      if (refused !== undefined) notApplicable(FULL_STAYS, 'nothing-to-observe');
      const [{ after: answer }] = members;
      if (!readValues(before, 'groups').includes(group.id))
        notApplicable('the group is not shown while it exists', 'nothing-to-observe');
      const shown = (body: object) => readValues(body, 'groups').includes(group.id);

      must.haveStatus(answer, 200, { key: 'user' });
      must.hold(!shown(answer.body), {
        key: 'groups',
        expected: 'no such group',
        observed: 'the deleted group',
      });
    },
  ),
  check(
    'hard-delete.group-outlives-its-member',
    ['practice:P17'],
    'a group with a deleted member still exists, keeps its other members and can be changed',
    { needs: ['users', 'groups'] },
    async ({ given, must, notApplicable }) => {
      const { other, before, deleted, after: answer, changed } = await given.the(bereaved);
      if (!deleted.ok)
        notApplicable('the endpoint refuses to delete a member of a group', 'nothing-to-observe');

      must.haveStatus(answer, 200, { key: 'group' });
      if (changed !== undefined)
        must.hold(!isFault(changed), {
          key: 'cannot-be-changed',
          expected: 'a group that can be renamed',
          observed: describe(changed),
          exchange: changed.exchange,
        });
      if (!readValues(before, 'members').includes(other.id))
        notApplicable('the group does not show its members', 'nothing-to-observe');
      must.equal(readValues(answer.body, 'members').includes(other.id), true, {
        key: 'other',
        what: 'the other member is there',
      });
    },
  ),
  check(
    'hard-delete.absent-from-groups',
    [MEMBERSHIP],
    'a group with a deleted member can be read and keeps its other members',
    { needs: ['users', 'groups'] },
    async ({ given, must, observe, notApplicable }) => {
      const { doomed, other, before, deleted, after: answer } = await given.the(bereaved);
      observe('delete.member-of-a-group', deleted.ok ? 'deleted' : `refused with ${deleted.status}`);
      if (!deleted.ok)
        notApplicable('the endpoint refuses to delete a member of a group', 'nothing-to-observe');
      if (!readValues(before, 'members').includes(doomed.id))
        notApplicable('the group does not show its members', 'nothing-to-observe');
      const listed = (body: object) => readValues(body, 'members').includes(doomed.id);

      observe('delete.membership', listed(answer.body) ? 'still listed' : 'removed');
      // A reference to what is gone is lawful (RFC 7643 section 2.3.7); what else the group holds is not to go with it.
      must.haveStatus(answer, 200, { key: 'group' });
      must.equal(readValues(answer.body, 'members').includes(other.id), true, {
        key: 'other',
        what: 'the other member is there',
      });
    },
  ),
];

function isWritten(capabilities: Capabilities, path: string): boolean {
  return findAttribute(capabilities, 'User', path)?.mutability === 'readWrite';
}

/** A group that was deleted; its first member as shown before, and what reads of both answer afterwards. */
interface Disbanded {
  group: Owned;
  before: Attributes;
  /** The status with which its DELETE was refused. */
  refused: number | undefined;
  members: [{ after: ScimResponse }, { after: ScimResponse }];
}

const disbanded = fixture(
  'hard-delete.disbanded',
  async ({ given, scim, eventually }): Promise<Disbanded> => {
    const [first, second] = [await given.anyUser(), await given.anyUser()];
    const group = await given.group({}, [first, second]);
    const before = await given.read(first);
    await given.step('read it while it exists', scim.get(group.path));
    const refused = await refusalOfFull(given, scim, group, 'delete it');
    const after = await eventually(
      () => scim.get(first.path),
      ({ body }) => refused !== undefined || !readValues(body, 'groups').includes(group.id),
    );
    return { group, before, refused, members: [{ after }, { after: await scim.get(second.path) }] };
  },
);
