import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isBulk, results } from './kit.ts';

/** What goes wrong with where a job ends. */
export const failOnErrorDefects: Defect[] = [
  {
    id: 'bulk.never-stops',
    says: 'failOnErrors is ignored',
    breaks: ['7644:3.7/bulk-failonerrors'],
    kills: ['bulk.stops-at-fail-on-errors'],
    before(request) {
      if (isBulk(request) && isObject(request.body)) delete request.body.failOnErrors;
    },
  },
  {
    id: 'bulk.stops-one-failure-late',
    says: 'failOnErrors counts the failures that are put up with',
    breaks: ['7644:3.7/bulk-failonerrors'],
    kills: ['bulk.stops-at-fail-on-errors'],
    before(request) {
      if (isBulk(request) && isObject(request.body) && typeof request.body.failOnErrors === 'number')
        request.body.failOnErrors += 1;
    },
  },
  {
    id: 'bulk.stops-in-its-results-alone',
    says: 'a job that says to have stopped was carried out to its end',
    breaks: ['7644:3.7/bulk-failonerrors'],
    kills: ['bulk.stops-at-fail-on-errors'],
    before(request) {
      if (!isBulk(request) || !isObject(request.body)) return undefined;
      request.headers['x-most-failures'] = String(request.body.failOnErrors ?? '');
      delete request.body.failOnErrors;
    },
    after({ headers }, { body }) {
      const most = Number(headers['x-most-failures'] || Number.POSITIVE_INFINITY);
      let failures = 0;
      if (isObject(body) && results(body).length > 0)
        body.Operations = results(body).filter(({ status }) => {
          const before = failures;
          if (Number(status) >= 400) failures += 1;
          return before < most;
        });
    },
  },
  {
    id: 'bulk.repeats-fail-on-errors',
    says: 'the response repeats failOnErrors',
    breaks: ['7644:3.7/bulk-failonerrors-not-in-response'],
    kills: ['bulk.response-leaves-fail-on-errors-out'],
    after({ body: sent }, { body }) {
      if (isObject(sent) && sent.failOnErrors !== undefined && isObject(body))
        body.failOnErrors = sent.failOnErrors;
    },
  },
];
