import { MESSAGE } from '../../model.ts';
import { reachingSomebody } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';
import { isBulk, results } from './kit.ts';

/** Bulk requests that are not refused, and jobs that reach others, by the file of their checks. */
export const bulkDefects: Defect[] = [
  // firstJob.ts
  ...reachingSomebody('bulk', {
    breaks: ['7644:3.7/bulk-methods'],
    kills: ['bulk.first-job-is-carried-out'],
  }),
  // refusals.ts
  {
    id: 'bulk.methods-unchecked',
    says: 'an operation of another method than the four succeeds without effect',
    breaks: ['7644:3.7/bulk-invalid-op'],
    kills: ['bulk.refuses-malformed-operations'],
    after(_request, { body }) {
      for (const result of results(body)) {
        if (/^(POST|PUT|PATCH|DELETE)$/.test(String(result.method))) continue;
        delete result.response;
        result.status = '200';
      }
    },
  },
  {
    id: 'bulk.unreadable-is-empty',
    says: 'a bulk request that cannot be read is answered 200 without results',
    breaks: ['7644:3.7/bulk-invalid-request'],
    kills: ['bulk.refuses-broken-requests'],
    after: (request, { status }) =>
      isBulk(request) && status === 400
        ? { status: 200, headers: {}, body: { schemas: [MESSAGE.bulkResponse], Operations: [] } }
        : undefined,
  },
  {
    id: 'bulk.not-offered-is-404',
    says: 'bulk is not offered, and /Bulk answers 404',
    breaks: ['7644:3.12/bulk-unsupported'],
    kills: ['bulk.is-answered-501-where-not-offered'],
    face: 'minimal',
    before: (request) => (isBulk(request) ? refuse(404) : undefined),
  },
];
