import { findGroup, findUser, type NewUser, send } from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe, type List, listOf, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PendingRequest } from '../../kit/check/scim.ts';
import { Blocked } from '../../kit/errors.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import { member, valuesOf } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities'>;

/** A person as the directory knows them; every text is of this run. */
export function person(given: Given): NewUser {
  const [unique = '', domain = ''] = given.address().split('@');
  return {
    userName: `${unique}@${domain}`,
    externalId: `${unique}.id`,
    mail: `${unique}.mail@${domain}`,
    givenName: 'Adele',
    familyName: 'Vance',
  };
}

/** What a provisioned user has beside a name, of the attributes that the endpoint publishes. */
export function assigned({ given, capabilities }: Pick<Tools, 'given' | 'capabilities'>): Attributes {
  const { userName, externalId, mail, givenName, familyName } = person(given);
  const has = (path: string) => findAttribute(capabilities, 'User', path) !== undefined;
  return {
    userName,
    externalId,
    ...(has('displayName') ? { displayName: `${givenName} ${familyName}` } : {}),
    ...(has('name.givenName') && has('name.familyName') ? { name: { givenName, familyName } } : {}),
    ...(has('emails.value') ? { emails: [{ value: mail, type: 'work', primary: true }] } : {}),
  };
}

/** A user with the attributes that a provisioning job writes. */
export function provisionedUser(tools: Tools, attributes: Attributes = {}): Promise<Owned> {
  return tools.given.user({ ...assigned(tools), ...attributes });
}

/** A user that many checks look up and nobody changes. */
export function sharedUser({ given, capabilities }: Tools): Promise<Owned> {
  return given.common('entra.user', (own) => {
    const attributes = assigned({ given: own, capabilities });
    // The work address comes second, so that a lookup has to look at all of them.
    const emails = attributes.emails as Attributes[] | undefined;
    const typed = findAttribute(capabilities, 'User', 'emails.type') !== undefined;
    if (emails && typed) attributes.emails = [{ value: own.address(), type: 'home' }, ...emails];
    return own.user(attributes);
  });
}

/** A group with two members that many checks look up and nobody changes. */
export function sharedGroup({ given }: Tools): Promise<{ group: Owned; members: Owned[] }> {
  return given.common('entra.group', async (own) => {
    const members = await own.userList(2);
    return { group: await own.group({ externalId: `${own.unique()}.id` }, members), members };
  });
}

/** A group that a job created without members, and up to three shared users to be added to it. */
export async function emptyGroup(
  { given }: Tools,
  count: number,
): Promise<{ group: Owned; users: Owned[]; ids: string[] }> {
  const people = await given.common('entra.people', (own) => own.userList(3));
  const users = people.slice(0, count);
  return { group: await given.group(), users, ids: users.map(({ id }) => id) };
}

/** Members of a group as it stands, in no order. */
export async function membersOf({ given }: Pick<Tools, 'given'>, group: Owned): Promise<string[]> {
  return valuesOf(await given.read(group), 'members');
}

/** Sees the shared user in a lookup, so that not finding another one proves something. */
export async function seenUser(tools: Tools): Promise<Owned> {
  const user = await sharedUser(tools);
  const { given, scim } = tools;
  await given.common('entra.user.seen', (own) =>
    see(own.step('look the user up', send(scim, findUser(given.users, 'userName', user.name))), user),
  );
  return user;
}

/** Sees the shared group in a lookup. */
export async function seenGroup(tools: Tools): Promise<Owned> {
  const { group } = await sharedGroup(tools);
  const { given, scim } = tools;
  await given.common('entra.group.seen', (own) =>
    see(own.step('look the group up', send(scim, findGroup(given.groups, 'displayName', group.name))), group),
  );
  return group;
}

async function see(answer: PromiseLike<Awaited<PendingRequest>>, wanted: Owned): Promise<void> {
  const response = await answer;
  if (holds(listOf(response), wanted.id)) return;
  const request = `${response.method} ${response.template}`;
  throw new Blocked({
    step: 'see a resource of the run in a lookup',
    request,
    status: response.status,
    signature: `${request} does not find what exists`,
    exchange: response.exchange,
  });
}

/** The resource that a create made, as a later read shows it. */
export async function made(given: Given, must: Must, answer: ScimResponse): Promise<Attributes> {
  must.hold(answer.ok, {
    key: 'created',
    expected: `a 2xx for ${answer.method} ${answer.template}`,
    observed: describe(answer),
    exchange: answer.exchange,
  });
  return given.read(await given.placeOf(answer));
}

/** Whether a page lists the resource of this id. */
export function holds({ resources }: List, id: string): boolean {
  return resources.some((resource) => member(resource, 'id') === id);
}
