import {
  findGroup,
  findUser,
  groupBody,
  type NewUser,
  send,
  userBody,
  withBody,
} from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';
import { describe, type List, type Must, readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PendingRequest } from '../../kit/check/scim.ts';
import { freeTexts, isAnyText, isFree } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { Blocked } from '../../kit/errors.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import { equal, member, readValues, unassigned } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { taken } from '../fixtures/kinds.ts';
import { people } from '../fixtures/people.ts';
import { plainUser } from '../users/fixtures.ts';

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

/** What a provisioned user has beside a name, of the attributes that the endpoint lets a client write. */
function assigned({ given, capabilities }: Pick<Tools, 'given' | 'capabilities'>): Attributes {
  const { userName, externalId, mail, givenName, familyName } = person(given);
  const writes = (path: string) => {
    const published = findAttribute(capabilities, 'User', path);
    return published !== undefined && published.mutability !== 'readOnly';
  };
  const display = findAttribute(capabilities, 'User', 'displayName');
  const named = writes('name') && writes('name.givenName') && writes('name.familyName');
  return {
    userName,
    externalId,
    ...(display && isAnyText(display) ? { displayName: `${givenName} ${familyName}` } : {}),
    ...(named ? { name: { givenName, familyName } } : {}),
    ...(writes('emails') && writes('emails.value') ? { emails: [composeAddress(capabilities, mail)] } : {}),
  };
}

/** The types of mail addresses of this endpoint: the one that the client writes, and another. */
export function mailTypes(capabilities: Capabilities): [string | undefined, string | undefined] {
  const [first, second] = listTypes(findAttribute(capabilities, 'User', 'emails'));
  return [first, second];
}

/** The path by which the client writes and looks up its address, such as `emails[type eq "work"].value`. */
export function addressPath(capabilities: Capabilities): string {
  return `emails[type eq "${mailTypes(capabilities)[0] ?? 'work'}"].value`;
}

function composeAddress(capabilities: Capabilities, value: string): Attributes {
  const [type] = mailTypes(capabilities);
  const primary = findAttribute(capabilities, 'User', 'emails.primary')?.mutability === 'readWrite';
  return { value, ...present({ type }), ...(primary ? { primary: true } : {}) };
}

/**
 * The client's create of a user as its mapping would be made for this endpoint: with what the schemas require, and
 * without what they do not have.
 */
export function composeCreate(
  { given, capabilities }: Pick<Tools, 'given' | 'capabilities'>,
  someone: NewUser,
) {
  return withBody('POST', given.users, composeUser({ given, capabilities }, someone));
}

/** The body of such a create. */
export function composeUser(
  { given, capabilities }: Pick<Tools, 'given' | 'capabilities'>,
  someone: NewUser,
  extra: Attributes = {},
): Attributes {
  const body: Attributes = { ...userBody(someone), ...extra };
  if (capabilities.schemas !== undefined)
    for (const name of ['name', 'emails', 'active'])
      if (findAttribute(capabilities, 'User', name) === undefined) delete body[name];
  if (body.emails !== undefined) body.emails = [composeAddress(capabilities, someone.mail)];
  return given.completed('User', body);
}

/** A user with the attributes that a provisioning job writes. */
export function provisionedUser(tools: Tools, attributes: Attributes = {}): Promise<Owned> {
  return tools.given.user({ ...assigned(tools), ...attributes });
}

const textThatIsKept = fixture('entra.text', async ({ given, capabilities }): Promise<string | undefined> => {
  const texts = freeTexts(capabilities);
  if (texts.length === 0) return undefined;
  const user = await given.user(Object.fromEntries(texts.map((path) => [path, given.unique()])));
  const read = await given.read(user);
  const kept = texts.filter((path) => equal(member(read, path), user.sent[path], false));
  // What the endpoint works out where nothing was sent cannot be seen to be taken away.
  const { read: bare } = await plainUser(given);
  return kept.find((path) => unassigned(member(bare, path))) ?? kept[0];
});

/** A text of a user that the endpoint was seen to keep, and that may be anything; not applicable where it has none. */
export async function keptText({
  given,
  notApplicable,
}: Pick<CheckTools, 'given' | 'notApplicable'>): Promise<string> {
  const found = await given.the(textThatIsKept);
  if (found !== undefined) return found;
  return notApplicable(
    'the endpoint publishes and keeps no text of users that may be anything',
    'nothing-to-observe',
  );
}

/** Both parts of a name; not applicable where the endpoint does not let a client write and read them. */
export function nameParts({ given, notApplicable }: Pick<CheckTools, 'given' | 'notApplicable'>): void {
  for (const path of ['name', 'name.givenName', 'name.familyName']) {
    const published = given.attribute('User', path);
    if (!isFree({ ...published, required: false })) notApplicable(`${path} is not written and read here`);
  }
}

/** A user that many checks look up and nobody changes. */
export const sharedUser = fixture('entra.user', ({ given, capabilities }): Promise<Owned> => {
  const attributes = assigned({ given, capabilities });
  // The work address comes second, so that a lookup has to look at all of them.
  const emails = attributes.emails as Attributes[] | undefined;
  const [, second] = mailTypes(capabilities);
  if (emails && second !== undefined)
    attributes.emails = [{ value: given.address(), type: second }, ...emails];
  return given.user(attributes);
});

/** A group with two members that many checks look up and nobody changes. */
export const sharedGroup = fixture(
  'entra.group',
  async ({ given }): Promise<{ group: Owned; members: Owned[] }> => {
    const members = (await given.the(people)).slice(0, 2);
    return { group: await given.group({ externalId: `${given.unique()}.id` }, members), members };
  },
);

/**
 * What a create of a group was answered that lists the client's own schema URI, as each of its creates of a group does;
 * asked once. Whoever needs such a create to succeed awaits `takesGroups`.
 */
export const groupAsEntra = fixture(
  'entra.group-as-entra',
  async ({ given, scim }): Promise<{ answer: ScimResponse; body: Attributes }> => {
    const name = given.unique();
    const body = given.completed('Group', groupBody(name, `${name}.id`));
    const request = send(scim, withBody('POST', given.groups, body));
    return { answer: await request.as('given', 'create a group as Entra does'), body };
  },
);

/** @throws Blocked where no group can be created as the client does it */
export async function takesGroups(given: Given): Promise<void> {
  taken('create a group as Entra does', (await given.the(groupAsEntra)).answer);
}

/** A group that a job created without members, and up to three shared users to be added to it. */
export async function emptyGroup(
  { given }: Tools,
  count: number,
): Promise<{ group: Owned; users: Owned[]; ids: string[] }> {
  given.relyOnGroupsBegunEmpty();
  return { group: await given.group(), ...(await staff(given, count)) };
}

/** Up to three shared users who are put into groups. */
export async function staff(given: Given, count: number): Promise<{ users: Owned[]; ids: string[] }> {
  const users = (await given.the(people)).slice(0, count);
  return { users, ids: users.map(({ id }) => id) };
}

/** Members of a group as it stands, in no order. */
export async function readMembers({ given }: Pick<Tools, 'given'>, group: Owned): Promise<string[]> {
  return readValues(await given.read(group), 'members');
}

/** Sees the shared user in a lookup, so that not finding another one proves something. */
export const seenUser = fixture('entra.user.seen', async ({ given, scim }): Promise<Owned> => {
  const user = await given.the(sharedUser);
  await see(given.step('look the user up', send(scim, findUser(given.users, 'userName', user.name))), user);
  return user;
});

/** Sees the shared group in a lookup. */
export const seenGroup = fixture('entra.group.seen', async ({ given, scim }): Promise<Owned> => {
  const { group } = await given.the(sharedGroup);
  const answer = send(scim, findGroup(given.groups, 'displayName', group.name));
  await see(given.step('look the group up', answer), group);
  return group;
});

async function see(answer: PromiseLike<Awaited<PendingRequest>>, wanted: Owned): Promise<void> {
  const response = await answer;
  if (holds(readList(response), wanted.id)) return;
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
  return given.read(await given.findPlace(answer));
}

/** Whether a page lists the resource of this id. */
export function holds({ resources }: List, id: string): boolean {
  return resources.some((resource) => member(resource, 'id') === id);
}
