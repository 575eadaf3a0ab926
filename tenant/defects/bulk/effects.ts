import { isObject, MESSAGE } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { alter } from '../reach.ts';
import { changesIn, isBulk, jobIn, putBack, results } from './kit.ts';

/** What goes wrong with what a job does. */
export const effectDefects: Defect[] = [
  {
    id: 'bulk.delete-is-forgotten',
    says: 'a DELETE in a job is answered 204 and not carried out',
    breaks: ['7644:3.7/bulk-methods'],
    kills: ['bulk.carries-out-every-method'],
    before(request, tenancy) {
      for (const operation of jobIn(request)) {
        const stored = tenancy.store.find(String(operation.path).split('/')[2] ?? '');
        if (operation.method !== 'DELETE' || stored === undefined) continue;
        Object.assign(operation, { method: 'PUT', bulkId: 'was DELETE', data: putBack(stored) });
      }
    },
    after(_request, { body }) {
      for (const result of results(body)) {
        if (result.bulkId !== 'was DELETE') continue;
        delete result.bulkId;
        delete result.version;
        Object.assign(result, { method: 'DELETE', status: '204' });
      }
    },
  },
  {
    id: 'bulk.gives-up-at-the-first-failure',
    says: 'a job without failOnErrors ends at the first failure',
    breaks: ['7644:3.7/bulk-continue'],
    kills: ['bulk.goes-on-after-failures', 'bulk.every-operation-has-a-result'],
    before(request) {
      if (isBulk(request) && isObject(request.body)) request.body.failOnErrors ??= 1;
    },
  },
  {
    id: 'bulk.second-of-a-name-renamed',
    says: 'the second user of a name in a job gets another name',
    breaks: ['7644:3.7/bulk-uniqueness'],
    kills: ['bulk.refuses-a-second-user-of-the-name'],
    before(request) {
      if (isObject(request.body) && request.body.failOnErrors !== undefined) return undefined;
      const seen = new Set<unknown>();
      for (const { data } of jobIn(request)) {
        if (!isObject(data) || data.userName === undefined) continue;
        if (seen.has(data.userName)) data.userName = `${data.userName}.2`;
        seen.add(data.userName);
      }
    },
  },
  {
    id: 'bulk.order-is-lost',
    says: 'changes to one resource are carried out in the reverse order',
    breaks: ['7644:3.7/bulk-order-preserved'],
    kills: ['bulk.keeps-the-order-of-changes'],
    before(request) {
      const operations = jobIn(request);
      const paths = new Set(operations.map(({ path }) => path));
      if (paths.size === 1 && operations.length > 1 && operations[0]?.method === 'PUT')
        (request.body as { Operations: unknown[] }).Operations.reverse();
    },
  },
  {
    id: 'bulk.patch-in-pieces',
    says: 'what a failed PATCH of a job had changed before it failed stays changed',
    breaks: ['7644:3.5.2/bulk-atomicity-per-op'],
    kills: ['bulk.failed-patch-leaves-no-trace'],
    before(request) {
      const operations = jobIn(request);
      const inPieces = operations.flatMap((operation) => {
        const [first, second] = changesIn(operation);
        if (operation.method !== 'PATCH' || second === undefined) return [operation];
        const piece = { schemas: [MESSAGE.patch], Operations: [first] };
        return [{ ...operation, bulkId: 'a piece', data: piece }, operation];
      });
      if (operations.length > 0) (request.body as { Operations: unknown[] }).Operations = inPieces;
    },
    after(_request, { body }) {
      if (isObject(body) && results(body).length > 0)
        body.Operations = results(body).filter(({ bulkId }) => bulkId !== 'a piece');
    },
  },
  {
    id: 'bulk.version-ignored',
    says: 'the version of an operation is ignored',
    breaks: ['7644:3.7/bulk-version'],
    kills: ['bulk.version-guards-operations'],
    before(request) {
      for (const operation of jobIn(request)) delete operation.version;
    },
  },
  {
    id: 'bulk.replaced-values-are-lost',
    says: 'a replace removes the old value before it adds the new one, and the removal stays where the PATCH of a job fails',
    breaks: ['7644:3.5.2/bulk-atomicity-per-op'],
    kills: ['bulk.failed-patch-leaves-no-trace'],
    after(request, { body }, tenancy) {
      jobIn(request).forEach((operation, index) => {
        const result = results(body)[index];
        const id = String(operation.path).split('/')[2] ?? '';
        if (operation.method !== 'PATCH' || Number(result?.status) < 400) return;
        const [first] = changesIn(operation);
        if (first?.op === 'replace') alter(tenancy, id, { [String(first.path)]: undefined });
      });
    },
  },
];
