import type { CheckTools } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';
import { lender } from '../../kit/check/lender.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { type Attributes, readValues } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { type People, people } from '../fixtures/people.ts';
import { accepted } from '../patch/subject.ts';
import { plain } from '../users/fixtures.ts';

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'notApplicable'>;

/** The people who are put into groups, where clients write and read their members. */
export const crew = fixture('groups.crew', async ({ given }): Promise<People> => {
  given.relyOnMemberships();
  return given.the(people);
});

/** As many people as a department has. */
const DEPARTMENT = 500;
const AT_ONCE = 10;

/** Five hundred users, made once for the checks that ask for load; nobody changes them. */
export const department = fixture('groups.department', async ({ given }): Promise<Owned[]> => {
  const users: Owned[] = [];
  while (users.length < DEPARTMENT) {
    const batch = Array.from({ length: AT_ONCE }, () => given.user());
    users.push(...(await Promise.all(batch)));
  }
  return users;
});

/** Sees that groups can be created and read: without it a refusal says nothing. */
export async function groupsWork(given: Given): Promise<void> {
  await given.the(plain('Group'));
}

/** A group of the first two of the crew, as it was sent and as it reads; nobody may change it. */
export const pair = fixture(
  'groups.pair',
  async ({ given, capabilities }): Promise<{ first: Owned; second: Owned; read: Attributes }> => {
    const [first, second] = await given.the(crew);
    const group = await given.group({}, [first, second]);
    return { first, second, read: await readGroup({ given, capabilities }, group) };
  },
);

/** Ids of the members that a GET of the group shows, asked for by name where the endpoint wants that. */
export async function readMembers(
  tools: Pick<Tools, 'given' | 'capabilities'>,
  group: Owned,
): Promise<string[]> {
  return readValues(await readGroup(tools, group), 'members');
}

/** The group with its members. */
export function readGroup(
  { given }: { given: Given; capabilities: Capabilities },
  group: Owned,
): Promise<Attributes> {
  return given.read(group);
}

/** A group with these members, seen to have them; not applicable where it shows none. */
export async function makeGroup(tools: Tools, members: Owned[]): Promise<Owned> {
  if (members.length === 0) tools.given.relyOnEmptyGroups();
  const group = await tools.given.group({}, members);
  const shown = await readMembers(tools, group);
  if (members.length > 0 && shown.length === 0)
    tools.notApplicable('a new group does not show its members', 'nothing-to-observe');
  return group;
}

const lentGroup = lender('groups.lent', async ({ given }) => {
  const [first] = await given.the(crew);
  return given.group({}, [first]);
});

/** A group of some of the crew, and who of them is in it and who is not. */
interface CrewGroup {
  group: Owned;
  before: Attributes;
  inside: Owned[];
  outside: Owned[];
}

/**
 * A group of at least so many of the crew, without at least one of them: the one that checks lend each other, as it
 * stands, else a new one.
 */
export async function crewGroup(tools: Tools, least: number): Promise<CrewGroup> {
  const all = await tools.given.the(crew);
  const within = (shown: Attributes) => {
    const members = readValues(shown, 'members');
    return { members, inside: all.filter(({ id }) => members.includes(id)) };
  };
  const lent = await tools.given.borrow(lentGroup, (before) => {
    const { members, inside } = within(before);
    return members.length === inside.length && inside.length >= least && inside.length < all.length;
  });
  const group = lent?.resource ?? (await makeGroup(tools, all.slice(0, least)));
  const before = lent?.before ?? tools.scim.recall(group.path) ?? {};
  const inside = lent === undefined ? all.slice(0, least) : within(before).inside;
  return { group, before, inside, outside: all.filter((one) => !inside.includes(one)) };
}

/** The same with an externalId where it takes one; what is sent then counts as sent. */
export async function makeLinkedGroup(tools: Tools, members: Owned[]): Promise<Owned> {
  const group = await tools.given.group({}, members);
  const externalId = tools.given.unique();
  await tools.scim.patch(group.path, [{ op: 'add', path: 'externalId', value: externalId }]);
  const shown = await readGroup(tools, group);
  if (members.length > 0 && readValues(shown, 'members').length === 0)
    tools.notApplicable('a new group does not show its members', 'nothing-to-observe');
  return { ...group, sent: { ...group.sent, externalId } };
}

/** Claims that the operations are carried out, and gives the members that a GET shows afterwards. */
export async function membersAfter(
  tools: Tools,
  must: Must,
  group: Owned,
  operations: PatchOperation[],
): Promise<string[]> {
  const before = tools.scim.recall(group.path);
  accepted(must, await tools.scim.patch(group.path, operations));
  const after = await readGroup(tools, group);
  if (before !== undefined) must.changeOnly({ sent: group.sent, before, after }, operations);
  return readValues(after, 'members');
}

/** `members` of a request. */
export function listed(...users: Owned[]): { value: string }[] {
  return users.map(({ id }) => ({ value: id }));
}

/** The path of one member. */
export function memberPath(member: { id: string }): string {
  return `members[value eq ${JSON.stringify(member.id)}]`;
}

export function ids(...users: Owned[]): string[] {
  return users.map(({ id }) => id);
}
