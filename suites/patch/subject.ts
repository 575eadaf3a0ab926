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

/**
 * Claims that the operations are carried out, whatever 2xx says so, and gives what a GET shows afterwards: a 2xx
 * that changes nothing is the commonest fault.
 */
export async function carriedOut(
  { scim, given }: { scim: Scim; given: Given },
  must: Must,
  resource: Owned,
  operations: PatchOperation[],
): Promise<Attributes> {
  accepted(must, await scim.patch(resource.path, operations));
  return given.read(resource);
}

/** Claims that a PATCH was not refused. */
export function accepted(must: Must, answer: ScimResponse): void {
  must.hold(answer.ok, {
    key: 'refused',
    expected: 'the operation carried out',
    observed: describe(answer),
    exchange: answer.exchange,
  });
}
