import { findGroup, findUser, groupBody, readUser, send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { at, GROUP, member, show } from '../../schemas/attributes.ts';
import { noName } from '../fixtures/clients/once.ts';
import {
  askedOnce,
  composeCreate,
  person,
  seenUser,
  sharedGroupRead,
  sharedUser,
} from '../fixtures/clients/provisioned.ts';
import { creation, plainUser } from '../fixtures/users/users.ts';

const isName = (id: unknown): boolean => typeof id === 'string' && id !== '';

export const connection = [
  check(
    'smartfile.addresses-hold-the-whole-tenant-url',
    ['smartfile:S01'],
    "a resource is served below the tenant URL, and its address contains that URL's full path",
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const { user, read } = await plainUser(given);

      must.keep(read, 'id', user.id);
      const location = member(member(read, 'meta'), 'location');
      const place = typeof location === 'string' ? scim.pathWithin(location) : undefined;
      must.hold(location === undefined || place === scim.pathWithin(`.${user.path}`), {
        key: 'meta.location',
        expected: `an address whose path is that of ${scim.url}, then /Users/{id}`,
        observed: show(location),
      });
    },
  ),
  check(
    'smartfile.addresses-are-reachable',
    ['smartfile:S02'],
    'every address returned by the endpoint is on the requested host',
    async ({ must, scim, given, ...tools }) => {
      const made = await given.the(creation('User'));
      const { read } = await plainUser(given);
      const origin = new URL(scim.url).origin;

      const addresses = [made.headers.location, member(member(read, 'meta'), 'location')];
      if (tools.profile.resources !== 'users') {
        const shown = await given.the(sharedGroupRead);
        const refs = at(shown, 'members.$ref');
        addresses.push(member(member(shown, 'meta'), 'location'), ...(Array.isArray(refs) ? refs : []));
      }
      must.hold(member(read, 'id') !== undefined, {
        key: 'id',
        expected: 'a user with an id',
        observed: show(read),
      });
      const elsewhere = addresses.filter(
        (one) =>
          typeof one === 'string' &&
          (!URL.canParse(one, `${scim.url}/`) || new URL(one, `${scim.url}/`).origin !== origin),
      );
      must.equal(elsewhere, [], { key: 'host', what: 'addresses on other hosts' });
    },
  ),
  check(
    'smartfile.connection-test-succeeds',
    ['smartfile:S08'],
    'Test Connection succeeds: lookups of a random user and group return empty lists',
    async ({ must, given, profile }) => {
      await given.the(seenUser);
      const nobody = await given.the(noName);

      const user = await given.the(askedOnce(findUser(given.users, 'userName', nobody)));
      must.listExactly(user, [], { key: 'User' });
      if (profile.resources === 'users') return;
      const group = await given.the(askedOnce(findGroup(given.groups, 'displayName', nobody)));
      must.listExactly(group, [], { key: 'Group' });
    },
  ),
  check(
    'smartfile.users-and-groups-are-served',
    ['smartfile:S09'],
    'users are served under /Users and groups under /Groups',
    { needs: ['provisions-users', 'provisions-groups'] },
    async ({ must, scim, given, capabilities }) => {
      const name = given.unique();
      // Whether the URI is taken that the client adds to each group is a requirement of its own.
      const group = given.completed('Group', { ...groupBody(name, `${name}.id`), schemas: [GROUP] });
      const requests = {
        '/Users': { ...composeCreate({ given, capabilities }, person(given)), path: '/Users' },
        '/Groups': withBody('POST', '/Groups', group),
      };
      await must.each(
        Object.entries(requests),
        ([key]) => key,
        async ([, request], line) => {
          const made = await send(scim, request);
          line.haveStatus(made, [200, 201]);
          const read = await send(scim, readUser(await given.findPlace(made)));
          line.haveStatus(read, 200, { key: 'read' });
          line.hold(isName(member(read.body, 'id')), {
            key: 'id',
            expected: 'the created resource',
            observed: describe(read),
          });
        },
      );
    },
  ),
  check(
    'smartfile.matching-attributes-are-filterable',
    ['smartfile:S10'],
    'the first matching attribute of the profile finds the right user and no other',
    async ({ must, scim, given, profile }) => {
      const user = await given.the(sharedUser);
      const [first] = profile.matching
        .filter(({ resource, path }) => resource === 'User' && !path.includes('['))
        .sort((a, b) => a.precedence - b.precedence);
      const path = first?.path ?? 'userName';

      const value = path === 'id' ? user.id : String(user.sent[path]);
      must.listExactly(await given.the(askedOnce(findUser(given.users, path, value))), [user.id]);
      must.listExactly(await send(scim, findUser(given.users, path, `${value}x`)), [], {
        key: 'longer-value',
      });
    },
  ),
];
