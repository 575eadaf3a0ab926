import { check } from '../../kit/check/check.ts';
import { type Attributes, at, member } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { isReadOnly, listAttributes } from '../../schemas/lookup.ts';
import { plainUser } from '../fixtures/users/users.ts';

const FOREIGN_DATE = '1999-12-31T23:59:58Z';
const FOREIGN_NUMBER = 918_273_645;

export const createIgnored = [
  check(
    'users.create-ignores-read-only',
    ['7644:3.3/create-ignores-readonly'],
    'readOnly attributes in a create are ignored: neither refused nor stored',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      // One without them is taken.
      await plainUser(given);
      const foreign = given.unique();
      const answer = await scim.post(
        given.users,
        given.payload('User', readOnlyParts(capabilities, foreign)),
      );

      must.hold(answer.ok, {
        key: 'refused',
        expected: 'a create that ignores the readOnly parts',
        observed: `status ${answer.status}`,
      });
      const text = JSON.stringify(await given.read(await given.findPlace(answer)));
      const taken = [foreign, FOREIGN_DATE.slice(0, 19), String(FOREIGN_NUMBER)].filter((value) =>
        text.includes(value),
      );
      must.equal(taken, [], { key: 'taken', what: 'the client values in the new user' });
    },
  ),
  check(
    'users.create-with-unknown-attribute',
    ['7644:3.3/create-unknown-attr'],
    'an attribute defined by no schema is refused, or ignored and not stored',
    { needs: ['users'] },
    async ({ scim, given, must, observe, remark }) => {
      await plainUser(given);
      const answer = await scim.post(given.users, given.payload('User', { confUnknown: given.unique() }));

      must.hold(answer.status < 500, {
        key: 'server-error',
        expected: 'a status below 500',
        observed: `status ${answer.status}`,
      });
      if (!answer.ok) return observe('create.unknown-attribute', 'refused');
      const stored = await given.read(await given.findPlace(answer));
      const kept = member(stored, 'confUnknown') !== undefined;
      observe('create.unknown-attribute', kept ? 'kept' : 'passed over');
      if (kept) remark('warning', 'kept', 'an attribute that no published schema declares was stored');
    },
  ),
  check(
    'users.create-without-schemas',
    ['7643:3/create-missing-schemas'],
    'a create without schemas, or with unknown ones, breaks nothing',
    { needs: ['users'] },
    async ({ scim, given, must, observe, remark }) => {
      await plainUser(given);
      const bodies = [
        { key: 'missing', schemas: undefined },
        { key: 'unknown', schemas: ['urn:example:bogus'] },
      ];

      await must.each(
        bodies,
        ({ key }) => key,
        async ({ key, schemas }, line) => {
          const answer = await scim.post(given.users, { ...given.payload('User'), schemas });
          line.hold(answer.status < 500, {
            key: 'server-error',
            expected: 'a status below 500',
            observed: `status ${answer.status}`,
          });
          observe(`create.schemas-${key}`, answer.ok ? 'accepted' : `refused with ${answer.status}`);
          if (answer.ok && schemas)
            remark('warning', key, 'a body with an unknown schema was treated as a user');
        },
      );
    },
  ),
];

/** A foreign value for everything that the endpoint calls readOnly, and for id and meta, which always are. */
function readOnlyParts(capabilities: Capabilities, foreign: string): Attributes {
  const parts: Attributes = {
    id: foreign,
    meta: {
      resourceType: 'User',
      created: FOREIGN_DATE,
      lastModified: FOREIGN_DATE,
      location: `https://example.test/${foreign}`,
      version: `W/"${foreign}"`,
    },
  };
  for (const { attribute, schema, extension } of listAttributes(capabilities, 'User')) {
    if (!isReadOnly(attribute)) continue;
    const value = foreignValue(attribute, foreign);
    if (extension) parts[schema] = { ...((at(parts, schema) as Attributes) ?? {}), [attribute.name]: value };
    else parts[attribute.name] = value;
  }
  return parts;
}

function foreignValue(attribute: Attribute, foreign: string): unknown {
  const one = oneForeign(attribute, foreign);
  return attribute.multiValued ? [one] : one;
}

function oneForeign(attribute: Attribute, foreign: string): unknown {
  if (attribute.type === 'complex')
    return Object.fromEntries(attribute.subAttributes.map((sub) => [sub.name, foreignValue(sub, foreign)]));
  if (attribute.type === 'boolean') return true;
  if (attribute.type === 'integer' || attribute.type === 'decimal') return FOREIGN_NUMBER;
  if (attribute.type === 'dateTime') return FOREIGN_DATE;
  if (attribute.type === 'binary') return Buffer.from(foreign).toString('base64');
  if (attribute.type === 'reference') return `https://example.test/${foreign}`;
  return attribute.canonicalValues[0] ?? foreign;
}
