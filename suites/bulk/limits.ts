import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { BULK_REQUEST, ERROR, member } from '../../schemas/attributes.ts';
import { type BulkOperation, resultsIn } from '../../schemas/bulk.ts';
import { bulk, readUser } from '../fixtures/job.ts';
import { nobody } from '../fixtures/kinds.ts';

const MOST_OPERATIONS = 1_000;
const MOST_EXACT = 200;
const MOST_BYTES = 5 * 1024 * 1024;

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'notApplicable'>;

/**
 * A job of so many operations that change nothing but the first, which deletes a user; its path is given, too.
 * Not applicable where that many do not fit into a request.
 */
async function jobOfSize({ given, capabilities, notApplicable }: Tools, size: number, first?: BulkOperation) {
  const path = await given.the(nobody);
  const rest = Array.from({ length: first ? size - 1 : size }, () => ({ method: 'DELETE', path }));
  const operations: BulkOperation[] = first ? [first, ...rest] : rest;
  const bytes = Buffer.byteLength(JSON.stringify({ schemas: [BULK_REQUEST], Operations: operations }));
  const { maxPayloadSize } = capabilities.bulk;
  if (maxPayloadSize !== undefined && maxPayloadSize > 0 && bytes > maxPayloadSize / 2)
    notApplicable(`${size} operations do not fit into ${maxPayloadSize} bytes`);
  return operations;
}

function requireLimit({ capabilities, notApplicable }: Tools, most: number): number {
  const limit = capabilities.bulk.maxOperations;
  if (limit !== undefined && limit > 0 && limit <= most) return limit;
  return notApplicable(
    limit === undefined
      ? 'maxOperations is not published'
      : `maxOperations is ${limit}: a number that is not tested`,
  );
}

/** Claims a 413 whose body names the limit, as a number or by its name. */
function tooLarge(must: Must, answer: ScimResponse, name: string, limit: number): void {
  must.haveStatus(answer, 413);
  must.hold(answer.text.includes(String(limit)) || answer.text.toLowerCase().includes(name.toLowerCase()), {
    key: 'limit',
    expected: `a body that names ${name}`,
    observed: describe(answer),
  });
}

export const limits = [
  check(
    'bulk.too-many-operations',
    ['7644:3.7.4/max-operations'],
    'a job of more than maxOperations is refused with 413, names the limit and does nothing',
    { needs: ['users'], optIn: 'load' },
    async (tools) => {
      const { scim, given, must } = tools;
      const limit = requireLimit(tools, MOST_OPERATIONS);
      const user = await readUser(given);
      const operations = await jobOfSize(tools, limit + 1, { method: 'DELETE', path: user.path });
      const answer = await bulk(scim, operations);

      must.haveStatus(await scim.get(user.path), 200, { key: 'processed' });
      tooLarge(must, answer, 'maxOperations', limit);
      must.beScimError(answer, 413);
    },
  ),
  check(
    'bulk.most-operations',
    ['7644:3.7.4/max-operations-exact'],
    'a job of exactly maxOperations is accepted',
    { needs: ['users'], optIn: 'load' },
    async (tools) => {
      const { scim, must } = tools;
      const answer = await bulk(scim, await jobOfSize(tools, requireLimit(tools, MOST_EXACT)));

      must.hold(answer.ok || (answer.status !== 413 && resultsIn(answer.body).length > 0), {
        key: 'refused',
        expected: 'results',
        observed: describe(answer),
      });
    },
  ),
  check(
    'bulk.too-many-bytes',
    ['7644:3.7.4/max-payload'],
    'a body larger than maxPayloadSize is refused with 413, and the limit is named',
    { needs: ['users'], optIn: 'load' },
    async (tools) => {
      const { scim, given, must, remark, notApplicable, capabilities } = tools;
      const limit = capabilities.bulk.maxPayloadSize ?? 0;
      if (limit <= 0 || limit > MOST_BYTES)
        notApplicable(`maxPayloadSize is ${limit}: a size that is not tested`);
      const user = await readUser(given);
      const Operations = [{ method: 'DELETE', path: user.path }];
      const body = JSON.stringify({ schemas: [BULK_REQUEST], Operations });
      // Blanks before the last brace: the body is right in every way but its size.
      const answer = await scim.post('/Bulk', `${body.slice(0, -1)}${' '.repeat(limit + 1_024)}}`);

      must.haveStatus(await scim.get(user.path), 200, { key: 'processed' });
      const schemas = member(answer.body, 'schemas');
      if (answer.status === 413 && !(Array.isArray(schemas) && schemas.includes(ERROR)))
        return remark(
          'warning',
          'proxy',
          'the 413 is no SCIM error: something before the endpoint has a limit',
        );
      tooLarge(must, answer, 'maxPayloadSize', limit);
    },
  ),
];
