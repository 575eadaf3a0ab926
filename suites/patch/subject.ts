import { type Fixture, fixture, type Given } from '../../kit/check/given.ts';
import { lender } from '../../kit/check/lender.ts';
import type { Lent } from '../../kit/check/lending.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation, Scim } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, elements, member } from '../../schemas/attributes.ts';
import { findLikeness } from '../fixtures/likeness.ts';
import { composeElement, composePart, type ListTarget, specimen, type Tools } from './fixtures.ts';

/** A user that a check patches, as it stands before. */
export interface Subject {
  user: Owned;
  before: Attributes;
}

/** The same with what it has of the values that were asked for. */
interface LikeSubject extends Subject {
  values: Attributes;
}

/** A user with these attributes, read before it is changed. */
export async function subject(given: Given, attributes: Attributes = {}): Promise<Subject> {
  const user = await given.user(attributes);
  return { user, before: await given.read(user) };
}

/**
 * A user with attributes of this shape: one that checks lend each other, as it stands, else a new one.
 * @param attributes as a new one has them; `undefined` for those that it must not have
 */
export async function lentSubject(
  given: Given,
  from: Fixture<Lent>,
  attributes: Attributes = {},
): Promise<LikeSubject> {
  const lent = await given.borrow(from, (before) => findLikeness(before, attributes) !== undefined);
  if (lent === undefined) {
    const values = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
    return { ...(await subject(given, values)), values };
  }
  const values = findLikeness(lent.before, attributes) ?? {};
  return { user: sentAs(lent.resource, values), before: lent.before, values };
}

/**
 * A user with a list that has elements: the lent one as it stands, else a new one.
 * @param room whether there has to be room for another element, of a type that none has yet
 */
export async function lentList(
  { given }: Pick<Tools, 'given'>,
  list: ListTarget,
  room = true,
): Promise<Subject & { elements: Attributes[]; next: Attributes }> {
  const { path, types } = list;
  const free = (shown: Attributes[]) => {
    const used = shown.map((one) => String(member(one, 'type')).toLowerCase());
    return types.length === 0 ? 0 : types.findIndex((type) => !used.includes(type.toLowerCase()));
  };
  const lent = await given.borrow(listedUser, (before) => {
    const shown = elements(before, path);
    return shown.length > 0 && (!room || free(shown) >= 0);
  });
  const { user, before } =
    lent === undefined
      ? await subject(given, { [path]: [composeElement(given, list, 0)] })
      : { user: lent.resource, before: lent.before };
  const shown = elements(before, path);
  return { user, before, elements: shown, next: composeElement(given, list, free(shown)) };
}

/** A resource of which these values count as sent, too. */
function sentAs(resource: Owned, values: Attributes): Owned {
  return { ...resource, sent: { ...resource.sent, ...values } };
}

/** A user with a list that checks lengthen, shorten and replace, each going by how it stands. */
export const listedUser = lender('patch.listed', async ({ given }) => {
  const { texts, list } = await given.the(specimen);
  const text = Object.fromEntries(texts.slice(0, 1).map((path) => [path, given.unique()]));
  return given.user({ ...text, ...(list ? { [list.path]: [composeElement(given, list, 0)] } : {}) });
});

/** A user with a name of several parts. */
export const namedUser = lender('patch.named', async ({ given }) => {
  const { texts, complex } = await given.the(specimen);
  const text = Object.fromEntries(texts.slice(0, 1).map((path) => [path, given.unique()]));
  const subs = complex?.subs.filter((_, place) => place !== 1) ?? [];
  const name = Object.fromEntries(subs.map((sub) => [sub, given.unique()]));
  return given.user({ ...text, ...(complex ? { [complex.path]: name } : {}) });
});

/** A user with two elements of several parts each, of which the first lacks one. */
export const partedUser = lender('patch.parted', async ({ given }) => {
  const { parts } = await given.the(specimen);
  if (parts === undefined) return given.user();
  const few = { ...parts, subs: parts.subs.slice(1) };
  return given.user({ [parts.path]: [composePart(given, few, 0), composePart(given, parts, 1)] });
});

/** A user without values at first. */
export const bareUser = lender('patch.bare', ({ given }) => given.user());

/** A user that is lent for requests that are refused, after which it is as it was. */
export async function withLent(tools: Tools, use: (subject: Subject) => Promise<void>): Promise<void> {
  const lent = await tools.given.borrow(lentUser);
  if (lent !== undefined) await use({ user: lent.resource, before: lent.before });
}

const lentUser = lender('patch.lent', async ({ given }): Promise<Owned> => {
  const { texts, list } = await given.the(specimen);
  const values = Object.fromEntries(texts.slice(0, 1).map((path) => [path, given.unique()]));
  const element = list === undefined ? {} : { [list.path]: [composeElement(given, list, 0)] };
  return given.user({ ...values, ...element });
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
