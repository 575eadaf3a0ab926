import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isBulk, results } from './kit.ts';

/** What goes wrong with the results of a job. */
export const resultDefects: Defect[] = [
  {
    id: 'bulk.status-of-failure',
    says: 'a bulk job with a failing operation is answered 400',
    breaks: ['7644:3.7/bulk-200'],
    kills: ['bulk.jobs-answer-200'],
    after(request, response) {
      const failed = results(response.body).some(({ status }) => Number(status) >= 400);
      if (isBulk(request) && failed) response.status = 400;
    },
  },
  {
    id: 'bulk.deletes-without-result',
    says: 'a DELETE has no result',
    breaks: ['7644:3.7.3/bulk-all-results'],
    kills: ['bulk.every-operation-has-a-result'],
    after(_request, { body }) {
      const listed = results(body);
      if (isObject(body) && listed.length > 1)
        body.Operations = listed.filter(({ method }) => method !== 'DELETE');
    },
  },
  {
    id: 'bulk.loses-bulk-ids',
    says: 'results have no bulkId',
    breaks: ['7644:3.7/bulk-bulkid-echo'],
    kills: ['bulk.results-repeat-bulk-ids'],
    after(_request, { body }) {
      for (const result of results(body)) delete result.bulkId;
    },
  },
  {
    id: 'bulk.without-location',
    says: 'results have no location',
    breaks: ['7644:3.7.3/bulk-location'],
    kills: ['bulk.results-have-locations'],
    after(_request, { body }) {
      for (const result of results(body)) delete result.location;
    },
  },
  {
    id: 'bulk.location-of-the-endpoint',
    says: 'the location of a result is that of the endpoint',
    breaks: ['7644:3.7.3/bulk-location'],
    kills: ['bulk.results-have-locations'],
    after(_request, { body }) {
      for (const result of results(body))
        if (typeof result.location === 'string') result.location = result.location.replace(/\/[^/]*$/, '');
    },
  },
  {
    id: 'bulk.results-carry-another-account',
    says: 'the result of a create in a bulk job carries an account of another displayName',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['bulk.results-have-locations'],
    after({ path }, { body }) {
      const results = path === '/Bulk' && isObject(body) ? body.Operations : undefined;
      for (const result of Array.isArray(results) ? results.filter(isObject) : [])
        if (result.method === 'POST' && Number(result.status) === 201)
          result.response = { displayName: 'somebody else' };
    },
  },
  {
    id: 'bulk.deletes-are-200',
    says: 'a DELETE in a job has status 200, but 204 as a single request',
    breaks: ['7644:3.7.3/bulk-status-code'],
    kills: ['bulk.results-have-the-status-of-single-requests'],
    after(_request, { body }) {
      for (const result of results(body)) if (result.status === '204') result.status = '200';
    },
  },
  {
    id: 'bulk.loses-methods',
    says: 'results have no method',
    breaks: ['7644:3.7/bulk-method-echo'],
    kills: ['bulk.results-repeat-methods'],
    after(_request, { body }) {
      for (const result of results(body)) delete result.method;
    },
  },
  {
    id: 'bulk.failures-without-error',
    says: 'the result of a failed operation has no response',
    breaks: ['7644:3.7/bulk-error-response'],
    kills: ['bulk.failures-carry-an-error'],
    after(_request, { body }) {
      for (const result of results(body)) delete result.response;
    },
  },
  {
    id: 'bulk.ids-for-bulk-ids',
    says: 'the result of a create has the id of the new resource for its bulkId',
    breaks: ['7644:3.7/bulk-bulkid-echo'],
    kills: ['bulk.results-repeat-bulk-ids'],
    after(_request, { body }) {
      for (const result of results(body))
        if (result.bulkId !== undefined && typeof result.location === 'string')
          result.bulkId = result.location.replace(/^.*\//, '');
    },
  },
];
