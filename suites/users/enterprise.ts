import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type Attributes, at, ENTERPRISE, isObject, member, show } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { placeIn } from '../fixtures/kinds.ts';
import { reportingUser } from '../fixtures/users/shapes.ts';
import { plainUser } from '../fixtures/users/users.ts';

const SIMPLE = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'];
const MANAGER = `${ENTERPRISE}:manager`;

/** A user and its manager; nobody may change them. */
interface Reporting {
  boss: Owned;
  user: Owned;
  read: Attributes;
}

export const enterprise = [
  check(
    'users.enterprise-values-are-kept',
    ['7643:4.3/ext-roundtrip'],
    'enterprise attributes are stored and returned under their schema URN',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const names = SIMPLE.filter((name) => {
        const published = findAttribute(capabilities, 'User', `${ENTERPRISE}:${name}`);
        const kept = published?.returned === 'always' || published?.returned === 'default';
        return kept && (published?.mutability === 'readWrite' || published?.mutability === 'immutable');
      });
      if (names.length === 0) notApplicable('no simple attribute of the enterprise extension is published');
      const sent = Object.fromEntries(
        names.map((name) => [name, given.sample(given.attribute('User', `${ENTERPRISE}:${name}`))]),
      );
      const user = await given.user({ [ENTERPRISE]: sent });
      const shown = { create: user.created, read: await given.read(user) };

      await must.each(
        Object.entries(shown),
        ([key]) => key,
        async ([, body], line) => {
          // An answer to a create need not represent the user, or not all of it (RFC 7644 section 3.3).
          if (member(body, 'userName') === undefined) return;
          await line.each(names, String, (name, part) => {
            part.keep(body, `${ENTERPRISE}:${name}`, sent[name], { key: 'value', what: name });
          });
        },
      );
    },
  ),
  check(
    'users.manager-is-an-object',
    ['7643:4.3/manager-shape'],
    "manager is one object whose value is the manager's id",
    { needs: ['users'] },
    async ({ given, must, remark }) => {
      const { boss, read } = await given.the(reporting);

      const manager = at(read, MANAGER);
      if (manager === undefined || manager === null)
        return remark('warning', 'manager', 'the manager that was set is not shown');
      must.hold(isObject(manager), { key: 'shape', expected: 'an object', observed: show(manager) });
      if (member(manager, 'value') === undefined) return remark('warning', 'value', 'manager has no value');
      must.equal(member(manager, 'value'), boss.id, { key: 'value', what: 'manager.value' });
    },
  ),
  check(
    'users.manager-has-an-address',
    ['7643:4.3/manager-ref'],
    "the $ref of manager is the manager's address",
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable }) => {
      const { boss, user, read } = await given.the(reporting);
      const manager = at(read, MANAGER);
      if (!isObject(manager)) notApplicable('no manager is shown as an object', 'nothing-to-observe');

      const ref = member(manager, '$ref');
      must.hold(typeof ref === 'string' && placeIn(scim, user, ref) === boss.path, {
        key: '$ref',
        expected: `the address of the manager, ${boss.endpoint}/{id}`,
        observed: typeof ref === 'string' ? 'another address' : show(ref),
      });
    },
  ),
  check(
    'users.manager-name-is-read-only',
    ['7643:4.3/manager-displayname-readonly'],
    'manager.displayName is set by the endpoint, not by the client',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { boss } = await given.the(reporting);
      const fake = given.unique();
      const user = await given.user({ [ENTERPRISE]: { manager: { value: boss.id, displayName: fake } } });

      const name = at(await given.read(user), `${MANAGER}.displayName`);
      must.hold(name !== fake, {
        key: 'displayName',
        expected: 'not the name that was sent',
        observed: 'that name',
      });
    },
  ),
  check(
    'users.manager-name-cannot-be-patched',
    ['7643:4.3/manager-displayname-readonly'],
    'a PATCH of manager.displayName is refused with scimType mutability and changes nothing',
    { needs: ['users', 'patch'] },
    async ({ scim, given, must }) => {
      given.attribute('User', `${MANAGER}.displayName`);
      // How it read is noted: whoever comes now may try to change it.
      const { user } = await given.the(reporting);
      const fake = given.unique();
      const operation = { op: 'replace', path: `${MANAGER}.displayName`, value: fake };
      const answer = await scim.patch(user.path, [operation]);

      must.beRefused(answer, 400, 'mutability');
      must.hold(at(await given.read(user), `${MANAGER}.displayName`) !== fake, {
        key: 'changed',
        expected: 'the name as before',
        observed: 'the name that the PATCH gave',
      });
    },
  ),
];

const reporting = fixture('users.reporting', async ({ given }): Promise<Reporting> => {
  const { user: boss } = await plainUser(given);
  const user = await given.made(reportingUser);
  return { boss, user, read: await given.read(user) };
});
