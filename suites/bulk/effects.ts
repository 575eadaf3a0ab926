import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { unrefused } from '../../kit/check/words.ts';
import { without } from '../../kit/compose/merge.ts';
import { at, member, PATCH_OP, show } from '../../schemas/attributes.ts';
import type { BulkOperation } from '../../schemas/bulk.ts';
import { createdBy, newUser, processed, readUser, sent, succeeded, told } from '../fixtures/job.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainPath, plainValue, withText } from '../fixtures/optional.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { changed, holds, isWeak, versioned } from '../fixtures/versions.ts';
import { mixedJob, smoothJob } from './fixtures.ts';

export const effects = [
  check(
    'bulk.carries-out-every-method',
    ['7644:3.7/bulk-methods'],
    'POST, PUT, PATCH and DELETE in a job have the effect of single requests',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, capabilities } = tools;
      const job = await tools.given.the(smoothJob);
      processed(job);
      const field = plainPath(capabilities);
      const { changed: put, patched, deleted, values } = job;
      await must.each(['POST', 'PUT', 'PATCH', 'DELETE'], String, async (method, line) => {
        if (method === 'PUT') line.keep(await given.read(put), field, values.put, { key: 'value' });
        if (method === 'PATCH' && patched)
          line.keep(await given.read(patched), field, values.patch, { key: 'value' });
        if (method === 'DELETE')
          line.haveStatus(await scim.get(deleted.path), [404, 410], { key: 'not-deleted' });
        if (method !== 'POST') return;
        const made = await createdBy(tools, job, 0);
        const name = member(job.operations[0]?.data, 'userName');
        line.equal(member(made, 'userName'), name, { key: 'created', what: 'userName', caseExact: false });
      });
    },
  ),
  check(
    'bulk.goes-on-after-failures',
    ['7644:3.7/bulk-continue'],
    'operations after a failed one are still carried out',
    { needs: ['users'] },
    async (tools) => {
      const job = await tools.given.the(mixedJob);
      await tools.must.each(
        job.succeeding,
        (index) => job.operations[index]?.bulkId ?? '',
        async (index, line) => {
          const made = await createdBy(tools, job, index);
          line.hold(made !== undefined, { key: 'created', expected: 'a user', observed: told(job, index) });
        },
      );
    },
  ),
  check(
    'bulk.refuses-a-second-user-of-the-name',
    ['7644:3.7/bulk-uniqueness'],
    'of two creates with the same userName in a job, one gets 201 and the other 409',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, remark } = tools;
      const userName = given.address();
      const operations = [newUser(given, 'one', { userName }), newUser(given, 'two', { userName })];
      const job = processed(await sent(tools, operations));

      const statuses = job.results.map(({ status }) => status ?? 0).sort();
      const isRefused = statuses[0] === 201 && (statuses[1] ?? 0) >= 400;
      must.equal(statuses.join(' '), '201 409', {
        key: isRefused ? 'refusal' : 'statuses',
        what: 'the statuses',
      });
      const scimType = member(job.results.find(({ status }) => status === 409)?.response, 'scimType');
      if (scimType !== 'uniqueness') remark('warning', 'scimType', `scimType is ${show(scimType)}`);
    },
  ),
  check(
    'bulk.keeps-the-order-of-changes',
    ['7644:3.7/bulk-order-preserved'],
    'of several changes to one user in a bulk request, the last one wins',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      if (scim.wantsVersions)
        notApplicable('each change has to name the version that the previous one creates');
      const field = plainPath(capabilities);
      const user = await readUser(given, withText);
      // Who is disabled is not disabled anew with each change: that would have to be looked at in between.
      const read = member(user.read, 'active') === false ? without(user.read, ['active']) : user.read;
      await must.each(['first job', 'second job'], String, async (_, line) => {
        const value = () => plainValue({ given, capabilities });
        const values = [value(), value(), value()];
        const operations = values.map(
          (value): BulkOperation => ({
            method: 'PUT',
            path: user.path,
            data: replacement(capabilities, user, read, { [field]: value }),
          }),
        );
        const job = processed(await sent({ scim, capabilities }, operations));
        const done = job.results.filter(succeeded).length;
        line.equal(done, 3, { key: 'carried-out', what: 'the number of changes that succeed' });
        line.keep(await given.read(user), field, values[2], { key: 'last' });
      });
    },
  ),
  check(
    'bulk.failed-patch-leaves-no-trace',
    ['7644:3.5.2/bulk-atomicity-per-op'],
    'a PATCH in a bulk request with a failing second operation changes nothing',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const field = plainPath(capabilities);
      const user = await readUser(given, withText);
      const { user: other } = await plainUser(given);
      const changes = [
        { op: 'replace', path: field, value: plainValue({ given, capabilities }) },
        { op: 'replace', path: 'userName', value: other.name },
      ];
      const data = { schemas: [PATCH_OP], Operations: changes };
      const job = processed(await sent({ scim, capabilities }, [{ method: 'PATCH', path: user.path, data }]));
      if (succeeded(job.paired[0])) notApplicable('a taken userName is not refused', 'nothing-to-observe');

      const read = await given.read(user);
      must.keep(read, field, at(user.read, field), { key: 'changed' });
      must.keep(read, 'userName', at(user.read, 'userName'));
    },
  ),
  check(
    'bulk.version-guards-operations',
    ['7644:3.7/bulk-version'],
    'an operation with an outdated version is refused with 412',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark, capabilities } = tools;
      const { user, read, tag, stale } = await changed(tools, await versioned(tools));
      const put = async (version: string, value: string) => {
        const data = replacement(capabilities, user, read, { [plainPath(capabilities)]: value });
        return processed(
          await sent({ scim, capabilities }, [{ method: 'PUT', path: user.path, version, data }]),
        );
      };
      const [late, fresh] = [plainValue(tools), plainValue(tools)];
      const refused = await put(stale, late);
      must.hold(!(await holds(tools, user, late)), {
        key: 'stale/written',
        expected: 'the user as it was',
        observed: told(refused, 0),
      });
      const { status } = refused.paired[0] ?? {};
      must.hold(status === 412 || status === 409, {
        key: `stale/${unrefused(status ?? 0)}`,
        expected: 'a result of status 412',
        observed: told(refused, 0),
      });
      if (status === 409) remark('warning', 'stale', 'an outdated version is refused with 409, not 412');

      const job = await put(tag, fresh);
      if (job.paired[0]?.status === 412 && isWeak(tag))
        return remark('warning', 'current', 'a weak version is never accepted as the current one');
      must.hold(succeeded(job.paired[0]) && (await holds(tools, user, fresh)), {
        key: 'current/refused',
        expected: 'the change',
        observed: `${told(job, 0)}, ${describe(job.answer)}`,
      });
    },
  ),
];
