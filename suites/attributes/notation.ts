import { blueprintFrom } from '../../kit/check/blueprint.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { type Attributes, equal, isObject, PATCH_OP, show, unassigned } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { type Located, listAttributes } from '../../schemas/lookup.ts';
import { replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import {
  composePayload,
  ingredients,
  makeKey,
  type Populated,
  populated,
  valueAt,
} from '../fixtures/populated.ts';
import { isReference } from '../fixtures/samples.ts';
import { plainUser } from '../fixtures/users/users.ts';

const NEEDS = ['users'];

export const notation = [
  check(
    'attributes.names-in-any-case',
    ['7643:2.1/attr-names-case-insensitive'],
    'attribute names in a body are accepted in any case',
    { needs: NEEDS },
    async ({ scim, given, must }) => {
      // One in the usual case is taken.
      await plainUser(given);
      const { schemas, userName, ...rest } = given.payload('User');
      const answer = await scim.post(given.users, { schemas, USERNAME: userName, ...rest });

      must.hold(answer.ok, { key: 'refused', expected: 'a create', observed: describe(answer) });
      must.keep(await given.read(await given.findPlace(answer)), 'userName', userName, {
        caseExact: false,
      });
    },
  ),
  check(
    'attributes.order-of-members-means-nothing',
    ['7643:2.3.8/order-insensitive'],
    'a body has the same effect with its members in reverse order',
    { needs: NEEDS },
    async ({ scim, given, must, capabilities }) => {
      const [model] = await given.the(populated('User'));
      const sent = (model?.sent ?? []).filter(
        ({ attribute }) => attribute.uniqueness === 'none' && !isReference(attribute),
      );
      const attributes = composePayload(sent, ingredients(given));
      const answer = await scim.post(given.users, reversed(given.payload('User', attributes)));
      must.hold(answer.ok, {
        key: 'POST',
        expected: 'a create, as in the usual order',
        observed: describe(answer),
      });
      const path = await given.findPlace(answer);
      const read = await given.read(path);
      const kept = sent.filter((located) => !unassigned(valueAt(model?.read ?? {}, located)));
      const lost = kept
        .filter((located) => unassigned(valueAt(read, located)))
        .map((located) => makeKey('User', located));
      must.equal(lost, [], {
        key: 'POST/lost',
        what: 'the attributes that only the usual order keeps',
      });
      if (capabilities.features.patch !== true) return;

      const name = changeablePath(capabilities);
      const value = newValue(given, name);
      const operation = { value, path: name, op: 'replace' };
      const patch = await scim.send('PATCH', path, { Operations: [operation], schemas: [PATCH_OP] });
      must.hold(patch.ok, { key: 'PATCH', expected: 'a change', observed: describe(patch) });
      must.keep(await given.read(path), name, value, { caseExact: false, key: 'PATCH/userName' });
    },
  ),
  check(
    'attributes.null-is-no-value',
    ['7643:2.5/null-is-unassigned'],
    'null and the empty list leave an attribute unassigned, and clear an existing value',
    { needs: NEEDS },
    async ({ scim, given, must, remark, notApplicable, capabilities }) => {
      const clearable = listClearable(capabilities, await given.the(populated('User')));
      if (clearable.length === 0)
        notApplicable('no optional attribute accepted a value', 'nothing-to-observe');
      const nothing = Object.fromEntries(
        clearable.map(({ attribute }) => [attribute.name, attribute.multiValued ? [] : null]),
      );
      const answer = await scim.post(given.users, given.payload('User', nothing));
      must.hold(answer.ok, { key: 'POST', expected: 'a create', observed: describe(answer) });

      const user = await given.made(toClear);
      const before = await given.read(user);
      const put = await scim.put(user.path, replacement(capabilities, user, before, nothing));
      must.hold(put.ok, { key: 'PUT', expected: 'a replacement', observed: describe(put) });
      const after = await given.read(user);
      // What the endpoint works out where nothing was sent may by chance be what was cleared.
      const { read: bare } = await plainUser(given);
      await must.each(
        clearable,
        (located) => makeKey('User', located),
        (located, line) => {
          const [old, now] = [valueAt(before, located), valueAt(after, located)];
          const workedOut = [bare, answer.body].some((one) => equal(now, valueAt(one, located)));
          line.hold(unassigned(now) || !equal(now, old) || workedOut, {
            key: 'cleared',
            expected: 'no value',
            observed: `still ${show(now)}`,
          });
          if (!unassigned(now))
            remark('warning', makeKey('User', located), `the endpoint gives it ${show(now)}`);
        },
      );
    },
  ),
];

/** What a user was seen to take of the attributes that may be cleared. */
function listClearable(capabilities: Capabilities, [model]: Populated[]): Located[] {
  const plain = listAttributes(capabilities, 'User').filter(isPlain);
  return (model?.sent ?? []).filter(
    (located) =>
      plain.some(({ path }) => path === located.path) && !unassigned(valueAt(model?.read ?? {}, located)),
  );
}

/** A user with a value for each of them. */
const toClear = blueprintFrom(
  'User',
  'User with all that may be cleared',
  populated('User'),
  ({ given, capabilities }, models) =>
    composePayload(listClearable(capabilities, models), ingredients(given)),
);

/** Optional attributes of the core schema that any client may set and clear. */
function isPlain({ attribute, extension }: Located): boolean {
  const { required, mutability, returned, uniqueness, name } = attribute;
  const free = !required && mutability === 'readWrite' && returned === 'default' && uniqueness === 'none';
  // Accounts without a way to reach or to name their owner are more than some products can bear.
  return free && !extension && !/^(active|emails|displayName|name)$/i.test(name);
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]): [string, unknown] => [name, reversed(inner)]),
  ) as Attributes;
}
