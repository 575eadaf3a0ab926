import { type CheckTools, check } from '../../kit/check/check.ts';
import { Blocked } from '../../kit/errors.ts';
import { at, ENTERPRISE, isObject, PATCH_OP, readValues } from '../../schemas/attributes.ts';
import { pair } from '../fixtures/groups/members.ts';
import {
  createdBy,
  type Job,
  newGroup,
  newUser,
  processed,
  readGroup,
  readId,
  sent,
  succeeded,
  told,
} from '../fixtures/job.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plain } from '../fixtures/users/users.ts';

const member = (bulkId: string) => [{ value: `bulkId:${bulkId}` }];

/** What a group of a job shows as its members; `none` where there is no such group. */
async function readMembers(tools: CheckTools, job: Job, index: number): Promise<string[] | 'none'> {
  const group = await createdBy(tools, job, index);
  return group === undefined ? 'none' : readValues(group, 'members');
}

/**
 * Sees that the job made what others of its operations name: else a reference to it says nothing.
 * @throws Blocked where it did not
 */
function made(job: Job, index: number): Job {
  const result = job.paired[index];
  if (succeeded(result)) return job;
  const status = result?.status ?? 'no status';
  throw new Blocked({
    step: 'create something in a bulk job',
    request: 'POST /Bulk',
    status,
    signature: `a create in POST /Bulk answered ${status}`,
    exchange: job.answer.exchange,
  });
}

/** Not applicable where a group is created without members, whoever they are. */
async function relyOnCreatedMembers(tools: CheckTools, job: Job, index: number): Promise<void> {
  if (succeeded(job.paired[index])) return;
  await tools.given.the(pair);
  if (tools.given.membersRefused() !== undefined)
    tools.notApplicable('groups are created without members here', 'nothing-to-observe');
}

export const references = [
  check(
    'bulk.resolves-references',
    ['7644:3.7.2/bulkid-resolve'],
    'a member named by bulkId becomes the user created in the job',
    { needs: ['users'] },
    async (tools) => {
      const { given, must } = tools;
      const operations = [newUser(given, 'user'), newGroup(given, 'group', { members: member('user') })];
      const job = made(processed(await sent(tools, operations)), 0);
      const id = readId(await createdBy(tools, job, 0));

      await relyOnCreatedMembers(tools, job, 1);
      must.hold(succeeded(job.paired[1]), {
        key: 'refused',
        expected: 'a group',
        observed: told(job, 1),
        exchange: job.answer.exchange,
      });
      must.equal(await readMembers(tools, job, 1), [id], { key: 'members', what: 'the members' });
    },
  ),
  check(
    'bulk.resolves-forward-references',
    ['7644:3.7/bulkid-forward'],
    'a member may be named by the bulkId of a later operation',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, remark } = tools;
      const operations = [newGroup(given, 'group', { members: member('user') }), newUser(given, 'user')];
      const job = processed(await sent(tools, operations));
      if (job.paired[0]?.status === 409)
        return remark('warning', 'refused', 'a reference to a later operation is refused with 409');
      made(job, 1);
      const id = readId(await createdBy(tools, job, 1));

      await relyOnCreatedMembers(tools, job, 0);
      must.hold(succeeded(job.paired[0]), {
        key: 'refused',
        expected: 'a group',
        observed: told(job, 0),
        exchange: job.answer.exchange,
      });
      must.equal(await readMembers(tools, job, 0), [id], { key: 'members', what: 'the members' });
    },
  ),
  check(
    'bulk.resolves-references-in-extensions',
    ['7644:3.7.2/bulkid-extension'],
    'a manager named by bulkId becomes the user created in the job',
    { needs: ['users'] },
    async (tools) => {
      const { given, must } = tools;
      given.attribute('User', `${ENTERPRISE}:manager.value`);
      const { mutability, returned } = given.attribute('User', `${ENTERPRISE}:manager`);
      if (mutability === 'readOnly' || (returned !== 'default' && returned !== 'always'))
        tools.notApplicable('manager cannot be written here, or is not shown by a plain read');
      const required = given.payload('User')[ENTERPRISE];
      const extension = { ...(isObject(required) ? required : {}), manager: { value: 'bulkId:boss' } };
      const operations = [newUser(given, 'boss'), newUser(given, 'report', { [ENTERPRISE]: extension })];
      const job = made(processed(await sent(tools, operations)), 0);
      const id = readId(await createdBy(tools, job, 0));
      const report = await createdBy(tools, job, 1);

      must.hold(report !== undefined, { key: 'refused', expected: 'a user', observed: told(job, 1) });
      must.equal(at(report, `${ENTERPRISE}:manager.value`), id, { key: 'manager', what: 'manager.value' });
    },
  ),
  check(
    'bulk.resolves-references-in-changes',
    ['7644:3.7.2/bulkid-in-patch'],
    'a bulkId in the data of PATCH and PUT resolves to the resource created in the job',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, observe, capabilities } = tools;
      given.relyOnEmptyGroups();
      const add = (bulkId: string) => ({
        schemas: [PATCH_OP],
        Operations: [{ op: 'add', path: 'members', value: given.whole('Group', 'members', member(bulkId)) }],
      });
      await must.each(['PATCH', 'PUT'], String, async (method, line) => {
        const group = await readGroup(given);
        const members = given.whole('Group', 'members', member('user'));
        const put = () => replacement(capabilities, group, group.read, { members });
        const data = method === 'PUT' ? put() : add('user');
        const operations = [newUser(given, 'user'), { method, path: group.path, data }];
        const job = made(processed(await sent(tools, operations)), 0);
        const id = readId(await createdBy(tools, job, 0));

        line.hold(succeeded(job.paired[1]), { key: 'refused', expected: 'success', observed: told(job, 1) });
        line.equal(readValues(await given.read(group), 'members'), [id], {
          key: 'members',
          what: 'the members',
        });
      });
      const path = `${given.groups}/bulkId:group`;
      const operations = [newUser(given, 'user'), newGroup(given, 'group')];
      const job = await sent(tools, [...operations, { method: 'PATCH', path, data: add('user') }]);
      const members = await readMembers(tools, job, 1);
      const how = members.length === 1 ? 'resolved' : told(job, 2);
      observe('bulk.bulkId-in-path', members === 'none' ? 'the job is refused' : how);
    },
  ),
  check(
    'bulk.never-stores-references',
    ['7644:3.7.2/bulkid-unknown'],
    'an unknown bulkId is refused or omitted, and never stored',
    { needs: ['users'] },
    async (tools) => {
      const { given, must } = tools;
      const job = await sent(tools, [newGroup(given, 'group', { members: member('nobody') })]);
      const group = await createdBy(tools, job, 0);
      const status = job.answer.ok ? job.paired[0]?.status : job.answer.status;

      // The bare bulkId is no resource either.
      const stored = readValues(group, 'members').filter((value) => /^(bulkId:)?nobody$/.test(value));
      must.equal(stored, [], { key: 'stored', what: 'members that are references' });
      const isRefusal = [400, 404, 409].includes(status ?? 0);
      if (group === undefined && !isRefusal)
        made(processed(await sent(tools, [newGroup(given, 'plain')])), 0);
      if (group === undefined)
        must.hold(isRefusal, {
          key: 'status',
          expected: 'a group without the member, or a refusal with 400, 404 or 409',
          observed: told(job, 0),
        });
    },
  ),
  check(
    'bulk.refused-references-leave-no-orphan',
    ['practice:P42'],
    'a group that refers to a refused user is created completely or not at all',
    { needs: ['users'] },
    async (tools) => {
      const { given, must } = tools;
      const taken = await given.anyUser();
      const operations = [
        newGroup(given, 'group', { members: member('user') }),
        newUser(given, 'user', { userName: taken.name }),
      ];
      const job = await sent(tools, operations);
      if (succeeded(job.paired[1]))
        tools.notApplicable('a user with a taken name is created', 'nothing-to-observe');
      const group = await createdBy(tools, job, 0);

      if (!job.answer.ok || !succeeded(job.paired[0]))
        return must.hold(group === undefined, {
          key: 'orphan',
          expected: 'no group where its operation is refused',
          observed: `${told(job, 0)}, and the group is there`,
        });
      must.hold(group !== undefined, { key: 'missing', expected: 'a group', observed: 'none' });
      const members = readValues(group, 'members').filter((value) => value !== taken.id);
      must.equal(members, [], { key: 'members', what: 'the members that do not exist' });
    },
  ),
  check(
    'bulk.closes-circles',
    ['7644:3.7.1/circular'],
    'two groups that refer to each other are created as such, or refused with 409',
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const { user: inner } = await given.the(plain('Group'));
      const nested = await scim.post(
        given.groups,
        given.payload('Group', { members: given.groupMembers(inner.id) }),
      );
      const shown = nested.ok ? await given.read(await given.findPlace(nested)) : {};
      if (!readValues(shown, 'members').includes(inner.id))
        notApplicable('groups cannot be members of groups', 'nothing-to-observe');
      const operations = [
        newGroup(given, 'a', { members: given.groupMembers('bulkId:b') }),
        newGroup(given, 'b', { members: given.groupMembers('bulkId:a') }),
      ];
      const job = await sent(tools, operations);
      if ([job.answer.status, ...job.results.map(({ status }) => status)].includes(409))
        return must.haveStatus(job.answer, [200, 409]);
      const groups = [await createdBy(tools, job, 0), await createdBy(tools, job, 1)];

      await must.each(
        [0, 1],
        (index) => operations[index]?.bulkId ?? '',
        (index, line) => {
          const [own, other] = [groups[index], groups[1 - index]];
          line.hold(own !== undefined, {
            key: 'created',
            expected: 'a group, or 409',
            observed: told(job, index),
          });
          line.equal(readValues(own, 'members'), [readId(other)], { key: 'members', what: 'the members' });
        },
      );
    },
  ),
];
