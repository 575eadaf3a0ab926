import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { unrefused } from '../../kit/check/words.ts';
import { at, isObject, member, show } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { plainUser } from '../fixtures/users/users.ts';

interface WrongValue {
  name: string;
  value: unknown;
  /** Whether what a read shows is of the attribute's type. */
  right(stored: unknown): boolean;
}

const WRONG: WrongValue[] = [
  { name: 'active', value: 'notabool', right: (stored) => typeof stored === 'boolean' },
  { name: 'emails', value: 'x', right: (stored) => Array.isArray(stored) && stored.every(isObject) },
  { name: 'name', value: 'x', right: isObject },
  { name: 'userName', value: {}, right: (stored) => typeof stored === 'string' },
];

export const createWrong = [
  check(
    'users.create-refuses-broken-json',
    ['7644:3.12/create-malformed-json'],
    'a create whose body is not valid JSON gets a 400',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      await plainUser(given);
      const answer = await scim.post(given.users, '{"schemas":[');

      must.hold(answer.status >= 400 && answer.status < 500, {
        key: unrefused(answer.status),
        expected: 'status 400',
        observed: describe(answer),
      });
      if (answer.status !== 400) remark('warning', 'status', `answered ${answer.status}, not 400`);
      const scimType = member(answer.body, 'scimType');
      if (scimType !== 'invalidSyntax')
        remark('warning', 'scimType', `scimType is ${show(scimType)}, not invalidSyntax`);
    },
  ),
  check(
    'users.create-refuses-wrong-types',
    ['7644:3.12/create-wrong-type'],
    'a create with a value of the wrong type gets a 400, or the value is not stored',
    { needs: ['users'] },
    async ({ scim, given, must, remark, notApplicable, capabilities }) => {
      await plainUser(given);
      const lines = WRONG.filter(({ name }) => findAttribute(capabilities, 'User', name) !== undefined);
      if (lines.length === 0) notApplicable('none of the usual attributes is published');

      await must.each(
        lines,
        ({ name }) => `User.${name}`,
        async ({ name, value, right }, line) => {
          const body = given.payload('User', { externalId: given.unique(), [name]: value });
          const answer = await scim.post(given.users, body);
          line.hold(answer.status < 500, {
            key: 'server-error',
            expected: 'status 400',
            observed: describe(answer),
            exchange: answer.exchange,
          });
          if (!answer.ok) {
            if (answer.status !== 400)
              remark('warning', `User.${name}`, `answered ${answer.status}, not 400`);
            return;
          }
          const stored = at(await given.read(await given.findPlace(answer)), name);
          line.hold(stored === undefined || stored === null || right(stored), {
            key: 'kept',
            expected: 'status 400',
            observed: `accepted and kept as ${show(stored)}`,
          });
          remark('warning', `User.${name}`, 'a value of the wrong type was silently ignored');
        },
      );
    },
  ),
];
