import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { isObject, isQualified, member, SEARCH_REQUEST, unassigned } from '../../schemas/attributes.ts';
import { documentAnswer } from '../fixtures/documents.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { makePassword, newPassword } from './fixtures.ts';

export const password = [
  check(
    'users.password-is-never-returned',
    ['7643:4.1.1/password-never-returned'],
    'no response contains a password, in plain text or hashed',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const secret = makePassword(given);
      const user = await given.anyUser();
      const body = replacement(capabilities, user, await given.read(user), { password: secret });
      const filter = `userName eq ${quote(user.name)}`;
      const by = (operation: object) => scim.patch(user.path, [{ op: 'replace', ...operation }]);
      const answers: [string, PromiseLike<ScimResponse>][] = [
        ['create', scim.post(given.users, given.payload('User', { password: secret }))],
        ['replace', scim.put(user.path, body)],
        ['read', scim.get(user.path)],
        ['read by name', scim.get(user.path, { query: { attributes: 'password' } })],
        ['refusal', scim.post(given.users, given.payload('User', { password: secret, userName: user.name }))],
      ];
      if (capabilities.features.patch === true)
        answers.push(
          ['patch', by({ path: 'password', value: secret })],
          ['patch without a path', by({ value: { password: secret } })],
        );
      if (capabilities.features.filter === true)
        answers.push(
          ['list', scim.get(given.users, { query: { filter, attributes: 'userName,password' } })],
          ['search', scim.post(`${given.users}/.search`, searchFor(filter))],
        );

      await must.each(
        answers,
        ([key]) => key,
        async ([, pending], line) => {
          const answer = await pending;
          line.hold(!answer.text.includes(secret) && !showsPassword(answer.json), {
            key: 'password',
            expected: 'a response without a password',
            observed: answer.text.includes(secret) ? 'the password that was sent' : 'a member "password"',
            exchange: answer.exchange,
          });
        },
      );
    },
  ),
  check(
    'users.password-schema',
    ['7643:4.1.1/password-characteristics'],
    'the published password is writeOnly and never returned',
    { needs: ['users'], reads: true },
    async ({ given, must }) => {
      await given.the(documentAnswer('Schemas'));
      const published = given.attribute('User', 'password');

      must.equal(published.mutability, 'writeOnly', { key: 'mutability', what: 'mutability of password' });
      must.equal(published.returned, 'never', { key: 'returned', what: 'returned of password' });
    },
  ),
  check(
    'users.password-can-be-changed',
    ['7643:5/password-change'],
    'an endpoint that declares changePassword accepts a new password',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      given.attribute('User', 'password');
      const { user, secret, answer: put } = await given.the(newPassword);
      const patch = () => scim.patch(user.path, [{ op: 'replace', path: 'password', value: `${secret}+` }]);
      const ways = capabilities.features.patch === true ? ['PUT', 'PATCH'] : ['PUT'];

      await must.each(
        ways,
        (way) => way,
        async (way, line) => {
          const answer = way === 'PUT' ? put : await patch();
          line.hold(answer.ok || answer.status === 400, {
            key: 'change',
            expected: 'a new password accepted, or refused as too weak with 400',
            observed: describe(answer),
          });
        },
      );
    },
  ),
  check(
    'users.create-takes-write-only',
    ['7644:3.3/create-writeonly-accepted'],
    'a create may carry a writeOnly attribute',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable }) => {
      await plainUser(given);
      const hidden = given.anyAttribute(
        'User',
        'writeOnly',
        ({ attribute }) => attribute.mutability === 'writeOnly',
      );
      if (hidden.path !== 'password' && hidden.extension)
        notApplicable('no writeOnly attribute of the core schema');
      const value = hidden.path === 'password' ? makePassword(given) : given.sample(hidden.attribute);
      const answer = await scim.post(given.users, given.payload('User', { [hidden.path]: value }));

      if (hidden.path === 'password' && saysInvalid(answer))
        notApplicable('our password does not meet the password policy of the endpoint', 'nothing-to-observe');
      must.hold(answer.ok, { key: 'refused', expected: 'a create', observed: describe(answer) });
      must.equal(member(await given.read(await given.findPlace(answer)), hidden.attribute.name), undefined, {
        key: 'shown',
        what: hidden.attribute.name,
      });
    },
  ),
  check(
    'users.replace-takes-write-only',
    ['7644:3.5.1/put-writeonly'],
    'a PUT may carry a writeOnly attribute',
    { needs: ['users'] },
    async ({ given, observe }) => {
      given.attribute('User', 'password');
      const { answer } = await given.the(newPassword);

      observe('put.password', answer.ok ? 'taken' : `refused with ${answer.status}`);
    },
  ),
];

function searchFor(filter: string): object {
  return { schemas: [SEARCH_REQUEST], filter, attributes: ['userName', 'password'] };
}

/**
 * Whether a member named password has a value anywhere in an answer: a hash is as bad as the secret. What an extension
 * calls so is of another meaning.
 */
function showsPassword(json: unknown): boolean {
  if (Array.isArray(json)) return json.some(showsPassword);
  if (!isObject(json)) return false;
  return Object.entries(json).some(([name, value]) =>
    name.toLowerCase() === 'password' ? !unassigned(value) : !isQualified(name) && showsPassword(value),
  );
}

function saysInvalid(answer: ScimResponse): boolean {
  return answer.status === 400 && member(answer.body, 'scimType') === 'invalidValue';
}
