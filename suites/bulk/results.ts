import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { without } from '../../kit/compose/merge.ts';
import { BULK_RESPONSE, ERROR, isObject, member, show } from '../../schemas/attributes.ts';
import { findPlace, type Job, madeAnswer, succeeded } from '../fixtures/job.ts';
import { differing } from '../fixtures/kinds.ts';
import { bothJobs, mixedJob, smoothJob } from './fixtures.ts';

/** Statuses of a single request that is carried out. */
const SUCCESS: Record<string, number[]> = { POST: [201], PUT: [200], PATCH: [200, 204], DELETE: [204] };

/** The operations of a job that have a result, with what findings call them. */
function answered(job: Job) {
  return job.operations.flatMap((operation, index) => {
    const result = job.paired[index];
    const key = `${operation.method} ${result && succeeded(result) ? 'carried out' : 'failed'}`;
    return result === undefined ? [] : [{ operation, result, index, key }];
  });
}

export const results = [
  check(
    'bulk.jobs-answer-200',
    ['7644:3.7/bulk-200'],
    'a processed bulk request returns 200 with a BulkResponse, even when operations fail',
    { needs: ['users'] },
    async (tools) => {
      const jobs = {
        'without failures': await tools.given.the(smoothJob),
        'with failures': await tools.given.the(mixedJob),
      };
      await tools.must.each(
        Object.entries(jobs),
        ([key]) => key,
        ([, { answer }], line) => {
          line.haveStatus(answer, 200);
          const schemas = member(answer.body, 'schemas');
          line.hold(Array.isArray(schemas) && schemas.includes(BULK_RESPONSE), {
            key: 'schemas',
            expected: `schemas ["${BULK_RESPONSE}"]`,
            observed: show(schemas),
          });
          line.hold(Array.isArray(member(answer.body, 'Operations')), {
            key: 'Operations',
            expected: 'an array of results',
            observed: show(member(answer.body, 'Operations')),
          });
        },
      );
    },
  ),
  check(
    'bulk.every-operation-has-a-result',
    ['7644:3.7.3/bulk-all-results'],
    'the response holds one result for each operation',
    { needs: ['users'] },
    async (tools) => {
      const { smooth, mixed } = await bothJobs(tools);
      await tools.must.each(
        [smooth, mixed],
        (job) => (job === smooth ? 'without failures' : 'with failures'),
        (job, line) =>
          line.equal(job.results.length, job.operations.length, {
            key: 'results',
            what: 'the number of results',
          }),
      );
    },
  ),
  check(
    'bulk.results-repeat-bulk-ids',
    ['7644:3.7/bulk-bulkid-echo'],
    'the result of a create repeats its bulkId',
    { needs: ['users'] },
    async (tools) => {
      const { must, remark } = tools;
      const { smooth, mixed } = await bothJobs(tools);
      const creates = answered(smooth).filter(({ operation }) => operation.method === 'POST');
      await must.each(
        creates,
        ({ operation }) => operation.bulkId ?? '',
        ({ operation, result }, line) => line.equal(result.bulkId, operation.bulkId, { key: 'bulkId' }),
      );
      must.hold(creates.length > 0, { key: 'creates', expected: 'results of creates', observed: 'none' });
      if (mixed.paired[0] !== undefined && mixed.paired[0].bulkId !== mixed.operations[0]?.bulkId)
        remark('warning', 'failed', 'the result of a failed create lacks its bulkId');
    },
  ),
  check(
    'bulk.results-have-locations',
    ['7644:3.7.3/bulk-location', '7644:3.1/reflects-state'],
    'every result except that of a failed create has the location of its resource',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, capabilities } = tools;
      const { smooth, mixed } = await bothJobs(tools);
      const lines = [smooth, mixed].flatMap((job) => answered(job).map((one) => ({ ...one, job })));
      const due = lines.filter(({ operation, result }) => operation.method !== 'POST' || succeeded(result));
      await must.each(
        due,
        ({ key }) => key,
        async ({ operation, result, job, index }, line) => {
          const { location } = result;
          line.hold(typeof location === 'string' && location !== '', {
            key: 'location',
            expected: 'the address of the resource',
            observed: show(location),
          });
          if (operation.method !== 'POST') {
            const same = scim.pathWithin(String(location)) === scim.pathWithin(`.${operation.path}`);
            return line.hold(same, {
              key: 'other',
              expected: show(operation.path),
              observed: show(location),
            });
          }
          const place = findPlace(scim, job, index);
          line.hold(place !== undefined && place === scim.pathWithin(String(location)), {
            key: 'elsewhere',
            expected: `an address below ${operation.path}`,
            observed: show(location),
          });
          const made = await given.the(madeAnswer(place ?? ''));
          line.haveStatus(made, 200, { key: 'target' });
          const { userName } = operation.data as Record<string, unknown>;
          line.keep(made.body, 'userName', userName, { caseExact: false });
          // A result may carry what it made, or a part of it with fewer schemas, and then says what a read says.
          const carried = without(isObject(result.response) ? result.response : {}, ['schemas']);
          line.equal(differing(capabilities, 'User', carried, made.body), [], {
            key: 'response',
            what: 'what differs from a read',
            row: '7644:3.1/reflects-state',
          });
        },
      );
    },
  ),
  check(
    'bulk.results-have-the-status-of-single-requests',
    ['7644:3.7.3/bulk-status-code'],
    'each result has the status of the same operation as a single request',
    { needs: ['users'] },
    async (tools) => {
      const { must, remark } = tools;
      const { smooth, mixed, single } = await bothJobs(tools);
      const alone = (index: number) => [single.get(index)?.status ?? 0];
      const lines = [
        ...answered(smooth).map((one) => ({ ...one, due: SUCCESS[one.operation.method ?? ''] ?? [] })),
        ...answered(mixed)
          .filter(({ index }) => single.has(index))
          .map((one) => ({ ...one, due: alone(one.index) })),
      ];
      await must.each(
        lines,
        ({ operation }) => `${operation.method}`,
        ({ result, due }, line) =>
          line.hold(due.includes(result.status ?? 0), {
            key: 'status',
            expected: `status ${due.join(' or ')}`,
            observed: show(member(result.whole, 'status')),
          }),
      );
      if (lines.some(({ result }) => typeof member(result.whole, 'status') !== 'string'))
        remark('warning', 'form', 'the status of a result is no string such as "201"');
    },
  ),
  check(
    'bulk.results-repeat-methods',
    ['7644:3.7/bulk-method-echo'],
    'each result repeats the method of its operation',
    { needs: ['users'] },
    async (tools) => {
      const { smooth, mixed } = await bothJobs(tools);
      await tools.must.each(
        [...answered(smooth), ...answered(mixed)],
        ({ key }) => key,
        ({ operation, result }, line) => line.equal(result.method, operation.method, { key: 'method' }),
      );
    },
  ),
  check(
    'bulk.failures-carry-an-error',
    ['7644:3.7/bulk-error-response'],
    'the result of a failed operation contains a SCIM error with the same status',
    { needs: ['users'] },
    async (tools) => {
      const { must, remark } = tools;
      const { mixed } = await bothJobs(tools);
      const failed = answered(mixed).filter(({ result }) => !succeeded(result));
      must.hold(failed.length > 0, {
        key: 'failures',
        expected: 'operations that fail: a taken name, an id that does not exist',
        observed: describe(mixed.answer),
      });
      await must.each(
        failed,
        ({ operation }) => `${operation.method}`,
        ({ result }, line) => {
          const beside = result.response === undefined && Array.isArray(result.whole.schemas);
          const error = beside ? result.whole : result.response;
          if (beside) remark('warning', 'place', 'the error members are beside response, not in it');
          const schemas = isObject(error) ? member(error, 'schemas') : undefined;
          line.hold(Array.isArray(schemas) && schemas.includes(ERROR), {
            key: 'response',
            expected: 'a SCIM error',
            observed: show(error),
          });
          line.equal(String(member(error, 'status')), String(result.status), {
            key: 'status',
            what: 'its status',
          });
        },
      );
    },
  ),
  check(
    'bulk.choices-of-results',
    ['7644:3.7/bulk-success-body-optional'],
    'choices left open for results: success bodies, order, versions',
    { needs: ['users'] },
    async (tools) => {
      const { scim, observe } = tools;
      const { smooth } = await bothJobs(tools);
      const done = answered(smooth).filter(({ result }) => succeeded(result));
      const bodies = done.filter(({ result }) => isObject(result.response));
      const other = bodies.filter(({ result, index, operation }) => {
        const path = operation.method === 'POST' ? findPlace(scim, smooth, index) : operation.path;
        return !String(path).endsWith(String(member(result.response, 'id')));
      });
      const given = other.length > 0 ? 'of another resource' : 'given';
      observe('bulk.success-body', bodies.length === 0 ? 'left out' : given);
      const inOrder = smooth.results.every((result, index) => result === smooth.paired[index]);
      observe('bulk.order-of-results', inOrder ? 'as sent' : 'another');
      const versions = done.filter(({ result }) => result.version !== undefined).length;
      observe('bulk.version-in-results', versions === 0 ? 'left out' : 'given');
    },
  ),
];
