import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { unrefused } from '../../kit/check/words.ts';
import { BULK_REQUEST, member, show } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { bulk, type Job, newUser, processed, readUser, sent, told } from '../fixtures/job.ts';
import { nobody } from '../fixtures/kinds.ts';
import { smoothJob } from './fixtures.ts';

/** Operations with one mistake each. */
const MISTAKES: Record<string, (given: Given, user: Owned) => BulkOperation> = {
  'method GET': (_, { path }) => ({ method: 'GET', path }),
  'no method': (given) => without('method', newUser(given, 'wrong')),
  'no path': (given) => without('path', newUser(given, 'wrong')),
  'POST without data': (given) => ({ method: 'POST', path: given.users, bulkId: 'wrong' }),
  'PUT without data': (_, { path }) => ({ method: 'PUT', path }),
  'POST to a user': (given, { path }) => ({ ...newUser(given, 'wrong'), path }),
};

function without(name: keyof BulkOperation, { [name]: _, ...rest }: BulkOperation): BulkOperation {
  return rest;
}

/** What became of a job of one operation: the status of its result, else that of the whole. */
function outcome(job: Job): number {
  return (job.answer.ok ? job.paired[0]?.status : job.answer.status) ?? 0;
}

export const refusals = [
  check(
    'bulk.refuses-malformed-operations',
    ['7644:3.7/bulk-invalid-op'],
    'an operation that lacks what its method requires is refused',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const user = await readUser(given);
      await must.each(
        Object.entries(MISTAKES),
        ([mistake]) => mistake,
        async ([, mistaken], line) => {
          const job = await sent({ scim, capabilities }, [mistaken(given, user)]);
          const status = outcome(job);
          line.hold((status >= 400 && status < 500) || status === 501, {
            key: unrefused(status),
            expected: 'a refusal: 4xx or 501',
            observed: told(job, 0),
          });
        },
      );
      must.keep(await given.read(user), 'id', user.id);
    },
  ),
  check(
    'bulk.refuses-broken-requests',
    ['7644:3.7/bulk-invalid-request'],
    'a malformed bulk request is refused with 400',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark } = tools;
      processed(await tools.given.the(smoothJob));
      const bodies = {
        'broken JSON': `{"schemas":["${BULK_REQUEST}"],"Operations":[`,
        'no Operations': JSON.stringify({ schemas: [BULK_REQUEST] }),
      };
      await must.each(
        Object.entries(bodies),
        ([what]) => what,
        async ([what, body], line) => {
          const answer = await scim.post('/Bulk', body);
          line.beRefused(answer, [400, 422]);
          const scimType = member(answer.body, 'scimType');
          if (answer.status !== 400 || scimType !== 'invalidSyntax')
            remark('note', what, `refused with ${answer.status} and scimType ${show(scimType)}`);
        },
      );
    },
  ),
  check(
    'bulk.choices-of-requests',
    ['7644:3.7/bulk-missing-bulkid', '7644:3.2/bulk-get-only-post'],
    'how a create without bulkId, a request without schemas and other methods are handled',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, observe } = tools;
      const path = await given.the(nobody);
      const { bulkId: _, ...nameless } = newUser(given, '');
      observe('bulk.create-without-bulkId', String(outcome(await sent(tools, [nameless]))));
      const bare = await scim.post('/Bulk', { Operations: [{ method: 'DELETE', path }] });
      observe('bulk.job-without-schemas', bare.ok ? 'processed' : `refused with ${bare.status}`);
      const empty = { schemas: [BULK_REQUEST], Operations: [] };
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await scim.send(method, '/Bulk', method === 'PUT' ? empty : undefined);
        observe(`bulk.${method}`, String(answer.status));
      }
    },
  ),
  check(
    'bulk.is-answered-501-where-not-offered',
    ['7644:3.12/bulk-unsupported'],
    'an endpoint without bulk returns 501 for a bulk request',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await readUser(given);
      const path = await given.the(nobody);
      const answer = await bulk(scim, [{ method: 'DELETE', path }]);

      must.keep(await given.read(user), 'id', user.id);
      must.hold(answer.status === 501, { key: 'status', expected: 'status 501', observed: describe(answer) });
    },
  ),
];
