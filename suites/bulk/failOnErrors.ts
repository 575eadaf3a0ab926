import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { member, show } from '../../schemas/attributes.ts';
import { type Job, newUser, processed, readUser, sent, told } from '../fixtures/job.ts';
import { takenName } from './fixtures.ts';

/** Jobs that stop: `true` stands for an operation that is right, `false` for one that has to fail. */
const PATTERNS: { failOnErrors: number; pattern: boolean[] }[] = [
  { failOnErrors: 1, pattern: [true, false, true] },
  { failOnErrors: 2, pattern: [false, true, false, true] },
];

/** Both jobs, sent once a run. */
const stoppingJobs = fixture('bulk.stopping', async ({ given, scim, capabilities }): Promise<Job[]> => {
  const taken = await readUser(given);
  const jobs: Job[] = [];
  for (const { failOnErrors, pattern } of PATTERNS) {
    const operations = pattern.map((right, index) =>
      right ? newUser(given, `job${index}`) : takenName(given, `job${index}`, taken),
    );
    jobs.push(await sent({ scim, capabilities }, operations, { failOnErrors }));
  }
  return jobs;
});

export const failOnErrors = [
  check(
    'bulk.stops-at-fail-on-errors',
    ['7644:3.7/bulk-failonerrors'],
    'a job stops after the number of failures in failOnErrors',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, remark, capabilities } = tools;
      const jobs = await tools.given.the(stoppingJobs);
      const found = async (job: Job, index: number) => {
        const userName = String(member(job.operations[index]?.data, 'userName'));
        const { resources } = await given.search(given.users, `userName eq ${quote(userName)}`);
        return resources.length;
      };
      await must.each(
        PATTERNS,
        (one) => `${one.failOnErrors}`,
        async ({ pattern }, line) => {
          const job = jobs[PATTERNS.findIndex((one) => one.pattern === pattern)] as Job;
          const last = pattern.length - 1;
          const refused = job.answer.status >= 400 && job.answer.status < 500;
          line.hold(job.answer.ok || (refused && job.results.length > 0), {
            key: 'answer',
            expected: 'status 200 with the results up to there',
            observed: describe(job.answer),
          });
          if (refused) remark('warning', 'status', `a job that stops gets a ${job.answer.status}, not 200`);
          line.hold(job.paired[last] === undefined, {
            key: 'result-behind',
            expected: 'no results after the last failure',
            observed: told(job, last),
          });
          line.equal(job.results.length, last, { key: 'results', what: 'the number of results' });
          if (capabilities.features.filter !== true) return;
          line.equal(await found(job, last - 2), 1, {
            key: 'before',
            what: 'users created before it stopped',
          });
          line.equal(await found(job, last), 0, { key: 'behind', what: 'users created after it stopped' });
        },
      );
    },
  ),
  check(
    'bulk.response-leaves-fail-on-errors-out',
    ['7644:3.7/bulk-failonerrors-not-in-response'],
    'a bulk response has no failOnErrors',
    { needs: ['users'] },
    async (tools) => {
      const [job] = (await tools.given.the(stoppingJobs)) as [Job];
      if (job.results.length === 0) processed(job);
      const echoed = member(job.answer.body, 'failOnErrors');

      tools.must.hold(echoed === undefined, {
        key: 'failOnErrors',
        expected: 'a bulk response without failOnErrors',
        observed: show(echoed),
      });
    },
  ),
];
