import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { PATCH_OP } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainPath } from '../fixtures/optional.ts';
import { type Job, newUser, processed, readUser, sent, type Tools } from './job.ts';

/** A job of all methods in which every operation is right. */
export interface SmoothJob extends Job {
  changed: Owned;
  patched: Owned | undefined;
  deleted: Owned;
  /** The values that PUT and PATCH write. */
  values: { put: string; patch: string };
}

/** A job in which creates succeed before, between and after operations that fail. */
export interface MixedJob extends Job {
  failing: number[];
  succeeding: number[];
  /** What the same failing PUT and DELETE are answered as single requests. */
  single: Map<number, ScimResponse>;
}

/** Runs once, and is read by many checks. */
export function smoothJob({ given, capabilities }: Tools): Promise<SmoothJob> {
  return given.common('bulk.smooth', async (own, scim) => {
    const field = plainPath(capabilities);
    const values = { put: own.unique(), patch: own.unique() };
    const changed = await readUser(own, { [field]: own.unique() });
    const deleted = await readUser(own);
    const patched =
      capabilities.features.patch === true ? await readUser(own, { [field]: own.unique() }) : undefined;
    const operations: BulkOperation[] = [
      newUser(own, 'first'),
      newUser(own, 'second'),
      {
        method: 'PUT',
        path: changed.path,
        data: replacement(capabilities, changed, changed.read, { [field]: values.put }),
      },
      { method: 'DELETE', path: deleted.path },
    ];
    if (patched !== undefined) {
      const change = [{ op: 'replace', path: field, value: values.patch }];
      operations.push({
        method: 'PATCH',
        path: patched.path,
        data: { schemas: [PATCH_OP], Operations: change },
      });
    }
    return { ...(await sent({ scim, capabilities }, operations)), changed, patched, deleted, values };
  });
}

/** Runs once, and is read by many checks. */
export function mixedJob({ given, capabilities }: Tools): Promise<MixedJob> {
  return given.common('bulk.mixed', async (own, scim) => {
    const taken = await readUser(own);
    const nobody = await own.absent(own.users);
    const body = own.payload('User');
    const operations: BulkOperation[] = [
      takenName(own, 'taken', taken),
      newUser(own, 'between'),
      { method: 'PUT', path: nobody, data: body },
      { method: 'DELETE', path: nobody },
      newUser(own, 'after'),
    ];
    const single = new Map([
      [2, await scim.put(nobody, body).as('given', 'see how a single PUT is answered')],
      [3, await scim.delete(nobody).as('given', 'see how a single DELETE is answered')],
    ]);
    return {
      ...(await sent({ scim, capabilities }, operations)),
      failing: [0, 2, 3],
      succeeding: [1, 4],
      single,
    };
  });
}

/** An operation that has to fail: the userName of a user that exists. */
export function takenName(given: Given, bulkId: string, { name }: Owned): BulkOperation {
  return newUser(given, bulkId, { userName: name });
}

/** Both jobs, as they were processed, and what a single request of the second answers. */
export async function bothJobs(tools: Tools) {
  const [smooth, mixed] = [await smoothJob(tools), await mixedJob(tools)];
  return { smooth: processed(smooth), mixed: processed(mixed), single: mixed.single };
}
