import {
  equals,
  findGroup,
  findUser,
  list,
  parseTarget,
  readGroup,
  readTarget,
  readUser,
  send,
} from '../../clients/entra/index.ts';
import type { MatchingAttribute } from '../../config/profile.ts';
import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { member, readValues } from '../../schemas/attributes.ts';
import { MAILED } from '../fixtures/clients/assigned.ts';
import { noName } from '../fixtures/clients/once.ts';
import {
  addressPath,
  askedOnce,
  mailTypes,
  seenGroup,
  seenUser,
  sharedGroup,
  sharedUser,
  type Tools,
} from '../fixtures/clients/provisioned.ts';

/** The value by which a resource is looked up at a matching attribute; undefined where it has none. */
function valueAt(resource: unknown, path: string): string | undefined {
  const target = parseTarget(path);
  const value = target && readTarget(resource, target);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The shared resource of a type and the lookups of the client for it. */
async function wanted(tools: Tools, { resource }: Pick<MatchingAttribute, 'resource'>) {
  const { given } = tools;
  if (resource === 'User')
    return { target: await tools.given.the(sharedUser), endpoint: given.users, find: findUser } as const;
  return {
    target: (await tools.given.the(sharedGroup)).group,
    endpoint: given.groups,
    find: findGroup,
  } as const;
}

export const lookups = [
  check(
    'entra.known-attributes-are-queried',
    ['entra:R04'],
    'lookups by id, userName, externalId and displayName find the right resource',
    async ({ must, ...tools }) => {
      const { profile } = tools;
      const lines: Pick<MatchingAttribute, 'resource' | 'path'>[] = [
        ...(profile.resources === 'groups'
          ? []
          : (['id', 'userName', 'externalId'] as const).map((path) => ({ resource: 'User' as const, path }))),
        ...(profile.resources === 'users' ? [] : [{ resource: 'Group' as const, path: 'displayName' }]),
      ];
      await must.each(
        lines,
        ({ resource, path }) => `${resource}.${path}`,
        async ({ resource, path }, line) => {
          const { target, endpoint, find } = await wanted(tools, { resource });
          const value = path === 'id' ? target.id : String(target.sent[path]);

          line.listExactly(await tools.given.the(askedOnce(find(endpoint, path, value))), [target.id]);
        },
      );
    },
  ),
  check(
    'entra.matching-attributes-are-filterable',
    ['entra:R24', 'entra:R15'],
    'each matching attribute in the mapping finds the resource and nothing else',
    async ({ must, ...tools }) => {
      const { profile } = tools;
      const lines = profile.matching.filter(
        ({ resource }) => profile.resources !== (resource === 'User' ? 'groups' : 'users'),
      );
      await must.each(
        lines,
        ({ resource, path }) => `${resource}.${path}`,
        async ({ resource, path }, line) => {
          const { target, endpoint, find } = await wanted(tools, { resource });
          const value = path === 'id' ? target.id : valueAt(target.sent, path);
          // An attribute that the endpoint does not publish is the finding of another check.
          if (value === undefined) return;

          const row = path.includes('[') ? 'entra:R15' : 'entra:R24';
          const own = await tools.given.the(askedOnce(find(endpoint, path, value)));
          line.listExactly(own, [target.id], { row });
          const other = await tools.given.the(askedOnce(find(endpoint, path, await tools.given.the(noName))));
          line.listExactly(other, [], { row, key: 'other-value' });
        },
      );
    },
  ),
  check(
    'entra.no-match-is-an-empty-list',
    ['entra:R19'],
    'a lookup of a user that does not exist returns 200 with an empty list',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      await tools.given.the(seenUser);
      const { given } = tools;

      for (const path of ['userName', 'externalId']) {
        const answer = await given.the(askedOnce(findUser(given.users, path, await given.the(noName))));
        const list = must.haveList(answer, { key: `${path}/status` });
        must.equal(list.total, 0, { key: `${path}/totalResults`, what: 'totalResults' });
        must.equal(list.resources, [], { key: `${path}/Resources`, what: 'Resources' });
      }
    },
  ),
  check(
    'entra.unknown-group-is-an-empty-list',
    ['entra:Q21'],
    'a lookup of a group that does not exist returns 200 with an empty list',
    { needs: ['provisions-groups'] },
    async ({ must, ...tools }) => {
      await tools.given.the(seenGroup);
      const { given } = tools;

      const lookup = findGroup(given.groups, 'displayName', await given.the(noName));
      must.listExactly(await given.the(askedOnce(lookup)), []);
    },
  ),
  check(
    'entra.query-answers-a-list',
    ['entra:R11'],
    'a query with one match returns a ListResponse, never the resource itself',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      const user = await tools.given.the(sharedUser);

      const answer = await tools.given.the(askedOnce(findUser(tools.given.users, 'userName', user.name)));
      const { total, resources } = must.haveList(answer);
      must.equal(total, 1, { key: 'totalResults', what: 'totalResults' });
      must.equal(resources.length, 1, { key: 'Resources', what: 'the number of Resources' });
    },
  ),
  check(
    'entra.known-user-is-read',
    ['entra:R03'],
    'a user and a group can be read by the id returned by their create',
    async ({ must, ...tools }) => {
      const { profile } = tools;
      const lines = (['User', 'Group'] as const).filter(
        (resource) => profile.resources !== (resource === 'User' ? 'groups' : 'users'),
      );
      await must.each(lines, String, async (resource, line) => {
        const { target } = await wanted(tools, { resource });
        const read = resource === 'User' ? readUser(target.path) : readGroup(target.path);

        const answer = await tools.given.the(askedOnce(read));
        line.haveStatus(answer, 200);
        line.keep(answer.body, 'id', target.id);
        const name = resource === 'User' ? 'userName' : 'displayName';
        line.keep(answer.body, name, target.sent[name], { caseExact: false });
      });
    },
  ),
  check(
    'entra.every-resource-has-its-id',
    ['entra:R10'],
    'each resource in a list has the id by which it can be read',
    { needs: ['provisions-users'] },
    async ({ must, given, ...tools }) => {
      const user = await given.the(sharedUser);
      const answer = await given.the(askedOnce(findUser(given.users, 'userName', user.name)));
      const { resources } = must.haveList(answer);

      must.equal(
        resources.map((resource) => member(resource, 'id')),
        [user.id],
        { key: 'id', what: 'the ids' },
      );
      const query = { attributes: 'userName', filter: equals('userName', user.name) };
      const projected = must.haveList(await send(tools.scim, list(given.users, query))).resources;
      must.equal(
        projected.map((resource) => member(resource, 'id')),
        [user.id],
        { key: 'id/projected', what: 'the ids' },
      );
    },
  ),
  check(
    'entra.letter-case-does-not-matter',
    ['entra:Q20'],
    'userName is found in any case and cannot be reused in another',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      const { given, scim, capabilities } = tools;
      const exact = given.attribute('User', 'userName').caseExact;
      if (exact) tools.notApplicable('the endpoint publishes userName as caseExact');
      // Of its own: a twin, where it is made, would be found by whoever looks the other up.
      const user = await given.anyUser();
      const upper = user.name.toUpperCase();

      must.listExactly(await send(scim, findUser(given.users, 'userName', upper)), [user.id]);
      const twin = await scim.post(given.users, given.payload('User', { userName: upper }));
      must.beRefused(twin, 409, undefined, { key: 'second-user' });
      if (tools.profile.resources === 'users' || capabilities.resourceTypes === undefined) return;
      const { group } = await tools.given.the(sharedGroup);
      if (given.attribute('Group', 'displayName').caseExact) return;
      const found = await send(scim, findGroup(given.groups, 'displayName', group.name.toUpperCase()));
      must.listExactly(found, [group.id], { key: 'Group' });
    },
  ),
  check(
    'entra.external-id-is-kept-and-found',
    ['entra:Q45'],
    'externalId is returned as sent, and a filter on it finds the resource',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      const { given, scim } = tools;
      const externalId = `${given.unique()}-Äb/9`;
      const user = await given.user({ externalId });

      must.keep(await given.read(user), 'externalId', externalId);
      must.listExactly(await send(scim, findUser(given.users, 'externalId', externalId)), [user.id]);
    },
  ),
  check(
    'entra.work-address-is-matched',
    ['entra:Q19'],
    'a filter on the work address finds its user, and no user by a home address',
    async ({ must, ...tools }) => {
      const { given, scim } = tools;
      const [type, second] = mailTypes(tools.capabilities);
      const writes = given.attribute('User', 'emails.type').mutability !== 'readOnly';
      if (!writes || type === undefined || second === undefined)
        return tools.notApplicable('addresses have no types that a client can set');
      const users: Owned[] = [];
      for (const shape of MAILED) users.push(await given.made(shape));
      const [mail = '', home = ''] = users.map(({ sent }) => readValues(sent, 'emails')[0]);

      const path = addressPath(tools.capabilities);
      must.listExactly(
        await send(scim, findUser(given.users, path, mail)),
        users.slice(0, 1).map(({ id }) => id),
      );
      must.listExactly(await send(scim, findUser(given.users, path, home)), [], { key: 'home' });
    },
  ),
];
