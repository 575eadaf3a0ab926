import { isObject, MESSAGE, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { resourcesIn } from '../kit.ts';

/** What goes wrong with addresses and their versions. */
export const addressDefects: Defect[] = [
  {
    id: 'http.serves-any-version',
    says: 'every version of the protocol is served as the one that there is',
    breaks: ['7644:3.13/version-segment'],
    kills: ['protocol.unknown-version-is-not-served'],
    before(request) {
      request.path = request.path.replace(/^\/v\d+(?=\/)/, '');
    },
  },
  {
    id: 'protocol.unknown-version-is-empty',
    says: 'under a version that does not exist every list is empty',
    breaks: ['7644:3.13/version-segment'],
    kills: ['protocol.unknown-version-is-not-served'],
    before: ({ method, path }) =>
      method === 'GET' && /^\/v\d+\/\w+$/.test(path)
        ? { status: 200, headers: {}, body: { schemas: [MESSAGE.list], totalResults: 0, Resources: [] } }
        : undefined,
  },
  {
    id: 'meta.location-behind-a-query',
    says: 'addresses of resources have the tenant in a query before their path',
    breaks: ['7644:1.3/base-no-query'],
    kills: ['protocol.base-address-has-no-query'],
    after(_request, response, { url }) {
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && typeof meta.location === 'string')
          meta.location = meta.location.replace(url, `${url}?tenant=1`);
    },
  },
  {
    id: 'read.ids-are-of-tables',
    says: 'ids count within their table: that of a group is that of some user, too',
    breaks: ['7643:3.1/id-unique'],
    kills: ['protocol.ids-are-unique-over-types'],
    before(request, { store, token }) {
      const id = /^\/Users\/([^/]+)$/.exec(request.path)?.[1] ?? '';
      if (request.method !== 'GET' || request.headers.authorization !== `Bearer ${token}`) return undefined;
      if (store.find(id)?.type !== 'Group') return undefined;
      const body = { schemas: [SCHEMA.user], id, userName: 'somebody', meta: { resourceType: 'User' } };
      return { status: 200, headers: {}, body };
    },
  },
  {
    id: 'protocol.users-have-groups-of-their-own',
    says: 'each user has a group of its own, which has the same id',
    breaks: ['7643:3.1/id-unique'],
    kills: ['protocol.ids-are-unique-over-types'],
    before(request, { store, token }) {
      const id = /^\/Groups\/([^/]+)$/.exec(request.path)?.[1] ?? '';
      if (request.method !== 'GET' || request.headers.authorization !== `Bearer ${token}`) return undefined;
      const user = store.get('User', id);
      if (user === undefined) return undefined;
      const { userName: displayName } = user.data;
      const meta = { resourceType: 'Group' };
      const body = { schemas: [SCHEMA.group], id, displayName, members: [{ value: id }], meta };
      return { status: 200, headers: {}, body };
    },
  },
];
