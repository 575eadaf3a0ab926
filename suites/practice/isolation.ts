import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { canChange, freeTexts, typeOfMail } from '../../kit/compose/choose.ts';
import { changed } from '../../kit/compose/merge.ts';
import { type Attributes, at, ENTERPRISE, member, readValues } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { spelled } from '../../schemas/spelling.ts';
import { crew, groupWith, listed, memberPath, readGroup } from '../fixtures/groups/members.ts';
import { changedPaths, differing, replacement } from '../fixtures/kinds.ts';
import { richest } from '../fixtures/lists/richest.ts';
import { newValue, renames } from '../fixtures/naming.ts';
import { fullShape } from '../fixtures/users/full.ts';
import { plainUser } from '../fixtures/users/users.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** The id of the manager that a user shows. */
async function readManager(given: Given, user: Owned): Promise<unknown> {
  return member(at(await given.read(user), MANAGER), 'value');
}

/** A mail address, where a client may write these. */
function composeMail(capabilities: Capabilities, value: string): Attributes {
  const emails = findAttribute(capabilities, 'User', 'emails');
  if (emails === undefined || emails.mutability === 'readOnly') return {};
  return { emails: [{ value, ...present({ type: typeOfMail(capabilities) }) }] };
}

/** Claims that a user stays as it is when a PATCH takes it out of the last of its groups, and puts it back. */
async function comesAndGoes(
  { scim, given, must, capabilities }: CheckTools,
  user: Owned,
  group: Owned,
): Promise<void> {
  let before = await given.latest(user);
  const steps = [
    { key: 'left-the-last', operation: { op: 'remove', path: memberPath(user) } },
    { key: 'joined', operation: { op: 'add', path: 'members', value: listed({ given }, user) } },
  ];
  for (const { key, operation } of steps) {
    if (!(await scim.patch(group.path, [operation])).ok) return;
    const answer = await scim.get(user.path);
    must.haveStatus(answer, 200, { key: `${key}/still-there`, row: 'practice:P15' });
    const after = spelled(answer.body, capabilities, 'User');
    const strays = changedPaths(capabilities, 'User', before, after).filter((path) => path !== 'groups');
    must.equal(strays, [], { key: `${key}/users`, what: 'what changed in the user', row: 'practice:P15' });
    before = after;
  }
}

/** A write reaches the resource in its path and nothing else. */
export const isolation = [
  check(
    'practice.writes-leave-other-users-alone',
    ['practice:P15'],
    'creating, replacing and patching a user leaves other users as they were',
    { needs: ['users'], long: true },
    async ({ scim, given, must, capabilities }) => {
      const [text] = freeTexts(capabilities);
      const make = async (namesake: Attributes) => {
        const shared = { externalId: given.unique(), ...composeMail(capabilities, given.address()) };
        const pair = await given.userList(2, (index) => ({ ...namesake, ...(index === 0 ? shared : {}) }));
        return { shared, pair, newer: await given.user(namesake) };
      };
      // Two of a name may be refused where no schema says so (RFC 7644 section 3.3).
      const alike = text === undefined ? [] : [() => make({ [text]: given.unique() })];
      const [{ shared, pair, newer }] = await richest([...alike, () => make({})]);
      const [older, other] = pair;
      if (older === undefined || other === undefined) return;
      const controls = [older, newer];
      const before: Attributes[] = [];
      for (const control of controls) before.push(await given.read(control));
      const name = renames(capabilities) ? 'userName' : 'externalId';
      const names = {
        ...(text === undefined ? {} : { [text]: given.unique() }),
        [name]: newValue(given, name),
      };
      const body = replacement(capabilities, other, await given.read(other), names);
      await given.step('replace it', scim.put(other.path, body));
      const operation = { op: 'replace', path: name, value: newValue(given, name) };
      if (capabilities.features.patch) await given.step('patch it', scim.patch(other.path, [operation]));

      // Values that somebody has already: refused where they are unique, and nobody loses them over it.
      if (capabilities.features.patch)
        await scim
          .patch(other.path, [{ op: 'replace', value: shared }])
          .as('control', 'give it the same values');
      // One that has no more than the newer one has: no externalId, where none is required.
      if (capabilities.features.patch && canChange(capabilities, 'User', 'active'))
        await scim
          .patch((await given.anyUser()).path, [{ op: 'replace', path: 'active', value: false }])
          .as('control', 'set another one inactive');

      for (const [index, control] of controls.entries()) {
        const changes = differing(capabilities, 'User', before[index] ?? {}, await given.read(control));
        must.equal(changes, [], { key: index === 0 ? 'older' : 'newer', what: 'what changed' });
      }
    },
  ),
  check(
    'practice.membership-changes-stay-in-their-group',
    ['practice:P16', 'practice:P15'],
    'changing the members of one group leaves another group and the users themselves alone',
    { needs: ['users', 'groups'], long: true },
    async ({ must, ...tools }) => {
      const { scim, given, capabilities } = tools;
      const [first, third] = await given.the(crew);
      // Of its own: others take those of the crew in and out as well.
      const second = await given.made(fullShape);
      const before = await given.read(second);
      const control = await groupWith(tools, [first, second]);
      const group = await groupWith(tools, [first, second]);
      const put = changed(await given.latest(group), { members: listed(tools, second, third) });
      await given.step('replace the members', scim.put(group.path, put));
      const operations = [
        { op: 'remove', path: memberPath(second) },
        { op: 'add', path: 'members', value: listed(tools, first) },
      ];
      if (capabilities.features.patch) await given.step('patch them', scim.patch(group.path, operations));

      const members = readValues(await readGroup(tools, control), 'members');
      must.equal(members, [first.id, second.id], { key: 'members', what: 'the members of the other group' });
      // Who was put into a group, and taken out of it, is otherwise as before.
      const strays = differing(capabilities, 'User', before, await given.read(second));
      must.equal(
        strays.filter((path) => path !== 'groups'),
        [],
        { key: 'users', what: 'what changed in a user', row: 'practice:P15' },
      );
      if (capabilities.features.patch) await comesAndGoes({ ...tools, must }, second, control);
    },
  ),
  check(
    'practice.manager-reaches-whom-it-names',
    ['practice:P15'],
    'a PATCH of manager sets the given manager on the named user and no other',
    { needs: ['users', 'patch'], long: true },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      if (findAttribute(capabilities, 'User', MANAGER)?.mutability !== 'readWrite')
        notApplicable('no manager can be written', 'nothing-to-observe');
      const [older, user, boss] = [await given.anyUser(), await given.anyUser(), await given.anyUser()];
      const all = [older, user, boss];
      const before: unknown[] = [];
      for (const one of all) before.push(await readManager(given, one));
      const set = await scim.patch(user.path, [{ op: 'add', path: MANAGER, value: { value: boss.id } }]);
      if (!set.ok) notApplicable('the endpoint does not accept a manager in this form', 'nothing-to-observe');
      const after: unknown[] = [];
      for (const one of all) after.push(await readManager(given, one));

      // That it is stored at all is claimed elsewhere.
      const its = after[1];
      must.hold(typeof its !== 'string' || its === boss.id || its === before[1], {
        key: 'other-manager',
        expected: 'the given manager, or none',
        observed: its === user.id ? 'the user itself for its manager' : 'somebody else for its manager',
      });
      must.equal([after[0], after[2]], [before[0], before[2]], {
        key: 'others',
        what: 'the managers of another user and of the manager',
      });
      if (!renames(capabilities) || its !== boss.id) return;
      const name = { op: 'replace', path: 'userName', value: given.address() };
      if (!(await scim.patch(boss.path, [name])).ok) return;
      must.equal(await readManager(given, user), its, {
        key: 'renamed',
        what: 'the manager of a user after the manager was renamed',
      });
    },
  ),
  check(
    'practice.writes-to-unknown-ids-make-nothing',
    ['practice:P19'],
    'PUT, PATCH and DELETE of an id that does not exist create nothing',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      await plainUser(given);
      const path = await given.absent(given.users);
      const userName = given.address();
      await scim.delete(path);
      const put = await scim.put(path, { ...given.payload('User'), userName });
      if (capabilities.features.patch)
        await scim.patch(path, [{ op: 'replace', path: 'userName', value: userName }]);
      const read = await scim.get(path);
      // Nothing else would remove what was made under an id that the run invented.
      if (read.ok) await scim.delete(path).as('clean-up');

      must.hold(!put.ok, { key: 'PUT', expected: 'status 404', observed: `status ${put.status}` });
      must.haveStatus(read, 404, { key: 'created' });
      if (!capabilities.features.filter) return;
      const found = readList(await scim.find(given.users, `userName eq ${quote(userName)}`));
      must.equal(found.resources.length, 0, { key: 'found', what: 'the number of users with that name' });
    },
  ),
];
