import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { LIST_RESPONSE, member, show } from '../../schemas/attributes.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { valuePart } from '../../schemas/parts.ts';
import { plain, plainRead, plainUser } from '../fixtures/users/users.ts';
import { bystander } from './bystander.ts';

/** A version that no endpoint offers, in the place of the one in the tenant URL or below it. */
function otherVersion(url: string): string {
  return /\/v\d+$/i.test(new URL(url).pathname) ? '/../v99' : '/v99';
}

function isScimList(answer: ScimResponse): boolean {
  const schemas = member(answer.body, 'schemas');
  return answer.ok && Array.isArray(schemas) && schemas.includes(LIST_RESPONSE);
}

export const addresses = [
  check(
    'protocol.unknown-version-is-not-served',
    ['7644:3.13/version-segment'],
    'a protocol version that does not exist is not served',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await bystander(given);

      const prefix = otherVersion(scim.url);
      await must.each(
        [given.users, user.path],
        (path) => (path === user.path ? 'one' : 'list'),
        async (path, line) => {
          const answer = await scim.get(prefix + path);
          const served = isScimList(answer) || (answer.ok && member(answer.body, 'id') === user.id);
          line.hold(!served, { key: 'served', expected: 'status 404 or 400', observed: describe(answer) });
        },
      );
    },
  ),
  check(
    'protocol.base-address-has-no-query',
    ['7644:1.3/base-no-query'],
    'the base URI of returned addresses has no query',
    { needs: ['users'] },
    async ({ given, must, notApplicable }) => {
      const location = member(member((await plainUser(given)).read, 'meta'), 'location');
      if (typeof location !== 'string')
        return notApplicable('meta.location is missing', 'nothing-to-observe');

      const base = location.slice(0, Math.max(0, location.lastIndexOf(given.users)));
      must.hold(!base.includes('?'), {
        key: 'base',
        expected: 'a base without "?"',
        observed: show(location),
      });
    },
  ),
  check(
    'protocol.ids-are-unique-over-types',
    ['7643:3.1/id-unique'],
    'no group has the id of a user, and no user the id of a group',
    { needs: ['users', 'groups'] },
    async ({ given, must, capabilities }) => {
      const [user, { user: group }] = [await bystander(given), await given.the(plain('Group'))];

      const crossed = [
        { name: 'User', path: `${given.users}/${encodeSegment(group.id)}`, id: group.id },
        { name: 'Group', path: `${given.groups}/${encodeSegment(user.id)}`, id: user.id },
      ] as const;
      await must.each(
        [...crossed],
        ({ name }) => name,
        async ({ name, path, id }, line) => {
          const answer = await given.the(plainRead(path));
          const type = member(member(answer.body, 'meta'), 'resourceType');
          const own = type === undefined || type === (resourceType(capabilities, name)?.name ?? name);
          line.hold(!(answer.ok && own && member(answer.body, 'id') === id), {
            key: 'id',
            expected: 'status 404: the id belongs to a resource of the other type',
            observed: `status ${answer.status} with a ${name} of the same id`,
          });
        },
      );
    },
  ),
  check(
    'protocol.suffix-is-observed',
    ['7644:3.8/suffix'],
    'how the endpoint handles the suffix .scim',
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      const user = await bystander(given);
      const answer = await scim.get(`${user.path}.scim`);

      observe('address.suffix', answer.ok ? 'served' : `${answer.status}`);
    },
  ),
  check(
    'protocol.head-is-observed',
    ['9110:9.3.2/head'],
    'how the endpoint answers HEAD',
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      const user = await bystander(given);
      const answer = await scim.send('HEAD', user.path);

      observe('head', `${answer.status}`);
    },
  ),
  check(
    'protocol.redirects-are-observed',
    ['7644:3.12/redirects'],
    'whether an address with a trailing slash is served, redirected or refused',
    { needs: ['users'] },
    async ({ scim, given, observe, remark }) => {
      const user = await bystander(given);
      const answers = [
        await scim.get(`${given.users}/`, { query: { count: 1 }, unfollowed: true }),
        await scim.get(`${user.path}/`, { unfollowed: true }),
        await scim.post(`${given.users}/`, given.payload('User'), { unfollowed: true }),
      ];
      const usual = await scim.get(given.users, { query: { count: 1 }, unfollowed: true });
      if (usual.status === 307 || usual.status === 308)
        remark(
          'note',
          'redirect/usual',
          `requests are redirected with ${usual.status} within the tenant URL, which the run follows but not every client does: ${valuePart(usual.headers.location ?? '')}`,
        );

      for (const { method, status, template, headers, ok } of answers) {
        observe(`slash.${method} ${template.split('?')[0]}`, ok ? 'served' : `${status}`);
        if ((status === 301 || status === 302) && method !== 'GET')
          remark(
            'note',
            `redirect/${method}`,
            `${method} is redirected with ${status}, which drops the method: ${valuePart(headers.location ?? '')}`,
          );
      }
    },
  ),
];
