import { findUser, remove, send, setActive } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { ERROR, elements, isObject, member, readValues, show } from '../../schemas/attributes.ts';
import { switchedUser } from '../fixtures/clients/lent.ts';
import { composeCreate, holds, person, provisionedActive } from '../fixtures/clients/provisioned.ts';
import { relatedLeavers, takenAway } from '../fixtures/clients/related.ts';
import { heir } from '../fixtures/gone/heir.ts';
import { succession } from '../fixtures/gone/succession.ts';
import { deletedAgain } from '../fixtures/gone/written.ts';
import { taken } from '../fixtures/kinds.ts';
import { createdInactive } from '../fixtures/users/inactive.ts';
import { addressedUser } from '../fixtures/users/shapes.ts';

export const hardDelete = [
  check(
    'smartfile.unassigned-user-is-gone',
    ['smartfile:S11'],
    'a deleted user is gone from its address and every lookup, not kept as inactive',
    async ({ scim, given, must, profile }) => {
      const { user, deletion, read } = await given.the(takenAway);
      taken('delete it', deletion);

      must.haveStatus(read, 404, { key: 'by-id' });
      const paths = profile.matching.filter(
        ({ resource, path }) => resource === 'User' && !path.includes('['),
      );
      await must.each(
        paths,
        ({ path }) => path,
        async ({ path }, line) => {
          const value = path === 'id' ? user.id : String(user.sent[path]);
          line.listExactly(await send(scim, findUser(given.users, path, value)), []);
        },
      );
    },
  ),
  check(
    'smartfile.returning-user-is-created-again',
    ['smartfile:S12'],
    'after a hard delete the lookup is empty and the same userName is created, with 201',
    async ({ scim, given, must, capabilities }) => {
      const first = await given.made(addressedUser);
      const someone = { ...person(given), userName: first.name, externalId: String(first.sent.externalId) };
      await given.step('delete it', send(scim, remove(first.path)));

      must.listExactly(await send(scim, findUser(given.users, 'userName', someone.userName)), []);
      must.haveStatus(await send(scim, composeCreate({ given, capabilities }, someone)), 201, {
        key: 'create-again',
      });
    },
  ),
  check(
    'smartfile.disabling-works-or-is-refused',
    ['smartfile:S14'],
    'setting active to false takes effect, or is refused and changes nothing',
    async ({ scim, given, must, observe, ...tools }) => {
      const user = await given.made(provisionedActive);
      const before = member(await given.read(user), 'active');

      await must.each(['default', 'flag'] as const, String, async (dialect, line) => {
        const answer = await send(scim, setActive(dialect, user.path, false));
        if (answer.ok) {
          line.equal(member(await given.read(user), 'active'), false, { key: 'active', what: 'active' });
          observe(`disable.${dialect}`, 'disabled');
          return;
        }
        line.beRefused(answer, [400, 403, 405, 409, 422, 501]);
        line.hold(isScimError(answer.body), {
          key: 'error-message',
          expected: 'a SCIM error that says why',
          observed: describe(answer),
        });
        line.equal(member(await given.read(user), 'active'), before, { key: 'unchanged', what: 'active' });
        observe(`disable.${dialect}`, `refused with ${answer.status}`);
      });
      await createdInactive({ given, observe, ...tools }, must);
    },
  ),
  check(
    'smartfile.active-member-is-deleted-at-once',
    ['smartfile:S16'],
    'an active member of a group, or manager of others, is deleted at once',
    { needs: ['provisions-groups'] },
    async ({ given, must }) => {
      const leavers = (await given.the(relatedLeavers)).filter(({ key }) => key !== 'disabled');

      await must.each(
        leavers,
        ({ key }) => key,
        ({ deletion, read }, line) => {
          // Which success it is answered with is the claim of another row.
          line.haveStatus(deletion, [200, 202, 204]);
          line.haveStatus(read, 404, { key: 'gone' });
        },
      );
    },
  ),
  check(
    'smartfile.recreated-user-is-new',
    ['smartfile:S13'],
    'a user recreated after a hard delete has a new id and nothing of the old user',
    async ({ given, must, profile, notApplicable }) => {
      const { old, read } = await succession(given);

      must.hold(member(read, 'id') !== old.id, {
        key: 'id',
        expected: 'another id',
        observed: 'the id it had',
      });
      // One of its own was given to it where the endpoint or the settings want that.
      const kept = read.externalId === old.sent.externalId ? read.externalId : undefined;
      must.equal(kept, undefined, { key: 'externalId', what: 'externalId of the old user' });
      const mails = elements(old.sent, 'emails').map((one) => String(member(one, 'value')).toLowerCase());
      const inherited = readValues(read, 'emails').filter((one) => mails.includes(one.toLowerCase()));
      must.equal(inherited, [], { key: 'emails', what: 'the addresses' });
      if (profile.resources === 'users') return;
      const { fresh, group, read: shown, groupRead } = await heir({ given, notApplicable });
      // Groups that the endpoint works out by itself are not inherited.
      const groups = readValues(shown, 'groups').filter((id) => id === group.id);
      must.equal(groups, [], { key: 'groups', what: 'the groups of the old user' });
      const left = elements(groupRead, 'members').map((one) => member(one, 'value'));
      must.hold(!left.includes(fresh.id), {
        key: 'members',
        expected: 'no membership',
        observed: show(left),
      });
    },
  ),
  check(
    'smartfile.second-delete-is-404',
    ['smartfile:S17'],
    'deleting a user a second time returns 404, so that a repeated cycle settles',
    async ({ given, must }) => {
      const { shown, deletion } = await given.the(deletedAgain);

      // Whatever else is at the id may be somebody else's: nothing is written there.
      must.haveStatus(shown, 404, { key: 'GET' });
      if (deletion !== undefined) must.haveStatus(deletion, 404);
    },
  ),
  check(
    'smartfile.disabled-user-comes-back',
    ['smartfile:S15'],
    'a disabled user is still found and can be re-enabled',
    async ({ scim, given, must, notApplicable }) => {
      const user = await switchedUser(given, true);
      const answer = await send(scim, setActive('default', user.path, false));
      if (!answer.ok) notApplicable('the endpoint cannot disable users', 'nothing-to-observe');
      const read = await scim.get(user.path);
      must.haveStatus(read, 200, { key: 'read' });
      if (member(read.body, 'active') !== false)
        notApplicable('the endpoint cannot disable users', 'nothing-to-observe');

      must.hold(holds(await given.search(given.users, `userName eq "${user.name}"`), user.id), {
        key: 'found',
        expected: 'the disabled user in a lookup',
        observed: 'a list without it',
      });
      await given.step('enable it again', send(scim, setActive('default', user.path, true)));
      must.keep(await given.read(user), 'active', true);
    },
  ),
];

/** Whether a body is a SCIM Error message (RFC 7644 section 3.12). */
function isScimError(body: unknown): boolean {
  const schemas = member(body, 'schemas');
  return isObject(body) && Array.isArray(schemas) && schemas.includes(ERROR);
}
