import { NULLS, send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import {
  type Attributes,
  ENTERPRISE,
  elements,
  equal,
  isObject,
  member,
  show,
} from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { userAsEntra } from '../fixtures/clients/once.ts';
import { composeUser, groupAsEntra, made, person } from '../fixtures/clients/provisioned.ts';
import { taken } from '../fixtures/kinds.ts';

export const creates = [
  check(
    'entra.user-is-created-as-entra-sends-it',
    ['entra:R01'],
    'a create with meta, empty roles and an enterprise URN without data returns 201',
    async ({ given, must }) => {
      const { answer, someone } = await given.the(userAsEntra);

      must.haveStatus(answer, 201);
      const read = await made(given, must, answer);
      must.keep(read, 'userName', someone.userName, { caseExact: false });
      must.keep(read, 'externalId', someone.externalId);
    },
  ),
  check(
    'entra.group-is-created-without-members',
    ['entra:R23'],
    'a group can be created without members, and with an empty list of them',
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
          const read = await made(given, line, answer);
          line.keep(read, 'displayName', name, { caseExact: false });
          line.equal(elements(read, 'members'), [], { key: 'members', what: 'the members' });
        },
      );
    },
  ),
  check(
    'entra.nulls-in-a-create-are-not-assigned',
    ['entra:Q24'],
    'null in a create leaves an attribute, a sub-attribute or an extension unassigned',
    async ({ scim, given, must, capabilities }) => {
      const has = (path: string) => findAttribute(capabilities, 'User', path) !== undefined;
      const body = (extra: Attributes) =>
        withBody('POST', given.users, composeUser({ given, capabilities }, person(given), extra));
      // What an endpoint requires has a value in any mapping made for it.
      const needs = (path: string) => findAttribute(capabilities, 'User', path)?.required === true;
      const free = (nulls: Attributes) =>
        Object.fromEntries(Object.entries(nulls).filter(([name]) => !needs(name)));
      const extended = given.payload('User')[ENTERPRISE] !== undefined;
      // What the endpoint alone assigns is there whatever a client sends.
      const isAssigned = (name: string) =>
        findAttribute(capabilities, 'User', `${ENTERPRISE}:${name}`)?.mutability === 'readOnly';
      const written = (extension: unknown) =>
        isObject(extension)
          ? Object.fromEntries(Object.entries(extension).filter(([name]) => !isAssigned(name)))
          : extension;
      const lines = {
        attributes: body(free(NULLS)),
        nested: body({
          ...(has('name.middleName') && !needs('name.middleName')
            ? { name: { familyName: 'Vance', givenName: 'Adele', middleName: null } }
            : {}),
          ...(has(`${ENTERPRISE}:department`) && !extended ? { [ENTERPRISE]: null } : {}),
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
          const read = await made(given, line, answer);

          const nulls = ['title', 'phoneNumbers', 'addresses', ...(extended ? [] : [ENTERPRISE])];
          for (const name of nulls.filter((one) => !needs(one))) {
            const shown = name === ENTERPRISE ? written(member(read, name)) : member(read, name);
            line.hold(equal(shown, undefined) || equal(shown, {}), {
              key: name.startsWith('urn:') ? 'enterprise' : name,
              expected: 'nothing',
              observed: show(shown),
            });
          }
        },
      );
    },
  ),
  check(
    'entra.unknown-schema-uri-is-tolerated',
    ['entra:Q54'],
    "a group create in Entra's form, with Microsoft's schema URI, creates the group",
    { needs: ['provisions-groups'] },
    async ({ given, must, observe }) => {
      const { answer, body } = await given.the(groupAsEntra);
      observe('create.unknown-schema-uri', answer.ok ? 'ignored' : `refused with ${answer.status}`);
      must.hold(answer.ok, {
        key: 'refused',
        expected: 'a group: the client sends this URI in every group create',
        observed: describe(answer),
        exchange: answer.exchange,
      });
      const read = await made(given, must, answer);
      must.keep(read, 'displayName', body.displayName, { caseExact: false });
      must.keep(read, 'externalId', body.externalId);
    },
  ),
  check(
    'entra.empty-roles-are-accepted',
    ['entra:Q26'],
    'a create with an empty roles array is accepted',
    async ({ scim, given, must, capabilities }) => {
      const body = given.payload('User', { roles: [] });

      const read = await made(given, must, await send(scim, withBody('POST', given.users, body)));
      // Roles that the endpoint alone decides are not emptied.
      if (findAttribute(capabilities, 'User', 'roles')?.mutability !== 'readOnly')
        must.equal(elements(read, 'roles'), [], { key: 'roles', what: 'the roles' });
    },
  ),
  check(
    'entra.create-names-its-address',
    ['entra:Q31'],
    'Location and meta.location of a create name the requested host and lead to the user',
    async ({ scim, given, must }) => {
      const answer = taken('create it', (await given.the(userAsEntra)).answer);
      const read = await made(given, must, answer);

      const addresses = {
        Location: answer.headers.location,
        'meta.location': member(member(read, 'meta'), 'location'),
      };
      for (const [key, address] of Object.entries(addresses)) {
        const path = typeof address === 'string' && address !== '' ? scim.pathWithin(address) : undefined;
        must.hold(path !== undefined, {
          key,
          expected: `an address below ${scim.url}`,
          observed: show(address),
        });
        const found =
          (path === undefined ? undefined : scim.recall(path)) ?? (await scim.get(path ?? '')).body;
        must.keep(found, 'id', member(read, 'id'), { key: `${key}/leads-to` });
      }
    },
  ),
];
