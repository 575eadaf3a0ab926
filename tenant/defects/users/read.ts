import { SCHEMA } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse } from '../kit.ts';

/** What goes wrong with a read by id. */
export const readDefects: Defect[] = [
  {
    id: 'read.wrong-resource',
    company: true,
    says: 'a read by id returns the latest resource of the type',
    breaks: ['7644:3.4.1/get-200', 'entra:R03'],
    kills: ['users.read-by-id', 'entra.known-user-is-read'],
    before(request, { store }) {
      if (!isOne(request, 'GET') || !store.find(readId(request))) return undefined;
      const latest = store.own(nameType(request)).at(-1);
      if (latest) request.path = `${request.path.slice(0, request.path.lastIndexOf('/'))}/${latest.id}`;
    },
  },
  {
    id: 'users.reads-answer-202',
    says: 'a read by id returns 202',
    breaks: ['7644:3.4.1/get-200'],
    kills: ['users.read-by-id'],
    after(request, response) {
      if (isOne(request, 'GET') && response.status === 200) response.status = 202;
    },
  },
  {
    id: 'read.unknown-is-200',
    says: 'a read of an unknown id returns 200 with an error in the body',
    breaks: ['7644:3.12/get-404', '7644:3.2/error-http-status', '7644:3.6/deleted-get-404'],
    kills: [
      'users.unknown-id-is-not-found',
      'hard-delete.absent-by-id',
      'traffic.error-is-in-the-http-status',
    ],
    after(request, response) {
      if (isOne(request, 'GET') && response.status === 404) response.status = 200;
    },
  },
  {
    id: 'read.unknown-is-500',
    says: 'a read of an unknown id breaks the server',
    breaks: ['7644:3.12/get-404', '7644:3.12/no-5xx', '7644:3.6/deleted-get-404', 'entra:Q51'],
    kills: [
      'users.unknown-id-is-not-found',
      'hard-delete.absent-by-id',
      'entra.bare-requests-are-served',
      'traffic.no-internal-error',
      'traffic.no-internal-error-to-entra',
    ],
    after: (request, response) =>
      isOne(request, 'GET') && response.status === 404 ? refuse(500) : undefined,
  },
  {
    id: 'lifecycle.unknown-endpoint-is-200',
    says: 'an unknown endpoint returns 200 with an empty list',
    breaks: ['7644:3.12/unknown-endpoint-404'],
    kills: ['users.unknown-endpoint-is-not-found', 'smartfile.refusals-are-told-apart'],
    before: ({ method, path }) =>
      method === 'GET' && /^\/[^/]*conf-[^/]*$/.test(path)
        ? { status: 200, headers: {}, body: { schemas: [SCHEMA.user], totalResults: 0 } }
        : undefined,
  },
  {
    id: 'project.shows-on-request',
    says: 'attributes that are returned on request are always returned',
    breaks: ['7643:7/returned-request', '7644:3.4/get-defaults'],
    kills: ['users.read-shows-default-attributes', 'attributes.returned-on-request'],
    semantics: {
      shows: (attribute, key, projection) =>
        strict.shows(
          attribute.returned === 'request' ? { ...attribute, returned: 'default' } : attribute,
          key,
          projection,
        ),
    },
  },
  {
    id: 'users.unknown-ids-are-forbidden',
    says: 'what does not exist, or was deleted, is answered 403',
    breaks: ['7644:3.12/get-404', '7644:3.6/deleted-get-404'],
    kills: ['users.unknown-id-is-not-found', 'hard-delete.absent-by-id'],
    after: (request, { status }) => (isOne(request) && status === 404 ? refuse(403) : undefined),
  },
];
