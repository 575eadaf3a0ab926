import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { chooseChange, specimen } from '../fixtures/patches/specimen.ts';
import { anybodysUser, bareUser, lentSubject, subject } from '../fixtures/patches/subject.ts';

const USERS = ['users'];
const JSON_TYPES = ['application/scim+json', 'application/json'];

/** That PATCH is offered, and what it takes and finds (RFC 7644 sections 3.5, 3.8 and 3.12). */
export const offered = [
  check(
    'patch.works-where-it-is-published',
    ['7644:3.5/patch-offered'],
    'PATCH works where ServiceProviderConfig declares it supported',
    { needs: USERS },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      if (capabilities.assumed.includes('patch'))
        notApplicable('nothing states whether PATCH works', 'assumed');
      if (capabilities.features.patch !== true) notApplicable('the endpoint does not support PATCH');
      const user = await given.the(anybodysUser);

      const path = changeablePath(capabilities);
      const value = newValue(given, path);
      const answer = await scim.patch(user.path, [{ op: 'replace', path, value }]);
      must.hold(![404, 405, 501].includes(answer.status), {
        key: 'not-offered',
        expected: 'a PATCH that is carried out',
        observed: describe(answer),
      });
    },
  ),
  check(
    'patch.not-offered-is-501',
    ['7644:3.12/patch-unsupported-501'],
    'where PATCH is not supported, it gets a 501',
    { needs: USERS },
    async ({ scim, given, must, notApplicable }) => {
      const { user } = await subject(given);
      const value = given.address();
      const answer = await scim.patch(user.path, [{ op: 'replace', path: 'userName', value }]);
      if (answer.status === 404)
        notApplicable(
          'a 404 is reported only once, by errors.unsupported-operation-answers-501',
          'nothing-to-observe',
        );

      must.haveStatus(answer, 501);
    },
  ),
  check(
    'patch.takes-both-media-types',
    ['7644:3.8/patch-content-type'],
    'PATCH accepts application/scim+json and application/json',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { scim, given } = tools;
      const { user } = await lentSubject(given, bareUser);

      await must.each(JSON_TYPES, String, async (type, line) => {
        const change = await chooseChange(tools);
        const answer = await scim.patch(user.path, [change], { headers: { 'content-type': type } });
        line.hold(answer.ok, { key: 'refused', expected: '2xx', observed: describe(answer) });
        line.keep(await given.read(user), change.path, change.value, { key: 'change', caseExact: false });
      });
    },
  ),
  check(
    'patch.op-in-other-letter-case',
    ['7644:3.5.2/patch-op-case'],
    'whether an operation name may be capitalised',
    { needs: USERS },
    async ({ scim, given, observe, capabilities }) => {
      const user = await given.the(anybodysUser);
      const path = changeablePath(capabilities);
      const operation = { op: 'Replace', path, value: newValue(given, path) };
      const answer = await scim.patch(user.path, [operation]);

      observe('patch.op-capital', answer.ok ? 'accepted' : `refused with ${answer.status}`);
    },
  ),
  check(
    'patch.unknown-id-is-404',
    ['7644:3.12/patch-404'],
    'a PATCH of an unknown id returns 404 and creates nothing',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { scim, given } = tools;
      await tools.given.the(specimen);
      const path = await given.absent(given.users);
      const operation = { op: 'replace', path: 'userName', value: given.address() };
      const answer = await scim.patch(path, [operation]);
      const read = await scim.get(path);

      must.haveStatus(answer, 404);
      must.haveStatus(read, 404, { key: 'read-afterwards' });
    },
  ),
];
