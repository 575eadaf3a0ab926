import { type CheckTools, check } from '../../kit/check/check.ts';
import { type Must, readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type PatchOperation, quote } from '../../kit/check/scim.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { type Attributes, member, readValues } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { department, makeGroup, memberPath, membersAfter } from '../fixtures/groups/members.ts';
import { findPlace, newUser, sent } from '../fixtures/job.ts';
import { replacement } from '../fixtures/kinds.ts';
import { renames } from '../fixtures/naming.ts';

/** One more than pages and clients are wont to hold. */
const MEMBERS = 101;
/** Bulk requests that making them may take. */
const FEW = 3;
/** Refusals of a body for what it holds (RFC 7644 section 3.12; RFC 9110 section 15.5.14). */
const TOO_MUCH = new Set([400, 403, 413, 422]);
/** Members that one request adds of a larger group. */
const PAGE = 50;

/** As many operations to a request as the endpoint takes; not applicable where that makes more than a few of them. */
function shared({ capabilities, notApplicable }: CheckTools, operations: BulkOperation[]): BulkOperation[][] {
  const { maxOperations = MEMBERS, maxPayloadSize = Number.POSITIVE_INFINITY } = capabilities.bulk;
  const bytes = Buffer.byteLength(JSON.stringify(operations)) + 1_000;
  const parts = Math.max(Math.ceil(MEMBERS / Math.max(maxOperations, 1)), Math.ceil(bytes / maxPayloadSize));
  if (parts > FEW) notApplicable(`${MEMBERS} users take more than ${FEW} bulk requests here`);
  const size = Math.ceil(MEMBERS / parts);
  return Array.from({ length: parts }, (_, part) => operations.slice(part * size, (part + 1) * size));
}

/** Users that bulk requests make; nobody changes them. */
async function crowd(tools: CheckTools): Promise<{ id: string }[]> {
  const operations = Array.from({ length: MEMBERS }, (_, at) => newUser(tools.given, `member${at}`));
  const users: { id: string }[] = [];
  for (const part of shared(tools, operations)) {
    const job = await sent(tools, part);
    for (const at of part.keys()) {
      const path = findPlace(tools.scim, job, at);
      if (path !== undefined) users.push({ id: idAt(path) });
    }
  }
  if (users.length < MEMBERS)
    tools.notApplicable(`bulk requests made ${users.length} of ${MEMBERS} users`, 'nothing-to-observe');
  return users;
}

/** Groups of more members than one page, where bulk requests make the users cheaply. */
export const large = [
  check(
    'groups.grow-past-a-hundred',
    ['7644:3.5.2/patch-group-members', 'practice:P39'],
    'a group takes 101 members, keeps the others as one leaves and in a PUT, and lists them all',
    { needs: ['groups', 'users', 'patch', 'bulk'] },
    async (tools) => {
      const { must, given } = tools;
      const users = await crowd(tools);
      const group = await makeGroup(tools, []);
      const leaver = users[50];
      const left = users.filter((one) => one !== leaver);
      const steps: [string, PatchOperation, { id: string }[]][] = [
        ['hundred', add(users.slice(0, 100)), users.slice(0, 100)],
        ['hundred-and-first', add(users.slice(100)), users],
        ['one-leaves', { op: 'remove', path: memberPath(leaver ?? { id: '' }) }, left],
        ...renaming(tools).map((one): [string, PatchOperation, { id: string }[]] => ['renamed', one, left]),
      ];

      await must.each(
        steps,
        ([key]) => key,
        ([, operation, wanted], line) => membersAre(tools, line, group, [operation], wanted),
      );
      const name = renames(tools.capabilities, 'Group') ? { displayName: given.unique() } : {};
      const body = replacement(tools.capabilities, group, await given.latest(group), name);
      const put = tools.scim.put(group.path, body);
      // How much one request may carry is the endpoint's to say.
      if (!TOO_MUCH.has((await put).status)) await given.step('replace it', put);
      const whole = await given.read(group);
      const shown = readValues(whole, 'members');
      must.equal(shown.length, left.length, { key: 'replaced', what: 'the number of members after a PUT' });
      await listShowsAll(tools, group, whole);
    },
  ),
  check(
    'groups.grow-by-pages-to-250',
    ['7644:3.5.2/patch-group-members'],
    'a group takes 250 members by fifties, and keeps them as it is renamed and some leave',
    { needs: ['groups', 'users', 'patch'], phase: 'exclusive', optIn: 'load' },
    async (tools) => {
      const { must, given, scim } = tools;
      const users = (await given.the(department)).slice(0, 250);
      const group = await makeGroup(tools, []);
      const [last, leavers] = [users.slice(200), users.slice(120, 123)];
      for (let start = 0; start < 200; start += PAGE)
        await given.step('add a page', scim.patch(group.path, [add(users.slice(start, start + PAGE))]));
      const left = users.filter((one) => !leavers.includes(one));
      const steps: [string, PatchOperation[], { id: string }[]][] = [
        ['all', [add(last)], users],
        ...renaming(tools).map((one): [string, PatchOperation[], { id: string }[]] => [
          'renamed',
          [one],
          users,
        ]),
        ['some-leave', leavers.map((one) => ({ op: 'remove', path: memberPath(one) })), left],
      ];

      await must.each(
        steps,
        ([key]) => key,
        ([, operations, wanted], line) => membersAre(tools, line, group, operations, wanted),
      );
    },
  ),
];

/** A lookup that shows the members of a group shows as many as a read of it. */
async function listShowsAll(
  { scim, given, must, capabilities }: CheckTools,
  group: Owned,
  whole: Attributes,
): Promise<void> {
  if (!capabilities.features.filter) return;
  const name = quote(String(member(whole, 'displayName')));
  const { resources } = readList(await scim.find(given.groups, `displayName eq ${name}`));
  const found = resources.find((one) => member(one, 'id') === group.id);
  const listed = readValues(found ?? {}, 'members').length;
  // Lists that leave members out, or do not find the group, are the matter of others.
  if (listed === 0) return;
  const number = readValues(whole, 'members').length;
  must.equal(listed, number, { key: 'listed', what: 'the number of members in a list', row: 'practice:P39' });
}

/** A change of the name, where a group may have another one. */
const renaming = ({ given, capabilities }: Pick<CheckTools, 'given' | 'capabilities'>): PatchOperation[] =>
  renames(capabilities, 'Group') ? [{ op: 'replace', path: 'displayName', value: given.unique() }] : [];

const add = (some: { id: string }[]): PatchOperation => ({
  op: 'add',
  path: 'members',
  value: some.map(({ id }) => ({ value: id })),
});

async function membersAre(
  tools: CheckTools,
  line: Must,
  group: Owned,
  operations: PatchOperation[],
  wanted: { id: string }[],
): Promise<void> {
  const shown = await membersAfter(tools, line, group, operations);
  const missing = wanted.filter(({ id }) => !shown.includes(id)).length;
  line.equal(missing, 0, { key: 'missing', what: 'the number of members that are missing' });
  line.equal(shown.length, wanted.length, { key: 'number', what: 'the number of members' });
}
