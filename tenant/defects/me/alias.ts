import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

/** What goes wrong with /Me. */
export const aliasDefects: Defect[] = [
  {
    id: 'me.fails',
    says: 'GET /Me ends in a server error',
    breaks: ['7644:3.11/me-unsupported-501'],
    kills: ['me.is-answered-or-not-offered'],
    before: ({ path }) => (path === '/Me' ? refuse(500) : undefined),
  },
  {
    id: 'me.is-its-own-location',
    says: 'Location of /Me is /Me',
    breaks: ['7644:3.11/me-location'],
    kills: ['me.names-its-permanent-address'],
    after({ path }, response, { url }) {
      if (path === '/Me') response.headers.location = `${url}/Me`;
    },
  },
  {
    id: 'me.without-location',
    says: '/Me does not say whose resource it is',
    breaks: ['7644:3.11/me-location'],
    kills: ['me.names-its-permanent-address'],
    after(request, response) {
      if (request.path === '/Me') delete response.headers.location;
    },
  },
  {
    id: 'me.another-representation',
    says: '/Me shows active inverted',
    breaks: ['7644:3.11/me-same'],
    kills: ['me.is-the-resource-itself'],
    after({ path }, { body }) {
      if (path === '/Me' && isObject(body) && body.active !== undefined) body.active = !body.active;
    },
  },
  {
    id: 'me.ignores-attributes',
    says: 'attributes has no effect on /Me',
    breaks: ['7644:3.9/me-projection'],
    kills: ['me.takes-attributes'],
    before({ path, query }) {
      if (path === '/Me') query.delete('attributes');
    },
  },
];
