import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { at, member, unassigned } from '../../schemas/attributes.ts';
import { replacement } from '../fixtures/kinds.ts';
import { holder, holding, immutable } from '../fixtures/users/immutable.ts';
import { putsBack } from '../fixtures/users/rewritten.ts';

export const replaceImmutable = [
  check(
    'users.replace-keeps-immutable',
    ['7644:3.5.1/put-immutable-mismatch'],
    'a PUT does not change an immutable attribute that has a value',
    { needs: ['users'] },
    async ({ scim, given, must, remark, capabilities }) => {
      const { located, first: own, second } = immutable(given);
      const { user, before: read } = await holder(given, located, own);
      const first = at(user.sent, located.path);
      const body = replacement(capabilities, user, read, holding(located, second, read));
      const answer = await scim.put(user.path, body);

      must.keep(await given.read(user), located.path, first, { key: 'changed' });
      must.hold(answer.status < 500, {
        key: 'server-error',
        expected: 'status 400',
        observed: describe(answer),
      });
      if (answer.ok) remark('warning', 'silent', 'the other value was silently ignored');
      else if (answer.status !== 400 || member(answer.body, 'scimType') !== 'mutability')
        remark('warning', 'status', `answered ${describe(answer).slice(0, 60)}, not 400 mutability`);
    },
  ),
  check(
    'users.replace-repeats-immutable',
    ['7644:3.5.1/put-immutable-same'],
    'a PUT that repeats an immutable value succeeds',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const { located, first: own } = immutable(given);
      await putsBack(given);
      const { user, before } = await holder(given, located, own);
      const first = at(user.sent, located.path);
      const answer = await scim.put(user.path, replacement(capabilities, user, before));

      must.hold(answer.ok, { key: 'refused', expected: 'a successful PUT', observed: describe(answer) });
      must.keep(await given.read(user), located.path, first, { key: 'value' });
    },
  ),
  check(
    'users.replace-sets-immutable-once',
    ['7644:3.5.1/put-immutable-unset'],
    'a PUT gives an immutable attribute its first value',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const { located, first } = immutable(given);
      if (located.attribute.required) notApplicable('the immutable attribute is required on create');
      await putsBack(given);
      const part = located.extension ? given.requiredPart('User', located.schema) : {};
      const user = await (Object.keys(part).length > 0 ? given.user(part) : given.anyUser());
      const read = await given.read(user);
      if (!unassigned(at(read, located.path)))
        notApplicable('the endpoint fills it in', 'nothing-to-observe');
      const answer = await scim.put(
        user.path,
        replacement(capabilities, user, read, holding(located, first, read)),
      );

      must.hold(answer.ok, { key: 'refused', expected: 'a successful PUT', observed: describe(answer) });
      must.keep(await given.read(user), located.path, first, { key: 'value' });
    },
  ),
];
