import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckTools } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PendingRequest, RequestOptions } from '../../kit/check/scim.ts';
import { Blocked } from '../../kit/errors.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainPath } from '../fixtures/optional.ts';

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities'>;

/** A user as a GET showed it, with the tag that came along. */
export interface Versioned {
  user: Owned;
  read: Attributes;
  tag: string;
  headers: ScimResponse['headers'];
}

/** A user that was changed, with the tag from before. */
export interface Changed extends Versioned {
  stale: string;
}

export type Write = 'PUT' | 'PATCH';

/** A weak tag may be made of a time in whole seconds (RFC 9110 section 8.8.1). */
const ONE_SECOND_AND_MORE_MS = 1_100;

/** The methods by which this endpoint changes a resource. */
export function listWrites({ features }: Capabilities): Write[] {
  return features.patch === true ? ['PUT', 'PATCH'] : ['PUT'];
}

/** A request that gives the user another value and is right in every other way. */
export function write(
  { scim, capabilities }: Tools,
  method: Write,
  { user, read }: { user: Owned; read: Attributes },
  value: string,
  options: RequestOptions = {},
): PendingRequest {
  const path = plainPath(capabilities);
  return method === 'PATCH'
    ? scim.patch(user.path, [{ op: 'replace', path, value }], options)
    : scim.put(user.path, replacement(capabilities, user, read, { [path]: value }), options);
}

/** Whether the user has this value now. */
export async function holds({ given, capabilities }: Tools, user: Owned, value: string): Promise<boolean> {
  const found = at(await given.read(user), plainPath(capabilities));
  return String(found).toLowerCase() === value.toLowerCase();
}

/** Whether a user that was read has this value. */
export function shows({ capabilities }: Pick<Tools, 'capabilities'>, { read }: Versioned, value: string) {
  return String(at(read, plainPath(capabilities))).toLowerCase() === value.toLowerCase();
}

/** A new user with its tag. */
export async function versioned(tools: Tools): Promise<Versioned> {
  const { given, capabilities } = tools;
  const user = await given.user({ [plainPath(capabilities)]: given.unique() });
  return tagged(tools, user);
}

/** A user with its tag that checks share; nobody may change it. */
export const sharedVersion = fixture(
  'versions.user',
  ({ given, scim, capabilities }): Promise<Versioned> => versioned({ given, scim, capabilities }),
);

/**
 * The user as it is now, with its tag.
 * @throws Blocked where the answer has no ETag
 */
export async function tagged({ given, scim }: Tools, user: Owned): Promise<Versioned> {
  const answer = await given.step('read its tag', scim.get(user.path));
  const tag = answer.headers.etag;
  if (tag === undefined) throw noTag(answer, 'GET /Users/{id} answered without ETag');
  return { user, read: answer.body, tag, headers: answer.headers };
}

/**
 * A new user that was changed since its first tag was read; waits only where the tag does not move at once.
 * @throws Blocked where it does not move at all
 */
export async function changed(tools: Tools): Promise<Changed> {
  const { given } = tools;
  const before = await versioned(tools);
  let after = before;
  for (const pause of [0, ONE_SECOND_AND_MORE_MS]) {
    await sleep(pause);
    await given.step('change it', write(tools, 'PUT', after, given.unique()));
    after = await tagged(tools, before.user);
    if (after.tag !== before.tag) return { ...after, stale: before.tag };
  }
  const answer = await tools.scim.get(before.user.path).as('given', 'read its tag');
  throw noTag(answer, 'the ETag of a user stays when the user changes');
}

/** Runs a change until the tag moves, once more after a second; gives the last tag. */
export async function tagAfter(
  tools: Tools,
  before: Versioned,
  change: (now: Versioned) => PromiseLike<unknown>,
): Promise<Versioned> {
  let now = before;
  for (const pause of [0, ONE_SECOND_AND_MORE_MS]) {
    await sleep(pause);
    await change(now);
    now = await tagged(tools, before.user);
    if (now.tag !== before.tag) break;
  }
  return now;
}

export const isWeak = (tag: string): boolean => tag.startsWith('W/');

/** The tag with its other strength: weak for strong, strong for weak. */
export const toggled = (tag: string): string => (isWeak(tag) ? tag.slice(2) : `W/${tag}`);

function noTag(answer: ScimResponse, signature: string): Blocked {
  return new Blocked({
    step: 'read its tag',
    request: `${answer.method} ${answer.template}`,
    status: answer.status,
    signature,
    exchange: answer.exchange,
  });
}
