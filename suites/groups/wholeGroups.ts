import { setTimeout as sleep } from 'node:timers/promises';
import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { changed } from '../../kit/compose/merge.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, readValues, show, unassigned } from '../../schemas/attributes.ts';
import {
  crew,
  groupsWork,
  ids,
  listed,
  makeGroup,
  makeLinkedGroup,
  memberPath,
  pairIfAny,
  readGroup,
} from '../fixtures/groups/members.ts';
import { differing, differingMeta } from '../fixtures/kinds.ts';
import { accepted } from '../fixtures/patches/subject.ts';
import { isOneMinute } from '../fixtures/rest.ts';
import { creation } from '../fixtures/users/users.ts';

const NEEDS = ['groups', 'users'];
const STATE = '7644:3.1/reflects-state';
const ADVANCES = '7643:3.1/lastmodified-advances';
/** Longer than one tick of a clock that counts seconds. */
const TICK_MS = 1_100;
const WHAT = { key: 'members', what: 'the members' };

/** What a reader has to know where groups are created without members. */
const createdEmpty = ({ status }: { status: number }, isAdded: boolean): string =>
  `a create with members is refused with ${status} but accepted without them; ${
    isAdded ? 'they were added by PATCH, here and in all checks' : 'a PATCH that adds them is refused as well'
  }`;

/** Groups as a whole: created, replaced, renamed (RFC 7643 section 4.2, RFC 7644 section 3.5.1). */
export const wholeGroups = [
  check(
    'groups.name-is-required',
    ['7643:4.2/displayname-required'],
    'a group without displayName is refused',
    { needs: ['groups'] },
    async ({ scim, given, must, remark }) => {
      await groupsWork(given);
      const body: Attributes = { ...given.payload('Group'), externalId: given.unique() };
      delete body.displayName;
      const answer = await scim.post(given.groups, body);

      const named = answer.ok && !unassigned(at(answer.body, 'displayName'));
      if (named) remark('warning', 'assigned', 'the endpoint assigns the group a name');
      else must.haveStatus(answer, 400);
    },
  ),
  check(
    'groups.may-be-created-empty',
    ['7643:4.2/create-without-members'],
    'a group can be created without members, and has none',
    { needs: ['groups'] },
    async ({ given, must, notApplicable }) => {
      if (given.attribute('Group', 'members').required) notApplicable('members are required here');
      const answer = await given.the(creation('Group'));

      must.hold(answer.ok, { key: 'refused', expected: 'status 201', observed: describe(answer) });
      const shown = at(await given.read(await given.findPlace(answer)), 'members');
      must.hold(unassigned(shown), { key: 'members', expected: 'no members', observed: show(shown) });
    },
  ),
  check(
    'groups.keep-their-members',
    ['7643:4.2/members-roundtrip'],
    'a group created with two members has those two',
    { needs: NEEDS },
    async ({ given, must, remark, notApplicable }) => {
      const made = await given.the(pairIfAny);
      const refused = given.membersRefused();
      if (refused !== undefined) remark('note', 'refused', createdEmpty(refused, made !== undefined));
      if (made === undefined) return notApplicable('clients may not set members here', 'nothing-to-observe');
      const { first, second, read } = made;

      must.equal(readValues(read, 'members'), ids(first, second), WHAT);
    },
  ),
  check(
    'groups.put-replaces-members',
    ['7644:3.5.1/members-put-replace', STATE, ADVANCES],
    'a PUT replaces the members of a group with others, fewer or none, and returns them',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const [, , third, fourth] = await tools.given.the(crew);
      // Two leave at once: a product that compares lists may take the first alone.
      const group = await makeGroup(tools, 2);

      const { required } = tools.given.attribute('Group', 'members');
      await must.each(
        // Then some of those who are there: a product that takes a list for additions has nothing to add.
        [[third, fourth], [fourth], ...(required ? [] : [[]])],
        nameList,
        async (users, line) => {
          const before = await tools.given.latest(group);
          const isFirst = users.length > 1;
          if (isFirst) await sleep(TICK_MS);
          const answer = await tools.scim.put(
            group.path,
            changed(before, { members: listed(tools, ...users) }),
          );
          accepted(line, answer);
          const after = await readGroup(tools, group);
          line.equal(readValues(after, 'members'), ids(...users), WHAT);
          answerAgrees(line, tools, answer, after, isFirst ? before : undefined);
          if (isFirst) lastModifiedAdvances(line, before, after);
        },
      );
    },
  ),
  check(
    'groups.rename-keeps-members',
    ['7644:3.5.2.3/replace-nopath', '7644:3.5.2.3/replace-single', STATE],
    'renaming a group, with a path or without, keeps its members',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const { mutability } = tools.given.attribute('Group', 'displayName');
      if (mutability !== 'readWrite') tools.notApplicable(`displayName of groups is ${mutability}`);
      const [, second] = await tools.given.the(crew);
      const group = await makeLinkedGroup(tools, 2);

      await must.each(['no-path', 'path'], String, async (way, line) => {
        const row = `7644:3.5.2.3/replace-${way === 'path' ? 'single' : 'nopath'}`;
        const fresh = tools.given.unique();
        // By then the members are others than those that it was created with.
        if (way === 'path') await tools.scim.patch(group.path, [leave(second)]).as('control', 'one leaves');
        const before = way === 'path' ? await readGroup(tools, group) : (tools.scim.recall(group.path) ?? {});
        const members = readValues(before, 'members');
        // The second rename goes back to the first name: where former names are reserved, to another one.
        const isBack = way === 'path' && !equal(at(before, 'displayName'), group.name, false);
        const rename = (name: string) => ({
          op: 'replace',
          ...(way === 'path' ? { path: 'displayName', value: name } : { value: { displayName: name } }),
        });
        let [name, operation] = [isBack ? group.name : fresh, rename(isBack ? group.name : fresh)];
        let answer = await tools.scim.patch(group.path, [operation]);
        if (isBack && isReserved(answer)) {
          [name, operation] = [fresh, rename(fresh)];
          answer = await tools.scim.patch(group.path, [operation]);
        }
        accepted(line, answer, row);
        const after = await readGroup(tools, group);
        const key = name === group.name ? 'first-name' : 'displayName';
        line.keep(after, 'displayName', name, { key, row, caseExact: false });
        line.equal(readValues(after, 'members'), members, { ...WHAT, row });
        line.changeOnly({ sent: group.sent, before, after }, [operation], { row });
        answerAgrees(line, tools, answer, after);
      });
    },
  ),
  check(
    'groups.second-of-one-name-as-published',
    ['7643:4.2/duplicate-displayname'],
    'a second group of the same name is accepted or refused as the schema of displayName says',
    { needs: ['groups'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const { uniqueness } = given.attribute('Group', 'displayName');
      if (capabilities.assumed.includes('schemas')) notApplicable('the schema is assumed', 'assumed');
      // Of its own: where two may share a name, others look theirs up by it.
      const first = await given.anyGroup();
      const answer = await scim.post(given.groups, given.payload('Group', { displayName: first.name }));

      const expected = uniqueness === 'none' ? 'a second group' : 'status 409';
      const observed = `${describe(answer)}, where uniqueness is published as ${uniqueness}`;
      const holds = uniqueness === 'none' ? answer.ok : [409, 400].includes(answer.status);
      must.hold(holds, { key: `uniqueness-${uniqueness}`, expected, observed });
    },
  ),
];

const leave = (one: Owned) => ({ op: 'remove', path: memberPath(one) });

function nameList({ length }: unknown[]): string {
  return length > 1 ? 'list' : length > 0 ? 'fewer' : 'empty-list';
}

/** Whether a name is refused as one that somebody has, or that is kept for somebody (RFC 7644 section 3.12). */
const isReserved = ({ status, body }: ScimResponse): boolean =>
  status === 409 || (status === 400 && equal(at(body, 'scimType'), 'uniqueness', false));

/** What the answer to a write shows of a group is what a read shows. */
function answerAgrees(
  must: Must,
  { capabilities }: Pick<CheckTools, 'capabilities'>,
  answer: ScimResponse,
  read: Attributes,
  before?: Attributes,
): void {
  const differences = differing(capabilities, 'Group', answer.body, read);
  must.equal(differences, [], { key: 'answer', what: 'what differs from a read', row: STATE });
  const meta = differingMeta(answer.body, read, before);
  must.equal(meta, [], { key: 'answer/meta', what: 'differences in meta from a read', row: STATE });
}

function lastModifiedAdvances(must: Must, before: Attributes, after: Attributes): void {
  const [first, second] = [before, after].map((shown) => at(shown, 'meta.lastModified'));
  const [start, end] = [Date.parse(String(first)), Date.parse(String(second))];
  // A group without dates is the finding of another check.
  const advanced = first === undefined || end > start || isOneMinute(start, end);
  const words = { expected: `later than ${show(first)}`, observed: show(second) };
  must.hold(advanced, { key: 'meta.lastModified', ...words }, { row: ADVANCES });
}
