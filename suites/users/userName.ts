import { check } from '../../kit/check/check.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { unrefused } from '../../kit/check/words.ts';
import { isAnyText } from '../../kit/compose/choose.ts';
import { equal, isObject, member, show } from '../../schemas/attributes.ts';
import { documentAnswer } from '../fixtures/documents.ts';
import { taken } from '../fixtures/kinds.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { putsBack } from '../fixtures/users/rewritten.ts';
import { firstPage, plainUser, takenName } from '../fixtures/users/users.ts';

export const userName = [
  check(
    'users.create-needs-user-name',
    ['7643:4.1.1/username-required'],
    'a user is not created without a userName',
    {
      needs: ['users'], // A nameless user would be seen by checks that list what there is.
      phase: 'exclusive',
    },
    async ({ scim, given, must, remark }) => {
      await plainUser(given);
      const without = [
        { key: 'absent', userName: undefined },
        { key: 'empty', userName: '' },
        { key: 'null', userName: null },
      ];

      await must.each(
        without,
        ({ key }) => key,
        async ({ key, userName }, line) => {
          const body = given.payload('User', { userName, externalId: given.unique() });
          const answer = await scim.post(given.users, body);
          if (!answer.ok) {
            line.hold(answer.status < 500, {
              key: unrefused(answer.status),
              expected: 'status 400',
              observed: describe(answer),
            });
            if (answer.status !== 400) remark('warning', key, `answered ${answer.status}, not 400`);
            return;
          }
          const stored = member(await given.read(await given.findPlace(answer)), 'userName');
          line.hold(typeof stored === 'string' && stored.trim() !== '', {
            key: 'created',
            expected: 'status 400, or a userName made by the endpoint',
            observed: `a user whose userName is ${show(stored)}`,
          });
          remark('warning', key, 'the endpoint made up a userName where the client gave none');
        },
      );
    },
  ),
  check(
    'users.listed-users-have-user-names',
    ['7643:4.1.1/username-required'],
    'every user in a list has a non-empty userName',
    { needs: ['users'] },
    async ({ given, must, notApplicable }) => {
      await plainUser(given);
      const { resources } = readList(taken('list users', await given.the(firstPage)));
      if (resources.length === 0) notApplicable('the list is empty', 'nothing-to-observe');

      const nameless = resources.filter((user) => {
        const name = member(user, 'userName');
        return typeof name !== 'string' || name.trim() === '';
      });
      must.equal(nameless.length, 0, { key: 'userName', what: 'the number of users without a userName' });
    },
  ),
  check(
    'users.taken-user-name-is-refused',
    ['7644:3.3/conflict-409'],
    'creating a user with an existing userName returns 409 uniqueness',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      const { user } = await given.the(takenName);

      const answer = await scim.post(given.users, given.payload('User', { userName: user.name }));
      must.haveStatus(answer, 409, { key: 'conflict' });
      const scimType = member(answer.body, 'scimType');
      must.hold(String(scimType).toLowerCase() === 'uniqueness', {
        key: 'conflict/scimType',
        expected: 'scimType uniqueness',
        observed: show(scimType),
      });
      if (scimType !== 'uniqueness')
        remark('warning', 'scimType', `scimType is ${show(scimType)}, not uniqueness by letter`);
    },
  ),
  check(
    'users.user-name-is-unique',
    ['7643:4.1.1/username-unique'],
    'an existing userName never creates a second user',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const { user } = await given.the(takenName);
      const second = await scim.post(given.users, given.payload('User', { userName: user.name }));

      must.hold(!second.ok || member(second.body, 'id') === user.id, {
        key: 'second-user',
        expected: 'no second user of this userName',
        observed: describe(second),
      });
      must.keep(await given.read(user), 'userName', user.name, { caseExact: false });
    },
  ),
  check(
    'users.user-name-is-unique-in-any-case',
    ['7643:4.1.1/username-unique-ci'],
    'a userName that differs only in case counts as taken',
    { needs: ['users'] },
    async ({ scim, given, must, remark, notApplicable }) => {
      if (given.attribute('User', 'userName').caseExact)
        notApplicable('the endpoint publishes userName as caseExact, which is judged by itself');
      const { user } = await given.the(takenName);

      const body = given.payload('User', { userName: user.name.toUpperCase() });
      const answer = await scim.post(given.users, body);
      must.hold(!answer.ok && answer.status < 500, {
        key: 'second-user',
        expected: 'status 409',
        observed: describe(answer),
      });
      if (answer.status !== 409) remark('warning', 'status', `answered ${answer.status}, not 409`);
    },
  ),
  check(
    'users.user-name-schema',
    ['7643:4.1.1/username-schema'],
    'the published userName is required, unique and not case-exact',
    { needs: ['users'], reads: true },
    async ({ given, must, remark, notApplicable, capabilities }) => {
      if (capabilities.assumed.includes('schemas'))
        notApplicable('the endpoint publishes no readable /Schemas', 'assumed');
      await given.the(documentAnswer('Schemas'));
      const published = given.attribute('User', 'userName');

      must.equal(published.required, true, { key: 'required', what: 'required of userName' });
      must.equal(published.caseExact, false, { key: 'caseExact', what: 'caseExact of userName' });
      if (published.uniqueness === 'none')
        remark('warning', 'uniqueness', 'uniqueness of userName is none, though it is unique');
      if (published.mutability !== 'readWrite')
        remark('warning', 'mutability', `mutability of userName is ${published.mutability}`);
      if (published.returned === 'never' || published.returned === 'request')
        remark('warning', 'returned', `userName is returned ${published.returned}`);
    },
  ),
  check(
    'users.user-name-can-be-changed',
    ['7643:4.1.1/username-changeable'],
    'a PUT can change the userName of a user, whose id stays the same',
    { needs: ['users'] },
    async ({ given, must, notApplicable }) => {
      const { mutability } = given.attribute('User', 'userName');
      if (mutability !== 'readWrite') notApplicable(`the endpoint publishes userName as ${mutability}`);
      await putsBack(given);
      const { user, value, answer, after } = await given.the(renamed);

      must.hold(answer.ok, { key: 'refused', expected: 'a PUT that renames', observed: describe(answer) });
      must.keep(after, 'userName', value, { caseExact: false });
      const old = await given.lookUp(given.users, `userName eq ${quote(user.name)}`);
      if (old === undefined) return;
      const found = old.resources.some((one) => member(one, 'id') === user.id);
      must.equal(found, false, { key: 'old-name', what: 'whether the old name finds the user' });
    },
  ),
];

export const names = [
  check(
    'users.name-comes-back',
    ['7643:4.1.1/name-variants', '7643:4.1.1/name-consistent'],
    'a name sent in parts is returned in parts, as one string, or both',
    { needs: ['users'] },
    async ({ given, observe, remark, notApplicable }) => {
      for (const path of ['name.familyName', 'name.givenName'])
        if (!isAnyText(given.attribute('User', path)))
          notApplicable(`${path} is no text that may be anything`);
      const [givenName, familyName] = ['Conny', given.unique()];
      const user = await given.user({ name: { givenName, familyName } });
      const stored = await given.read(user);

      const name = member(stored, 'name');
      const formatted = member(name, 'formatted');
      const parts =
        equal(member(name, 'familyName'), familyName) && equal(member(name, 'givenName'), givenName);
      const shown = [parts ? 'parts' : [], typeof formatted === 'string' ? 'formatted' : []].flat();
      observe('name.shown-as', shown.join(' and ') || (isObject(name) ? 'something else' : 'nothing'));
      if (typeof formatted === 'string' && !(formatted.includes(givenName) && formatted.includes(familyName)))
        remark('note', 'name.formatted', 'name.formatted does not contain the parts of the name');
    },
  ),
];
