import { fixture, type Given } from '../../kit/check/given.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation, Scim } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import { elementOf, specimen, type Tools } from './fixtures.ts';

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
 * One user of the run, lent to one check after the other: for requests that are refused, after which it is as it was.
 * Who borrows it reads it first, so that nothing hangs on what became of it before.
 */
export async function withLent(tools: Tools, use: (subject: Subject) => Promise<void>): Promise<void> {
  const lent = await tools.given.the(lentUser);
  const turn = lent.last.then(async () =>
    use({ user: lent.user, before: await tools.given.read(lent.user) }),
  );
  // The next one's turn comes however this one ends.
  lent.last = turn.catch(() => undefined);
  await turn;
}

/** A user, and the turn of the one who borrowed it last. */
interface Lent {
  user: Owned;
  last: Promise<void>;
}

const lentUser = fixture('patch.lent', async ({ given }): Promise<Lent> => {
  const { texts, list } = await given.the(specimen);
  const values = Object.fromEntries(texts.slice(0, 1).map((path) => [path, given.unique()]));
  const element = list === undefined ? {} : { [list.path]: [elementOf(given, list, 0)] };
  return { user: await given.user({ ...values, ...element }), last: Promise.resolve() };
});

/** A user that any check may change, so that none may claim what state it is in. */
export const anybodysUser = fixture('patch.anybodys', async ({ given }): Promise<Owned> => {
  const user = await given.user();
  await given.read(user);
  return user;
});

/**
 * Claims that the operations are carried out, whatever 2xx says so, and gives what a GET shows afterwards: a 2xx
 * that changes nothing is the commonest fault. Where the resource was read before, nothing else may have changed.
 */
export async function carriedOut(
  { scim, given }: { scim: Scim; given: Given },
  must: Must,
  resource: Owned,
  operations: PatchOperation[],
  row?: string,
): Promise<Attributes> {
  const before = scim.recall(resource.path);
  accepted(must, await scim.patch(resource.path, operations), row);
  const after = await given.read(resource);
  if (before !== undefined)
    must.changeOnly({ sent: resource.sent, before, after }, operations, row === undefined ? {} : { row });
  return after;
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
