import type { Attributes } from '../kit/attributes.ts';
import type { Given, Owned } from '../kit/given.ts';
import { describe, type Must } from '../kit/must.ts';
import type { ScimResponse } from '../kit/response.ts';
import type { PatchOperation, Scim } from '../kit/scim.ts';

/** A user that a check patches, as it stands before. */
export interface Subject {
  user: Owned;
  before: Attributes;
}

/** A user with these attributes, read before it is changed. */
export async function subject(given: Given, attributes: Attributes = {}): Promise<Subject> {
  const user = await given.user(attributes);
  return { user, before: await given.read(user) };
}

/** A user that any check may change, so that none may claim what state it is in. */
export function anybodysUser(given: Given): Promise<Owned> {
  return given.common('patch.anybodys', async (own) => {
    const user = await own.user();
    await own.read(user);
    return user;
  });
}

/**
 * Claims that the operations are carried out, whatever 2xx says so, and gives what a GET shows afterwards: a 2xx
 * that changes nothing is the commonest fault.
 */
export async function carriedOut(
  { scim, given }: { scim: Scim; given: Given },
  must: Must,
  resource: Owned,
  operations: PatchOperation[],
  row?: string,
): Promise<Attributes> {
  accepted(must, await scim.patch(resource.path, operations), row);
  return given.read(resource);
}

/** Claims that a PATCH was not refused. */
export function accepted(must: Must, answer: ScimResponse, row?: string): void {
  const words = {
    key: 'refused',
    expected: 'the operation carried out',
    observed: describe(answer),
    exchange: answer.exchange,
  };
  must.hold(answer.ok, words, row === undefined ? {} : { row });
}
