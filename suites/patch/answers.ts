import { isObject, member, show } from '../kit/attributes.ts';
import { check, rule } from '../kit/check.ts';
import { describe } from '../kit/must.ts';
import { differing } from '../users/kinds.ts';
import { textOf } from './specimen.ts';
import { anybodysUser, subject } from './subject.ts';

const USERS = ['users'];
const JSON_TYPES = ['application/scim+json', 'application/json'];

/** What PATCH answers: status, body, projection, and that it is offered at all (RFC 7644 section 3.5.2). */
export const answers = [
  check(
    {
      id: 'patch.works-where-it-is-published',
      verifies: ['7644:3.5/patch-offered'],
      title: 'PATCH works where the service provider configuration says that it does',
      needs: USERS,
    },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      if (capabilities.assumed.includes('patch'))
        notApplicable('nothing says whether PATCH works', 'assumed');
      if (capabilities.features.patch !== true) notApplicable('the endpoint offers no PATCH');
      const user = await anybodysUser(given);

      const value = given.address();
      const answer = await scim.patch(user.path, [{ op: 'replace', path: 'userName', value }]);
      must.hold(![404, 405, 501].includes(answer.status), {
        key: 'not-offered',
        expected: 'a PATCH that is carried out',
        observed: describe(answer),
      });
    },
  ),
  check(
    {
      id: 'patch.not-offered-is-501',
      verifies: ['7644:3.12/patch-unsupported-501'],
      title: 'where PATCH is not supported it is answered 501',
      needs: USERS,
    },
    async ({ scim, given, must }) => {
      const { user } = await subject(given);

      const value = given.address();
      must.haveStatus(await scim.patch(user.path, [{ op: 'replace', path: 'userName', value }]), 501);
    },
  ),
  check(
    {
      id: 'patch.answers-200-or-204',
      verifies: ['7644:3.5.2/patch-status'],
      title: 'a PATCH is answered 200 with the whole resource, or 204 without a body',
      needs: USERS,
    },
    async ({ scim, given, must, capabilities }) => {
      const { user } = await subject(given);
      const value = given.address();

      const answer = await scim.patch(user.path, [{ op: 'replace', path: 'userName', value }]);
      must.haveStatus(answer, [200, 204]);
      const read = await given.read(user);
      must.keep(read, 'userName', value, { key: 'change', caseExact: false });
      if (answer.status === 204)
        return must.hold(answer.text === '', { key: 'body-of-204', expected: 'no body', observed: 'a body' });
      const missing = differing(capabilities, 'User', read, must.haveResource(answer));
      must.equal(missing, [], { key: 'body-of-200', what: 'what differs from the resource' });
    },
  ),
  check(
    {
      id: 'patch.attributes-parameter-projects',
      verifies: ['7644:3.5.2/patch-attributes-200'],
      title: 'a PATCH that names attributes is answered 200 with those alone',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const path = await textOf(tools);
      const { user } = await subject(tools.given);
      const value = tools.given.unique();

      const query = { attributes: path };
      const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }], { query });
      must.haveStatus(answer, 200);
      must.keep(must.haveResource(answer), path, value, { key: 'value', caseExact: false });
      must.keep(answer.body, 'id', user.id, { key: 'id' });
      const always = tools.given.attribute('User', 'userName').returned === 'always';
      must.hold(always || member(answer.body, 'userName') === undefined, {
        key: 'not-asked-for',
        expected: `${path} and what is always returned`,
        observed: show(Object.keys(answer.body)),
      });
    },
  ),
  check(
    {
      id: 'patch.takes-both-media-types',
      verifies: ['7644:3.8/patch-content-type'],
      title: 'PATCH takes application/scim+json and application/json',
      needs: USERS,
    },
    async ({ scim, given, must }) => {
      const { user } = await subject(given);

      await must.each(JSON_TYPES, String, async (type, line) => {
        const value = given.address();
        const operations = [{ op: 'replace', path: 'userName', value }];
        const answer = await scim.patch(user.path, operations, { headers: { 'content-type': type } });
        line.hold(answer.ok, { key: 'refused', expected: '2xx', observed: describe(answer) });
        line.keep(await given.read(user), 'userName', value, { key: 'change', caseExact: false });
      });
    },
  ),
  check(
    {
      id: 'patch.password-is-never-shown',
      verifies: ['7644:3.5.2/patch-password'],
      title: 'neither the answer to a PATCH of password nor a read afterwards shows it',
      needs: USERS,
    },
    async ({ scim, given, must }) => {
      given.attribute('User', 'password');
      const user = await anybodysUser(given);
      const value = `Aa1!${given.unique()}`;

      const answer = await scim.patch(user.path, [{ op: 'replace', path: 'password', value }]);
      for (const [key, shown] of [
        ['answer', answer],
        ['read', await scim.get(user.path)],
      ] as const) {
        const named = isObject(shown.json) && member(shown.body, 'password') !== undefined;
        must.hold(!named && !shown.text.includes(value), {
          key,
          expected: 'no password',
          observed: 'the attribute password, or its value',
          exchange: shown.exchange,
        });
      }
    },
  ),
  check(
    {
      id: 'patch.op-in-other-letter-case',
      verifies: ['7644:3.5.2/patch-op-case'],
      title: 'whether the name of an operation may be written with a capital',
      needs: USERS,
    },
    async ({ scim, given, observe }) => {
      const user = await anybodysUser(given);
      const operation = { op: 'Replace', path: 'userName', value: given.address() };
      const answer = await scim.patch(user.path, [operation]);

      observe('patch.op-capital', answer.ok ? 'accepted' : `refused with ${answer.status}`);
    },
  ),
  check(
    {
      id: 'patch.unknown-id-is-404',
      verifies: ['7644:3.12/patch-404'],
      title: 'a PATCH of an id that does not exist is answered 404 and makes nothing',
      needs: USERS,
    },
    async ({ scim, given, must }) => {
      const path = await given.absent(given.users);
      const operation = { op: 'replace', path: 'userName', value: given.address() };
      const answer = await scim.patch(path, [operation]);
      const read = await scim.get(path);

      must.haveStatus(answer, 404);
      must.haveStatus(read, 404, { key: 'read-afterwards' });
    },
  ),
  rule({
    id: 'patch.failure-carries-an-error-message',
    verifies: ['7644:3.5.2/patch-error-body'],
    title: 'a PATCH that fails says so with a SCIM error message of the same status',
    applies: ({ request, response }, { capabilities }) =>
      request.method === 'PATCH' && capabilities.features.patch === true && response.status === 400,
    breaks: ({ response }) => {
      const schemas = member(response.body, 'schemas');
      const named =
        Array.isArray(schemas) && schemas.some((urn) => /:messages:2\.0:Error$/.test(String(urn)));
      if (named && String(member(response.body, 'status')) === String(response.status)) return undefined;
      return {
        key: `status ${response.status}`,
        expected: 'a JSON body that names the Error schema and the status',
        observed: describe(response),
      };
    },
  }),
];
