import {
  createUser,
  lookup,
  type OktaUser,
  read,
  replaceUser,
  send,
  setActive,
} from '../../clients/okta/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import { changed, without } from '../../kit/compose/merge.ts';
import { type Attributes, elements, isObject, member, show } from '../../schemas/attributes.ts';

function oktaUser(given: Given): OktaUser {
  const userName = given.address();
  return {
    userName,
    externalId: `${given.unique()}.00u`,
    mail: userName,
    givenName: 'Isabella',
    // An endpoint may have names to show that are one of a kind.
    familyName: `Rossi ${given.unique()}`,
  };
}

/** A user as Okta creates it, and where it is. */
export async function pushed({ scim, given }: Pick<CheckTools, 'scim' | 'given'>) {
  const user = oktaUser(given);
  const answer = await given.step('create a user', send(scim, createUser(given.users, user)));
  return { user, path: await given.findPlace(answer) };
}

const readActive = async (given: Given, path: string) => member(await given.read(path), 'active');

export const users = [
  check(
    'okta.lookup-finds-the-user',
    ['okta:O01'],
    'a lookup with %20, startIndex and count returns a ListResponse with the user',
    async ({ must, scim, given }) => {
      const user = await given.user();

      must.listExactly(await send(scim, lookup(given.users, 'userName', user.name)), [user.id]);
      const empty = await send(scim, lookup(given.users, 'userName', given.address()));
      must.hold(empty.status !== 200 || elements(empty.body, 'Resources').length === 0, {
        key: 'other-name',
        expected: 'no user',
        observed: describe(empty),
      });
    },
  ),
  check(
    'okta.lookup-without-match-is-understood',
    ['okta:O02'],
    'a lookup without a match returns an empty ListResponse, or 404 with a SCIM error',
    async ({ must, scim, given, observe }) => {
      const user = await given.user();
      const hit = await send(scim, lookup(given.users, 'userName', user.name));
      must.listExactly(hit, [user.id], { key: 'hit' });

      const answer = await send(scim, lookup(given.users, 'userName', given.address()));
      observe('lookup.without-match', String(answer.status));
      if (answer.status === 404) must.beScimError(answer, 404);
      else must.listExactly(answer, []);
    },
  ),
  check(
    'okta.create-answers-201-with-the-user',
    ['okta:O04', 'okta:O05'],
    'a create with groups, password and locale returns 201 with the user and its id',
    async ({ must, scim, given }) => {
      const user = oktaUser(given);

      const answer = await send(scim, createUser(given.users, user));
      must.haveStatus(answer, 201, { row: 'okta:O04' });
      must.hold(
        isObject(answer.json) && typeof member(answer.body, 'id') === 'string',
        {
          key: 'body',
          expected: 'the user with its id',
          observed: describe(answer),
        },
        { row: 'okta:O05' },
      );
      const found = await given.read(await given.findPlace(answer));
      must.keep(found, 'userName', user.userName, { caseExact: false, row: 'okta:O04' });
      must.keep(found, 'externalId', user.externalId, { row: 'okta:O04' });
    },
  ),
  check(
    'okta.second-create-is-a-conflict',
    ['okta:O06'],
    'creating an existing userName returns 409 with a SCIM error',
    async ({ must, scim, given }) => {
      const { user } = await pushed({ scim, given });

      must.beScimError(
        await send(scim, createUser(given.users, { ...user, externalId: given.unique() })),
        409,
      );
    },
  ),
  check(
    'okta.put-of-the-whole-user-is-stored',
    ['okta:O07'],
    'a PUT of the user as read, with one attribute changed, stores the change',
    async ({ must, scim, given }) => {
      const { path } = await pushed({ scim, given });
      const rest = without(await given.read(path), ['id', 'meta', 'groups']);
      const userName = given.address();

      must.haveStatus(await send(scim, replaceUser(path, changed(rest, { userName }))), 200);
      const now = await given.read(path);
      must.keep(now, 'userName', userName, { caseExact: false });
      must.keep(now, 'externalId', member(rest, 'externalId'));
    },
  ),
  check(
    'okta.put-takes-what-get-returned',
    ['okta:O08'],
    'PUT accepts the id, meta and groups returned by GET',
    async ({ must, scim, given }) => {
      const { path } = await pushed({ scim, given });
      const whole: Attributes = await given.read(path);
      const userName = given.address();

      const body = { groups: [], ...whole, userName };
      must.haveStatus(await send(scim, replaceUser(path, body)), [200, 204]);
      must.keep(await given.read(path), 'userName', userName, { caseExact: false });
    },
  ),
  check(
    'okta.pathless-patch-deactivates',
    ['okta:O09'],
    'a PATCH of {"active": false} without a path deactivates the user',
    async ({ must, scim, given }) => {
      const { path } = await pushed({ scim, given });

      must.haveStatus(await send(scim, setActive(path, false)), [200, 204]);
      must.equal(await readActive(given, path), false, { key: 'active', what: 'active' });
    },
  ),
  check(
    'okta.put-deactivates',
    ['okta:O10'],
    'a PUT with active false deactivates the user',
    async ({ must, scim, given }) => {
      const { path } = await pushed({ scim, given });
      const whole = await given.read(path);

      must.haveStatus(await send(scim, replaceUser(path, { ...whole, active: false })), [200, 204]);
      must.equal(await readActive(given, path), false, { key: 'active', what: 'active' });
    },
  ),
  check(
    'okta.deactivated-user-stays',
    ['okta:O11'],
    'a deactivated user can still be read and is found by a lookup',
    async ({ must, scim, given }) => {
      const { user, path } = await pushed({ scim, given });
      await given.step('deactivate it', send(scim, setActive(path, false)));

      must.keep((await send(scim, read(path))).body, 'active', false);
      const answer = await send(scim, lookup(given.users, 'userName', user.userName));
      must.equal(must.haveList(answer).resources.length, 1, {
        key: 'lookup',
        what: 'the number of users found',
      });
    },
  ),
  check(
    'okta.deactivated-user-returns',
    ['okta:O12'],
    'a deactivated user can be reactivated, and its userName creates no second user',
    async ({ must, scim, given }) => {
      const { user, path } = await pushed({ scim, given });
      await given.step('deactivate it', send(scim, setActive(path, false)));

      must.haveStatus(await send(scim, createUser(given.users, user)), 409, { key: 'second-user' });
      must.haveStatus(await send(scim, setActive(path, true)), [200, 204], { key: 'activate' });
      must.equal(await readActive(given, path), true, { key: 'active', what: 'active' });
    },
  ),
  check(
    'okta.emails-as-an-object-are-no-fault',
    ['okta:O26'],
    'emails sent as an object are understood or refused with 400',
    async ({ must, scim, given, observe }) => {
      const mail = given.address();
      const body = given.payload('User', { emails: given.whole('User', 'emails', { value: mail }) });

      const answer = await scim.post(given.users, body);
      observe('create.emails-as-object', answer.ok ? 'understood' : `refused with ${answer.status}`);
      if (!answer.ok) return must.beScimError(answer, 400);
      const kept = elements(await given.read(await given.findPlace(answer)), 'emails');
      must.hold(kept.length <= 1, { key: 'emails', expected: 'at most one address', observed: show(kept) });
    },
  ),
  check(
    'okta.ways-of-taking-away-are-noted',
    ['okta:O27'],
    'whether a user can be removed by DELETE or by setting active to false',
    async ({ must, scim, given, observe }) => {
      const [first, second] = [await given.user(), await given.user({ active: true })];
      await given.read(first);
      await scim.delete(first.path);
      const deleted = (await scim.get(first.path)).status === 404;
      await send(scim, setActive(second.path, false));
      const disabled = (await readActive(given, second.path)) === false;

      observe('deprovisioning.delete', deleted ? 'works' : 'has no effect');
      observe('deprovisioning.active', disabled ? 'works' : 'has no effect');
      must.hold(deleted || disabled, { key: 'either', expected: 'one way that works', observed: 'none' });
    },
  ),
];
