import { isObject, type ScimObject } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** Answers of /Bulk (RFC 7644 section 3.7). */
export const bulkVariations: Variation[] = [
  results(
    'without-versions',
    'results of a bulk job have no version',
    ['7644:3.7.3'],
    (result) => delete result.version,
    ['7644:3.7/bulk-version'],
  ),
  results(
    'with-responses',
    'results of a bulk job have the resource as their response',
    ['7644:3.7'],
    (result) => {
      if (result.response === undefined && result.method !== 'DELETE' && /^2/.test(String(result.status)))
        result.response = {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          id: decodeURIComponent(segments(result.location).at(-1) ?? ''),
        };
    },
    ['7644:3.7/bulk-success-body-optional'],
  ),
  results('echoing', 'results of a bulk job repeat the path', ['7644:3.7'], (result) => {
    if (typeof result.location === 'string')
      result.path = `/${segments(result.location).slice(-2).join('/')}`;
  }),
  {
    id: 'bulk.results-out-of-order',
    says: 'results of a bulk job come in another order than its operations',
    basis: ['7644:3.7', '7644:3.7.3'],
    choice: 'order of results',
    after: ({ path }, { status, body }) => {
      const operations = path === '/Bulk' && status === 200 && isObject(body) ? body.Operations : undefined;
      // Operations that can be told apart alone: by the bulkId that they have.
      if (Array.isArray(operations) && operations.every((one) => isObject(one) && one.bulkId !== undefined))
        operations.reverse();
    },
  },
  {
    id: 'bulk.patches-204',
    says: 'updates in a bulk job have the status 204 where PATCH alone has it',
    basis: ['7644:3.5.2', '7644:3.7.3'],
    after: ({ path }, { body }) => {
      if (path !== '/Bulk' || !isObject(body) || !Array.isArray(body.Operations)) return;
      for (const one of body.Operations)
        if (isObject(one) && one.method === 'PATCH' && one.status === '200') one.status = '204';
    },
  },
  {
    id: 'bulk.other-methods-404',
    says: 'methods other than POST find nothing at /Bulk',
    basis: ['7644:3.2', '7644:3.7'],
    rows: ['7644:3.2/bulk-get-only-post'],
    after: ({ method, path }, response) => {
      if (path !== '/Bulk' || method === 'POST' || response.status !== 405) return;
      response.status = 404;
      delete response.headers.allow;
      if (isObject(response.body)) response.body.status = '404';
    },
  },
];

function results(
  id: string,
  says: string,
  basis: string[],
  change: (result: ScimObject) => unknown,
  rows: string[] = [],
): Variation {
  return {
    id: `bulk.${id}`,
    says,
    basis,
    rows,
    after: ({ path }, { status, body }) => {
      if (path !== '/Bulk' || status !== 200 || !isObject(body) || !Array.isArray(body.Operations)) return;
      for (const one of body.Operations) if (isObject(one)) change(one);
    },
  };
}

/** The segments of an address, which may end with a slash. */
function segments(location: unknown): string[] {
  return String(location).replace(/\/+$/, '').split('/');
}
