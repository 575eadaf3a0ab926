import type { Defect } from '../defect.ts';
import { isObject, type ScimObject } from '../model.ts';
import { refuse } from './kit.ts';

const results = (body: unknown): ScimObject[] =>
  isObject(body) && Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];

/** What goes wrong with bulk requests. */
export const bulkDefects: Defect[] = [
  {
    id: 'bulk.status-of-failure',
    says: 'a bulk job with a failing operation is answered 400',
    breaks: ['7644:3.7/bulk-200', '7644:3.7/bulk-continue'],
    kills: [],
    after(request, response) {
      const failed = results(response.body).some(({ status }) => Number(status) >= 400);
      if (request.path === '/Bulk' && failed) response.status = 400;
      return undefined;
    },
  },
  {
    id: 'bulk.loses-bulk-ids',
    says: 'results have no bulkId',
    breaks: ['7644:3.7/bulk-bulkid-echo'],
    kills: [],
    after(_request, { body }) {
      for (const result of results(body)) delete result.bulkId;
      return undefined;
    },
  },
  {
    id: 'bulk.status-as-number',
    says: 'the status of a result is a number',
    breaks: ['7644:3.7.3/bulk-status-code'],
    kills: [],
    after(_request, { body }) {
      for (const result of results(body)) result.status = Number(result.status);
      return undefined;
    },
  },
  {
    id: 'bulk.without-location',
    says: 'results have no location',
    breaks: ['7644:3.7.3/bulk-location'],
    kills: [],
    after(_request, { body }) {
      for (const result of results(body)) delete result.location;
      return undefined;
    },
  },
  {
    id: 'bulk.never-stops',
    says: 'failOnErrors is ignored',
    breaks: ['7644:3.7/bulk-failonerrors'],
    kills: [],
    before(request) {
      if (request.path === '/Bulk' && isObject(request.body)) delete request.body.failOnErrors;
      return undefined;
    },
  },
  {
    id: 'bulk.no-limit',
    says: 'too many operations are answered 400',
    breaks: ['7644:3.7.4/max-operations'],
    kills: [],
    after: (request, response) =>
      request.path === '/Bulk' && response.status === 413 ? refuse(400, 'too many operations') : undefined,
  },
];
