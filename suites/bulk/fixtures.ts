import { fixture, type Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { PATCH_OP } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { type Job, newUser, processed, readUser, sent, type Tools } from '../fixtures/job.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainPath, plainValue, withText } from '../fixtures/optional.ts';

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
export const smoothJob = fixture('bulk.smooth', async ({ given, scim, capabilities }): Promise<SmoothJob> => {
  const field = plainPath(capabilities);
  const value = () => plainValue({ given, capabilities });
  const values = { put: value(), patch: value() };
  const changed = await readUser(given, withText);
  const deleted = await readUser(given);
  const patched = capabilities.features.patch === true ? await readUser(given, withText) : undefined;
  const operations: BulkOperation[] = [
    newUser(given, 'first'),
    newUser(given, 'second'),
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

/** Runs once, and is read by many checks. */
export const mixedJob = fixture('bulk.mixed', async ({ given, scim, capabilities }): Promise<MixedJob> => {
  const taken = await readUser(given);
  const nobody = await given.absentIfAny(given.users);
  const body = given.payload('User');
  const operations: BulkOperation[] = [takenName(given, 'taken', taken), newUser(given, 'between')];
  const single = new Map<number, ScimResponse>();
  if (nobody !== undefined) {
    single.set(2, await scim.put(nobody, body).as('given', 'see how a single PUT is answered'));
    single.set(3, await scim.delete(nobody).as('given', 'see how a single DELETE is answered'));
    operations.push({ method: 'PUT', path: nobody, data: body }, { method: 'DELETE', path: nobody });
  }
  operations.push(newUser(given, 'after'));
  return {
    ...(await sent({ scim, capabilities }, operations)),
    failing: [0, ...single.keys()],
    succeeding: [1, operations.length - 1],
    single,
  };
});

/** An operation that has to fail: the userName of a user that exists. */
export function takenName(given: Given, bulkId: string, { name }: Owned): BulkOperation {
  return newUser(given, bulkId, { userName: name });
}

/** Both jobs, as they were processed, and what a single request of the second answers. */
export async function bothJobs(tools: Tools) {
  const [smooth, mixed] = [await tools.given.the(smoothJob), await tools.given.the(mixedJob)];
  return { smooth: processed(smooth), mixed: processed(mixed), single: mixed.single };
}
