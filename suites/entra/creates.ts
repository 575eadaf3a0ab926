import {
  createGroup,
  createUser,
  createUserWithNulls,
  MICROSOFT_GROUP,
  send,
  userBody,
  withBody,
} from '../../clients/entra/index.ts';
import {
  type Attributes,
  ENTERPRISE,
  elements,
  equal,
  isObject,
  member,
  show,
  USER,
} from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import type { Given } from '../kit/given.ts';
import { resourcePath } from '../kit/http/paths.ts';
import type { ScimResponse } from '../kit/http/response.ts';
import { findAttribute } from '../kit/lookup.ts';
import type { Must } from '../kit/must.ts';
import { person } from './cast.ts';

/** The resource that a create made, as a later read shows it. */
export async function made(
  given: Given,
  must: Must,
  answer: ScimResponse,
  endpoint: string,
): Promise<Attributes> {
  const path = resourcePath(endpoint, answer.body);
  must.hold(answer.ok && path !== undefined, {
    key: 'created',
    expected: `a 2xx with an id for ${answer.method} ${answer.template}`,
    observed: `status ${answer.status}, id ${show(member(answer.body, 'id'))}`,
    exchange: answer.exchange,
  });
  return given.read(path ?? '');
}

export const creates = [
  check(
    {
      id: 'entra.user-is-created-as-entra-sends-it',
      verifies: ['entra:R01'],
      title: 'a create with meta, empty roles and an enterprise URN without data answers 201',
    },
    async ({ scim, given, must }) => {
      const someone = person(given);

      const answer = await send(scim, createUser(given.users, someone));
      must.haveStatus(answer, 201);
      const read = await made(given, must, answer, given.users);
      must.keep(read, 'userName', someone.userName, { caseExact: false });
      must.keep(read, 'externalId', someone.externalId);
    },
  ),
  check(
    {
      id: 'entra.group-is-created-without-members',
      verifies: ['entra:R23'],
      title: 'a group is created without members, and with an empty list of them',
    },
    async ({ scim, given, must }) => {
      const bodies = { absent: {}, empty: { members: [] } };
      await must.each(
        Object.entries(bodies),
        ([key]) => key,
        async ([, extra], line) => {
          const name = given.unique();

          const body = { ...given.payload('Group', { displayName: name }), ...extra };
          const answer = await send(scim, withBody('POST', given.groups, body));
          line.haveStatus(answer, [200, 201]);
          const read = await made(given, line, answer, given.groups);
          line.keep(read, 'displayName', name, { caseExact: false });
          line.equal(elements(read, 'members'), [], { key: 'members', what: 'the members' });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.nulls-in-a-create-are-not-assigned',
      verifies: ['entra:Q24'],
      title: 'null for an attribute, a sub-attribute or an extension in a create counts as not assigned',
    },
    async ({ scim, given, must, capabilities }) => {
      const has = (path: string) => findAttribute(capabilities, 'User', path) !== undefined;
      const body = (extra: Attributes) =>
        withBody('POST', given.users, { ...userBody(person(given)), ...extra });
      const lines = {
        attributes: createUserWithNulls(given.users, person(given)),
        nested: body({
          ...(has('name.middleName')
            ? { name: { familyName: 'Vance', givenName: 'Adele', middleName: null } }
            : {}),
          ...(has(`${ENTERPRISE}:department`) ? { [ENTERPRISE]: null } : {}),
        }),
      };
      await must.each(
        Object.entries(lines),
        ([key]) => key,
        async ([, request], line) => {
          const answer = await send(scim, request);
          // The client also sends null for attributes that the core schema lacks, which may be refused as unknown.
          if (answer.status === 400 && /department|manager/.test(answer.text))
            return line.beScimError(answer, 400);
          const read = await made(given, line, answer, given.users);

          for (const name of ['title', 'phoneNumbers', 'addresses', ENTERPRISE])
            line.hold(equal(member(read, name), undefined) || show(member(read, name)) === '{}', {
              key: name.startsWith('urn:') ? 'enterprise' : name,
              expected: 'nothing',
              observed: show(member(read, name)),
            });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.unknown-schema-uri-is-tolerated',
      verifies: ['entra:Q25'],
      title: "a create of a group that lists Microsoft's schema URI is accepted without keeping the URI",
      needs: ['provisions-groups'],
    },
    async ({ scim, given, must, observe }) => {
      const name = given.unique();

      const answer = await send(scim, createGroup(given.groups, name, `${name}.id`));
      if (answer.status === 400) {
        must.hold(answer.text.includes(MICROSOFT_GROUP), {
          key: 'refusal',
          expected: 'a 400 that names the URI',
          observed: show(answer.body),
        });
        return observe('create.unknown-schema-uri', 'refused');
      }
      const read = await made(given, must, answer, given.groups);
      must.hold(!JSON.stringify(member(read, 'schemas') ?? []).includes(MICROSOFT_GROUP), {
        key: 'schemas',
        expected: 'the schemas of the resource only',
        observed: show(member(read, 'schemas')),
      });
      observe('create.unknown-schema-uri', 'ignored');
    },
  ),
  check(
    {
      id: 'entra.empty-roles-are-accepted',
      verifies: ['entra:Q26'],
      title: 'a create with an empty roles array is accepted',
    },
    async ({ scim, given, must }) => {
      const body = given.payload('User', { roles: [] });

      const read = await made(
        given,
        must,
        await send(scim, withBody('POST', given.users, body)),
        given.users,
      );
      must.equal(elements(read, 'roles'), [], { key: 'roles', what: 'the roles' });
    },
  ),
  check(
    {
      id: 'entra.create-names-its-address',
      verifies: ['entra:Q31'],
      title: 'Location and meta.location of a create name the host called and lead to the user',
    },
    async ({ scim, given, must }) => {
      const answer = await given.step('create it', send(scim, createUser(given.users, person(given))));
      const read = await made(given, must, answer, given.users);

      const addresses = {
        Location: answer.headers.location,
        'meta.location': member(member(read, 'meta'), 'location'),
      };
      for (const [key, address] of Object.entries(addresses)) {
        const path = typeof address === 'string' && address !== '' ? scim.pathOf(address) : undefined;
        must.hold(path !== undefined, {
          key,
          expected: `an address below ${scim.url}`,
          observed: show(address),
        });
        must.keep((await scim.get(path ?? '')).body, 'id', read.id, { key: `${key}/leads-to` });
      }
    },
  ),
  check(
    {
      id: 'entra.values-of-the-server-are-ignored',
      verifies: ['entra:Q36'],
      title: 'id, meta and an unknown attribute in a create are ignored, not kept',
    },
    async ({ scim, given, must }) => {
      const chosen = given.unique();
      const lines: Record<string, Attributes> = {
        'server-values': {
          id: chosen,
          meta: {
            resourceType: 'Group',
            created: '2001-01-01T00:00:00Z',
            location: 'https://example.test/x',
          },
        },
        'unknown-attribute': { conformanceUnknown: 'x' },
      };
      await must.each(
        Object.entries(lines),
        ([key]) => key,
        async ([key, extra], line) => {
          const body = { ...given.payload('User'), ...extra };

          const answer = await send(scim, withBody('POST', given.users, body));
          // Refusing what the schema does not know is as good as dropping it; the server's own values are dropped.
          if (key === 'unknown-attribute' && answer.status === 400) return line.beScimError(answer, 400);
          const read = await made(given, line, answer, given.users);
          line.hold(read.id !== chosen, {
            key: 'id',
            expected: 'an id of the server',
            observed: 'the one sent',
          });
          line.equal(member(read, 'conformanceUnknown'), undefined, {
            key: 'unknown',
            what: 'the attribute',
          });
          const created = String(member(member(read, 'meta'), 'created'));
          line.hold(!created.startsWith('2001-01-01'), {
            key: 'meta',
            expected: 'meta of the server',
            observed: created,
          });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.two-of-one-type-agree',
      verifies: ['entra:Q37'],
      title: 'of two work addresses in a create the answer and a later read show the same',
    },
    async ({ scim, given, must, observe }) => {
      given.attribute('User', 'emails.type');
      const emails = [
        { value: given.address(), type: 'work' },
        { value: given.address(), type: 'work' },
      ];

      const body = given.payload('User', { emails });
      const answer = await send(scim, withBody('POST', given.users, body));
      if (answer.status === 400) {
        must.beScimError(answer, 400);
        return observe('create.two-of-one-type', 'refused');
      }
      const kept = elements(await made(given, must, answer, given.users), 'emails');
      const values = (list: Attributes[]) =>
        list.map((one) => String(member(one, 'value')).toLowerCase()).sort();
      must.hold(kept.length > 0, { key: 'lost', expected: 'at least one address', observed: 'none' });
      must.equal(values(elements(answer.body, 'emails')), values(kept), {
        key: 'agree',
        what: 'the addresses',
      });
      observe('create.two-of-one-type', kept.length === 2 ? 'both kept' : 'merged');
    },
  ),
  check(
    {
      id: 'entra.long-names-are-whole',
      verifies: ['entra:Q38'],
      title: 'a name of 256 characters with an emoji is stored whole or refused with 400',
    },
    async ({ scim, given, must, profile, observe }) => {
      const [unique = '', domain = ''] = given.address().split('@');
      const long = `${unique}😀${'x'.repeat(256 - unique.length - domain.length - 3)}@${domain}`;
      const lines = [
        ...(profile.resources === 'groups' ? [] : ['User']),
        ...(profile.resources === 'users' ? [] : ['Group']),
      ].map((type) => [type, long] as const);
      await must.each(
        lines,
        ([key]) => key,
        async ([key, name], line) => {
          const user = key.startsWith('User');
          const endpoint = user ? given.users : given.groups;
          const attribute = user ? 'userName' : 'displayName';
          const body = given.payload(user ? 'User' : 'Group', { [attribute]: name });

          const answer = await send(scim, withBody('POST', endpoint, body));
          observe(`create.${key}`, answer.ok ? 'stored' : `refused with ${answer.status}`);
          if (!answer.ok) return line.beRefused(answer, 400);
          line.keep(await made(given, line, answer, endpoint), attribute, name, { caseExact: false });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.second-group-of-a-name-is-refused',
      verifies: ['entra:R16'],
      title: 'a second group of one name is refused with 409 where names are published as unique',
    },
    async ({ scim, given, must, observe }) => {
      const group = await given.group();
      const { uniqueness } = given.attribute('Group', 'displayName');

      const answer = await send(scim, createGroup(given.groups, group.name, `${given.unique()}.id`));
      observe('create.second-group-of-a-name', String(answer.status));
      if (answer.ok && uniqueness === 'none')
        return must.keep(await made(given, must, answer, given.groups), 'displayName', group.name, {
          caseExact: false,
        });
      must.beRefused(answer, 409, 'uniqueness');
    },
  ),
  check(
    {
      id: 'entra.extension-without-its-urn-is-accepted',
      verifies: ['entra:Q25'],
      title: 'an extension in a create is accepted although schemas does not list its URN',
      needs: ['provisions-users'],
    },
    async ({ scim, given, must }) => {
      given.attribute('User', `${ENTERPRISE}:department`);
      const body = { ...given.payload('User'), schemas: [USER], [ENTERPRISE]: { department: 'Sales' } };

      const answer = await send(scim, withBody('POST', given.users, body));
      if (answer.status === 400)
        return must.hold(/urn:|schema/i.test(answer.text) && isObject(answer.json), {
          key: 'refusal',
          expected: 'a 400 that names the URN',
          observed: show(answer.body),
        });
      const read = await made(given, must, answer, given.users);
      must.keep(read, `${ENTERPRISE}:department`, 'Sales', { caseExact: false });
    },
  ),
];
