import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { canChange } from '../../kit/compose/choose.ts';
import { type Attributes, member, readValues } from '../../schemas/attributes.ts';
import { replacement, taken } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { fullOne, lentFull } from '../fixtures/users/full.ts';

/** A PUT that sets somebody inactive does so; not asked where the endpoint disables nobody. */
async function isSetInactive(
  { scim, given, capabilities }: CheckTools,
  must: Must,
  { user, sent }: { user: Owned; sent: Attributes },
  read: Attributes,
): Promise<void> {
  if (typeof member(read, 'active') !== 'boolean' || !canChange(capabilities, 'User', 'active')) return;
  const body = replacement(capabilities, user, read, { active: false });
  const answer = await scim.put(user.path, body).as('control', 'set it inactive');
  if (!answer.ok) return;
  const after = await given.read(user);
  // Others look at this user after it.
  await scim.put(user.path, { ...body, active: true }).as('control', 'set it active again');
  must.equal(member(after, 'active'), false, {
    key: 'inactive',
    what: 'active of a member whom a PUT sets inactive',
  });
  must.changeOnly({ sent, before: read, after }, [{ op: 'replace', path: 'active', value: false }], {
    key: 'inactive/others-stay',
  });
}

/** What a PUT repeats of a resource (RFC 7644 section 3.5.1). */
export const replaceWhole = [
  check(
    'users.replace-keeps-what-it-repeats',
    ['7644:3.5.1/put-replaces'],
    'a PUT that changes one value keeps all the values it repeats',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, capabilities, must } = tools;
      const { user, sent, group } = await given.the(fullOne);
      const before = (await given.borrow(lentFull))?.before ?? {};
      // Whoever was set inactive before may have left it: what that means is left to the endpoint.
      const joined = group === undefined ? [] : readValues(await given.read(group), 'members');
      const path = changeablePath(capabilities);
      const value = newValue(given, path);
      const body = replacement(capabilities, user, before, { [path]: value });
      taken('replace it', await scim.put(user.path, body).as('given', 'replace it'));

      const after = await given.read(user);
      must.changeOnly({ sent, before, after }, [{ op: 'replace', path, value }]);
      if (group === undefined) return;
      const party = await given.read(group);
      must.equal(readValues(party, 'members'), joined, {
        key: 'membership',
        what: 'the members of its group',
      });
      const name = changeablePath(capabilities, 'Group');
      const change = { [name]: given.unique() };
      const answer = await scim.put(group.path, replacement(capabilities, group, party, change));
      taken('replace its group', answer);
      must.changeOnly(
        { sent: group.sent, before: party, after: await given.read(group) },
        [{ op: 'replace', value: change }],
        { key: 'Group/others-stay' },
      );
      await isSetInactive(tools, must, { user, sent }, after);
    },
  ),
];
