import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** What goes wrong with the messages of errors. */
export const errorDefects: Defect[] = [
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
    id: 'error.status-as-number',
    says: 'status in errors is a number',
    breaks: ['7644:3.12/error-status-string', 'entra:Q29'],
    kills: ['traffic.error-status-is-string', 'entra.errors-are-scim-errors'],
    after(_request, { status, body }) {
      if (status >= 400 && isObject(body)) body.status = status;
    },
  },
  {
    id: 'error.keyword-capitalised',
    says: 'scimType begins with a capital',
    breaks: ['7644:3.12/error-scimtype-values'],
    kills: [
      'traffic.error-keyword-is-known',
      'users.replace-with-taken-user-name',
      'entra.replace-creates-or-refuses',
    ],
    after(_request, { body }) {
      if (isObject(body) && typeof body.scimType === 'string')
        body.scimType = body.scimType.replace(/^./, (letter) => letter.toUpperCase());
    },
  },
  {
    id: 'error.detail-as-object',
    says: 'detail of errors is an object',
    breaks: ['7644:3.12/error-detail'],
    kills: ['traffic.error-detail-is-text'],
    after(_request, { status, body }) {
      if (status >= 400 && isObject(body)) body.detail = { text: body.detail };
    },
  },
];
