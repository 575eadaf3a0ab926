import type { CheckTools } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type PendingRequest, quote, type Scim } from '../../kit/check/scim.ts';
import { type SharedAnswer, sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import { Blocked, NotApplicable } from '../../kit/errors.ts';
import { placeBelow, resourcePath } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, BULK_REQUEST, member } from '../../schemas/attributes.ts';
import { type BulkOperation, type BulkResult, pairResults, resultsIn } from '../../schemas/bulk.ts';
import { findAttribute } from '../../schemas/lookup.ts';

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities'>;

/** A bulk request as it was answered. */
export interface Job {
  operations: BulkOperation[];
  answer: ScimResponse;
  results: BulkResult[];
  /** The result of each operation, by position of the operation. */
  paired: (BulkResult | undefined)[];
}

/** The request of a bulk job; `extra` are members beside Operations, such as failOnErrors. */
export function bulk(scim: Scim, operations: BulkOperation[], extra: Attributes = {}): PendingRequest {
  return scim.post('/Bulk', { schemas: [BULK_REQUEST], ...extra, Operations: operations });
}

/** Reads the answer to a bulk job. */
function readJob(scim: Scim, operations: BulkOperation[], answer: ScimResponse): Job {
  const results = resultsIn(answer.body);
  const asObjects = operations.map((operation) => ({ ...operation }));
  return {
    operations,
    answer,
    results,
    paired: pairResults(asObjects, results, (at) => scim.pathWithin(at)),
  };
}

/**
 * Sends a bulk job whatever comes of it: what is claimed of its answer is up to the check.
 * @throws NotApplicable where the endpoint takes fewer operations in one job, as it publishes
 */
export async function sent(
  { scim, capabilities }: Pick<Tools, 'scim' | 'capabilities'>,
  operations: BulkOperation[],
  extra: Attributes = {},
): Promise<Job> {
  const most = capabilities.bulk.maxOperations ?? 0;
  if (most > 0 && operations.length > most)
    throw new NotApplicable(
      'declared',
      `maxOperations is ${most}, and this takes ${operations.length} in one job`,
    );
  return readJob(scim, operations, await bulk(scim, operations, extra));
}

/**
 * The same job where it was answered with results, for checks that claim something else than that.
 * @throws Blocked where it was not
 */
export function processed(job: Job): Job {
  if (job.answer.ok && job.results.length > 0) return job;
  const { answer } = job;
  const words = answer.ok ? 'without results' : String(answer.status);
  throw new Blocked({
    step: 'have a bulk job processed',
    request: 'POST /Bulk',
    status: answer.status,
    signature: `POST /Bulk answered ${words}`,
    exchange: answer.exchange,
  });
}

/** An operation that creates a user which the endpoint can be expected to accept. */
export function newUser(given: Given, bulkId: string, attributes: Attributes = {}): BulkOperation {
  return { method: 'POST', path: given.users, bulkId, data: given.payload('User', attributes) };
}

export function newGroup(given: Given, bulkId: string, attributes: Attributes = {}): BulkOperation {
  return { method: 'POST', path: given.groups, bulkId, data: given.payload('Group', attributes) };
}

/** A user of the run that was read, so that bulk operations may name it. */
export async function readUser(
  given: Given,
  attributes: Attributes = {},
): Promise<Owned & { read: Attributes }> {
  const user = await given.user(attributes);
  return { ...user, read: await given.read(user) };
}

export async function readGroup(
  given: Given,
  attributes: Attributes = {},
): Promise<Owned & { read: Attributes }> {
  const group = await given.group(attributes);
  return { ...group, read: await given.read(group) };
}

/** Where a POST operation put what it made, as its result says; `undefined` where it does not say. */
export function findPlace(scim: Scim, { operations, paired }: Job, index: number): string | undefined {
  const result = paired[index];
  const endpoint = operations[index]?.path ?? '';
  const named = typeof result?.location === 'string' ? scim.pathWithin(result.location) : undefined;
  return placeBelow(endpoint, named) ?? resourcePath(endpoint, (result?.response ?? {}) as Attributes);
}

/**
 * The user or group that a POST operation made, as a GET shows it; `undefined` where nothing was made.
 * Looks it up by its name where the result does not say where it is.
 */
export async function createdBy(
  { scim, given, capabilities }: Tools,
  job: Job,
  index: number,
): Promise<Attributes | undefined> {
  const operation = job.operations[index];
  const path = findPlace(scim, job, index);
  if (path !== undefined) {
    const answer = await given.the(madeAnswer(path));
    const hidden = findAttribute(capabilities, 'Group', 'members')?.returned === 'request';
    if (answer.ok && hidden && operation?.path === given.groups) return given.read(path);
    return answer.ok ? answer.body : undefined;
  }
  if (operation === undefined) return undefined;
  const name = operation.path === given.users ? 'userName' : 'displayName';
  const value = quote(String((operation.data as Attributes)[name]));
  return (await given.lookUp(operation.path ?? '', `${name} eq ${value}`))?.resources[0];
}

/** A read of what a job made and nobody changes. */
export function madeAnswer(path: string): SharedAnswer {
  return sharedAnswer(`bulk.made${path}`, ({ scim }) => scim.get(path));
}

/** The id of a resource; `undefined` where there is none. */
export function readId(resource: Attributes | undefined): string | undefined {
  const id = member(resource, 'id');
  return typeof id === 'string' ? id : undefined;
}

/** A result in a few words, for findings. */
export function told(job: Job, index: number): string {
  const result = job.paired[index];
  if (result === undefined) return `no result (${describe(job.answer)})`;
  return `a result of status ${result.status ?? 'unreadable'}`;
}

/** Whether a result tells of success. */
export function succeeded(result: BulkResult | undefined): boolean {
  return result?.status !== undefined && result.status >= 200 && result.status < 300;
}
