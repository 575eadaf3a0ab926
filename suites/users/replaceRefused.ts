import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { unrefused } from '../../kit/check/words.ts';
import { without } from '../../kit/compose/merge.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, member } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { replacement, taken } from '../fixtures/kinds.ts';
import { claimTwoNames, mayRename } from '../fixtures/naming.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { putBack, putsBack } from '../fixtures/users/rewritten.ts';
import { creation, plainRead, plainUser } from '../fixtures/users/users.ts';
import { newPassword } from './fixtures.ts';

const FOREIGN_DATE = '1999-12-31T23:59:58Z';

export const replaceRefused = [
  check(
    'users.replace-ignores-read-only',
    ['7644:3.5.1/put-readonly-ignored'],
    'readOnly values in a PUT are ignored',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      await putsBack(given);
      // How it was renamed is noted: whoever comes now may change it.
      const { user, after: before } = await given.the(renamed);
      const foreign = given.unique();
      const meta = {
        created: FOREIGN_DATE,
        location: `https://example.test/${foreign}`,
        version: `W/"${foreign}"`,
      };
      // What no schema knows is no readOnly value, and may be refused.
      const has = findAttribute(capabilities, 'User', 'groups') !== undefined;
      const changes = {
        meta: { ...(before.meta as Attributes), ...meta },
        ...(has && { groups: [{ value: foreign }] }),
      };
      const answer = await scim.put(user.path, replacement(capabilities, user, before, changes));

      must.hold(answer.ok, {
        key: 'refused',
        expected: 'the values ignored',
        observed: describe(answer),
      });
      const stored = await given.read(user);
      const text = answer.text + JSON.stringify(stored);
      must.hold(!text.includes(foreign), {
        key: 'taken',
        expected: 'no client value',
        observed: 'a client value',
      });
      for (const path of ['id', 'meta.created', 'meta.location', 'groups'])
        must.equal(at(stored, path), at(before, path), { key: path, what: path });
    },
  ),
  check(
    'users.replace-keeps-the-id',
    ['7644:3.5.1/put-readonly-ignored'],
    'a PUT whose body contains another id changes no id',
    { needs: ['users'] },
    async ({ scim, given, must, remark, capabilities }) => {
      const { user, read } = await given.the(newPassword);
      const foreign = given.unique();
      const body = replacement(capabilities, user, read, { id: foreign });
      const answer = await scim.put(user.path, body);

      if (!answer.ok) {
        must.haveStatus(answer, 400, { key: 'other-id' });
        remark('warning', 'other-id', 'an id in the body that differs from the address is refused');
      }
      // An id of another form than the endpoint's own may be refused in the place of being looked for.
      must.haveStatus(await scim.get(`${user.endpoint}/${foreign}`), [404, 400], { key: 'foreign-id' });
      const own = await scim.get(user.path);
      must.equal(member(own.body, 'id'), user.id, { key: 'own-id', what: 'id at its own address' });
    },
  ),
  check(
    'users.replace-needs-user-name',
    ['7644:3.5.1/put-missing-required'],
    'a PUT without userName gets a 400 and removes no userName',
    { needs: ['users'] },
    async ({ scim, given, must, remark, capabilities }) => {
      const { resource: user, read } = await given.the(putBack('User'));
      const answer = await scim.put(user.path, without(replacement(capabilities, user, read), ['userName']));

      must.keep(await given.read(user), 'userName', user.name, { key: 'user-name', caseExact: false });
      if (answer.ok)
        return remark('warning', 'kept', 'a PUT without userName succeeds and keeps the old one');
      must.hold(answer.status < 500, {
        key: unrefused(answer.status),
        expected: 'status 400',
        observed: describe(answer),
      });
      if (answer.status !== 400) remark('warning', 'status', `answered ${answer.status}, not 400`);
    },
  ),
  check(
    'users.replace-creates-nothing',
    ['7644:3.5.1/put-no-create'],
    'a PUT to an unknown id returns 404 and creates nothing',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      await plainUser(given);
      const path = await given.absent(given.users);
      const answer = await scim.put(path, given.payload('User'));

      must.haveStatus(await scim.get(path), 404, { key: 'created' });
      must.hold(answer.status >= 400 && (answer.status < 500 || answer.status === 501), {
        key: unrefused(answer.status),
        expected: 'status 404',
        observed: describe(answer),
      });
      if (answer.status !== 404) remark('warning', 'status', `answered ${answer.status}, not 404`);
    },
  ),
  check(
    'users.replace-of-the-collection',
    ['7644:3.5.1/put-on-collection'],
    'a PUT to the collection of users creates no user',
    { needs: ['users', 'filter'], phase: 'exclusive', optIn: 'destructive' },
    async ({ scim, given, must, remark }) => {
      const { user } = await plainUser(given);
      const body = given.payload('User');
      const answer = await scim.put(given.users, body);

      must.hold(answer.status < 500 || answer.status === 501, {
        key: 'server-error',
        expected: 'a refusal such as 405',
        observed: describe(answer),
      });
      const found = await given.search(given.users, `userName eq ${quote(String(body.userName))}`);
      const made = found.resources.filter((one) => equal(member(one, 'userName'), body.userName, false));
      must.equal(made.length, 0, { key: 'created', what: 'the number of users that it created' });
      must.keep(await given.read(user), 'id', user.id);
      if (answer.ok) remark('warning', 'accepted', 'a PUT to the collection succeeds');
    },
  ),
  check(
    'users.replace-with-taken-user-name',
    ['7644:3.12/put-uniqueness'],
    "a PUT with another user's userName is refused with scimType uniqueness",
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      mayRename({ capabilities, notApplicable });
      const { second, answer, after } = await given.the(takenByPut);

      must.keep(after, 'userName', second.name, { key: 'changed', caseExact: false });
      must.beRefused(answer, [409, 400], 'uniqueness', { key: 'conflict' });
    },
  ),
  check(
    'users.replace-never-doubles-a-user-name',
    ['7643:4.1.1/username-unique'],
    "after a PUT with another user's userName, no two users share it",
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      mayRename({ capabilities, notApplicable });
      const { first, after } = await given.the(takenByPut);

      await claimTwoNames(given, must, first, after);
    },
  ),
  check(
    'users.post-to-a-user-creates-nothing',
    ['7644:3.2/create-post-to-id'],
    "a POST to a user's address creates no other user",
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      const path = await given.findPlace(taken('create a user', await given.the(creation('User'))));
      const { body: before } = taken('read it', await given.the(plainRead(path)));
      const answer = await scim.post(path, given.payload('User'));

      const id = member(answer.body, 'id');
      must.hold(answer.status !== 201 && (!answer.ok || id === undefined || id === before.id), {
        key: 'created',
        expected: 'a refusal such as 405 or 404',
        observed: describe(answer),
      });
      if (![400, 404, 405, 501].includes(answer.status))
        remark('warning', 'status', `answered ${answer.status}, not 404 or 405`);
      must.equal(member(await given.read(path), 'userName'), member(before, 'userName'), { key: 'userName' });
    },
  ),
];

/** A user that a PUT was to give another one's userName, what that was answered, and how the user reads then. */
interface TakenName {
  first: Owned;
  second: Owned;
  answer: ScimResponse;
  after: Attributes;
}

const takenByPut = fixture(
  'users.taken-by-put',
  async ({ given, scim, capabilities }): Promise<TakenName> => {
    const { user: first } = await plainUser(given);
    const second = await given.anyUser();
    const stored = await given.read(second);
    const body = replacement(capabilities, second, stored, { userName: first.name });
    const answer = await scim.put(second.path, body).as('given', 'take a name');
    return { first, second, answer, after: await given.read(second) };
  },
);
