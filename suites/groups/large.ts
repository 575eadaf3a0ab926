import { type CheckTools, check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe, type Must, readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type PatchOperation, quote } from '../../kit/check/scim.ts';
import { NotApplicable } from '../../kit/errors.ts';
import { idAt } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member, readValues } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { present } from '../../schemas/present.ts';
import {
  adding,
  department,
  makeGroup,
  memberPath,
  membersAfter,
  readGroup,
} from '../fixtures/groups/members.ts';
import { findPlace, newUser, sent } from '../fixtures/job.ts';
import { replacement } from '../fixtures/kinds.ts';
import { renames } from '../fixtures/naming.ts';
import { accepted } from '../fixtures/patches/subject.ts';

/** One more than pages and clients are wont to hold. */
const MEMBERS = 101;
/** Bulk requests that making them may take. */
const FEW = 3;
/** Refusals of a body for what it holds (RFC 7644 section 3.12; RFC 9110 section 15.5.14). */
const TOO_MUCH = new Set([400, 403, 413, 422]);
/** Members that one request adds of a larger group. */
const PAGE = 50;
/** The same, each after the one before it was refused: how much one request may carry is the endpoint's to say. */
const SIZES = [MEMBERS, PAGE, 10];

const notApplicable: CheckTools['notApplicable'] = (explanation, reason = 'declared') => {
  throw new NotApplicable(reason, explanation);
};

/** As many operations to a request as the endpoint takes; not applicable where that makes more than a few of them. */
function shared(
  { capabilities }: Pick<CheckTools, 'capabilities'>,
  operations: BulkOperation[],
): BulkOperation[][] {
  const { maxOperations = MEMBERS, maxPayloadSize = Number.POSITIVE_INFINITY } = capabilities.bulk;
  const bytes = Buffer.byteLength(JSON.stringify(operations)) + 1_000;
  const parts = Math.max(Math.ceil(MEMBERS / Math.max(maxOperations, 1)), Math.ceil(bytes / maxPayloadSize));
  if (parts > FEW) notApplicable(`${MEMBERS} users take more than ${FEW} bulk requests here`);
  const size = Math.ceil(MEMBERS / parts);
  return Array.from({ length: parts }, (_, part) => operations.slice(part * size, (part + 1) * size));
}

/** Users that bulk requests make; nobody changes them. */
async function crowd(tools: Pick<CheckTools, 'scim' | 'given' | 'capabilities'>): Promise<{ id: string }[]> {
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
    notApplicable(`bulk requests made ${users.length} of ${MEMBERS} users`, 'nothing-to-observe');
  return users;
}

/** What came of filling a group up to so many members. */
interface Filling {
  key: string;
  /** The answer to the last request that it took. */
  answer: ScimResponse;
  shown: string[];
  wanted: { id: string }[];
}

interface Filled {
  users: { id: string }[];
  group: Owned;
  fillings: Filling[];
  /** What refuses the next one for want of room, and how many are in the group then. */
  refusal?: { answer: ScimResponse; within: number };
}

/** A group that is given a hundred members and one more, in requests as large as the endpoint takes. */
const filled = fixture('groups.filled', async (parts): Promise<Filled> => {
  const tools = { ...parts, notApplicable };
  const users = await crowd(tools);
  const group = await makeGroup(tools, 0);
  const fillings: Filling[] = [];
  let [within, size] = [0, MEMBERS];
  for (const [key, to] of [['hundred', 100] as const, ['hundred-and-first', MEMBERS] as const]) {
    const wanted = users.slice(0, to);
    for (;;) {
      const page = wanted.slice(within, within + size);
      const answer = await tools.scim.patch(group.path, [adding(tools, page)]);
      const isTooMuch = TOO_MUCH.has(answer.status);
      const smaller = SIZES.find((one) => one < page.length);
      if (answer.ok) within += page.length;
      if (isTooMuch && smaller !== undefined) size = smaller;
      else if (isTooMuch && within > 0) return { users, group, fillings, refusal: { answer, within } };
      else if (!answer.ok || within === to) {
        const shown = readValues(await readGroup(tools, group), 'members');
        fillings.push({ key, answer, shown, wanted });
        break;
      }
    }
  }
  return { users, group, fillings };
});

/** Groups of more members than one page, where bulk requests make the users cheaply. */
export const large = [
  check(
    'groups.grow-past-a-hundred',
    ['7644:3.5.2/patch-group-members', 'practice:P39'],
    'a group takes 101 members, keeps the rest when one leaves and in a PUT, and lists them all',
    { needs: ['groups', 'users', 'patch', 'bulk'] },
    async (tools) => {
      const { must, given } = tools;
      const { users, group, fillings, refusal } = await given.the(filled);
      if (refusal !== undefined) notApplicable(`a group has room for ${refusal.within} members`);
      const leaver = users[50];
      const left = users.filter((one) => one !== leaver);
      const changes: [string, PatchOperation][] = [
        ['one-leaves', { op: 'remove', path: memberPath(leaver ?? { id: '' }) }],
        ...renaming(tools).map((one): [string, PatchOperation] => ['renamed', one]),
      ];

      const steps = [
        ...fillings.map((one) => ({
          key: one.key,
          take: (line: Must) => {
            accepted(line, one.answer);
            haveAll(line, one.shown, one.wanted);
          },
        })),
        ...changes.map(([key, operation]) => ({
          key,
          take: (line: Must) => membersAre(tools, line, group, [operation], left),
        })),
      ];
      await must.each(
        steps,
        ({ key }) => key,
        ({ take }, line) => take(line),
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
    'groups.have-room-for-a-hundred',
    ['practice:P51'],
    'no member is refused as one too many until the group has more than a hundred',
    { needs: ['groups', 'users', 'patch', 'bulk'] },
    async ({ given, must }) => {
      const { refusal } = await given.the(filled);

      must.hold(refusal === undefined, {
        key: 'room',
        expected: `room for ${MEMBERS} members`,
        observed:
          refusal === undefined ? 'room' : `${describe(refusal.answer)}, with ${refusal.within} in it`,
        ...present({ exchange: refusal?.answer.exchange }),
      });
    },
  ),
  check(
    'groups.grow-by-pages-to-250',
    ['7644:3.5.2/patch-group-members'],
    'a group takes 250 members, fifty at a time, and keeps them when renamed or when some leave',
    { needs: ['groups', 'users', 'patch'], phase: 'exclusive', optIn: 'load' },
    async (tools) => {
      const { must, given, scim } = tools;
      const users = (await given.the(department)).slice(0, 250);
      const group = await makeGroup(tools, 0);
      const [last, leavers] = [users.slice(200), users.slice(120, 123)];
      for (let start = 0; start < 200; start += PAGE)
        await given.step(
          'add a page',
          scim.patch(group.path, [adding(tools, users.slice(start, start + PAGE))]),
        );
      const left = users.filter((one) => !leavers.includes(one));
      const steps: [string, PatchOperation[], { id: string }[]][] = [
        ['all', [adding(tools, last)], users],
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

async function membersAre(
  tools: CheckTools,
  line: Must,
  group: Owned,
  operations: PatchOperation[],
  wanted: { id: string }[],
): Promise<void> {
  haveAll(line, await membersAfter(tools, line, group, operations), wanted);
}

function haveAll(line: Must, shown: string[], wanted: { id: string }[]): void {
  const missing = wanted.filter(({ id }) => !shown.includes(id)).length;
  line.equal(missing, 0, { key: 'missing', what: 'the number of members that are missing' });
  line.equal(shown.length, wanted.length, { key: 'number', what: 'the number of members' });
}
