import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** What goes wrong with what refusals say. */
export const trafficRefusalDefects: Defect[] = [
  {
    id: 'error.status-as-number',
    says: 'status in errors is a number',
    breaks: ['7644:3.12/error-status-string', 'entra:Q29'],
    kills: ['traffic.error-status-is-string', 'entra.errors-are-scim-errors'],
    after(_request, { status, body }) {
      if (status >= 400 && isObject(body)) body.status = status;
    },
  },
  {
    id: 'error.html',
    says: 'errors are HTML pages',
    breaks: ['7644:3.12/error-json', '7644:3.8/error-content-type', 'entra:Q29', 'entra:Q42'],
    kills: [
      'traffic.error-is-a-scim-message',
      'traffic.error-has-scim-media-type',
      'entra.errors-are-scim-errors',
      'entra.unsupported-methods-are-scim-errors',
    ],
    after: (_request, { status, headers }) =>
      status >= 400
        ? {
            status,
            headers: { ...headers, 'content-type': 'text/html' },
            raw: '<html><body>Oops</body></html>',
          }
        : undefined,
  },
  {
    id: 'error.problem-json',
    says: 'errors are problem documents',
    breaks: ['7644:3.12/error-json', '7644:3.8/error-content-type'],
    kills: ['traffic.error-is-a-scim-message', 'traffic.error-has-scim-media-type'],
    after: (_request, { status, headers }) =>
      status >= 400
        ? {
            status,
            headers: { ...headers, 'content-type': 'application/problem+json' },
            body: { type: 'about:blank', title: 'Oops', status },
          }
        : undefined,
  },
  {
    id: 'error.missing-name-breaks',
    says: 'a user without userName breaks the server',
    breaks: ['7643:4.1.1/username-required', '7644:3.12/no-5xx'],
    kills: ['users.create-needs-user-name', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && request.path === '/Users' && isObject(request.body) && !request.body.userName
        ? refuse(500)
        : undefined,
  },
  {
    id: 'http.405-without-allow',
    says: '405 does not say what is allowed',
    breaks: ['9110:15.5.6/405-allow'],
    kills: ['traffic.method-not-allowed-names-others'],
    company: true,
    after(_request, response) {
      delete response.headers.allow;
    },
  },
];
