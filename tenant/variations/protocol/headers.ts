import { isDiscovery } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** More headers that RFC 9110 and others let an answer have, or leave out. */
export const headerVariations: Variation[] = [
  headed('limits-told', 'responses say how many requests are left', ['6585:4'], {
    'ratelimit-limit': '1000',
    'ratelimit-remaining': '999',
    'x-ratelimit-reset': '60',
  }),
  headed('links', 'responses link a description and a profile', ['8288:3'], {
    link: '<https://example.test/help>; rel="help", <https://example.test/p>; rel="profile"; title="a, b"',
  }),
  headed('accept-patch', 'responses state which PATCH formats are accepted', ['5789:3.1'], {
    'accept-patch': 'application/scim+json, application/json',
    'accept-post': 'application/scim+json',
  }),
  headed('languages', 'responses say their language', ['9110:8.5'], { 'content-language': 'de-CH, en' }),
  headed('timings', 'responses contain timings', ['9110:5.1'], {
    'server-timing': 'db;dur=1.2;desc="a, b", app;dur=0',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  }),
  headed('digests', 'responses name algorithms of digests', ['9530:4'], {
    'want-repr-digest': 'sha-256=1, sha-512=3',
  }),
  {
    id: 'http.cached-discovery',
    says: 'discovery documents may be cached for an hour and have an ETag',
    basis: ['9111:5.2.2', '9110:8.8.3'],
    after: ({ path }, { status, headers }) => {
      if (status === 200 && isDiscovery(path))
        Object.assign(headers, { 'cache-control': 'private, max-age=3600', etag: '"discovery-1"' });
    },
  },
  {
    id: 'http.ranges-refused',
    says: 'responses state that ranges are not served',
    basis: ['9110:14.3'],
    after: (_request, { headers }) => {
      headers['accept-ranges'] = 'none';
    },
  },
];

function headed(id: string, says: string, basis: string[], headers: Record<string, string>): Variation {
  return {
    id: `http.${id}`,
    says,
    basis,
    after: (_request, response) => {
      Object.assign(response.headers, headers);
    },
  };
}
