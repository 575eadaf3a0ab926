import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { rule } from '../../kit/check/rule.ts';
import { isObject, member, show } from '../../schemas/attributes.ts';
import { differing } from '../fixtures/kinds.ts';
import { findTextAttribute, specimen } from '../fixtures/patches/specimen.ts';
import { anybodysUser } from '../fixtures/patches/subject.ts';
import { patched } from '../fixtures/users/patched.ts';

const USERS = ['users'];

/** What PATCH answers: status, body, projection, and that it is offered at all (RFC 7644 section 3.5.2). */
export const answers = [
  check(
    'patch.answers-200-or-204',
    ['7644:3.5.2/patch-status'],
    'a PATCH returns 200 with the whole resource, or 204 without a body',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given, capabilities } = tools;
      await tools.given.the(specimen);
      const { answer, after: read, ...change } = await given.the(patched);

      must.haveStatus(answer, [200, 204]);
      must.keep(read, change.path, change.value, { key: 'change', caseExact: false });
      if (answer.status === 204)
        return must.hold(answer.text === '', { key: 'body-of-204', expected: 'no body', observed: 'a body' });
      const missing = differing(capabilities, 'User', read, must.haveResource(answer));
      must.equal(missing, [], { key: 'body-of-200', what: 'what differs from the resource' });
    },
  ),
  check(
    'patch.attributes-parameter-projects',
    ['7644:3.5.2/patch-attributes-200'],
    'a PATCH with the attributes parameter returns 200 with only those attributes',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const path = await findTextAttribute(tools);
      // What it was changed to before is noted: whoever comes now may change it again.
      const { user } = await tools.given.the(patched);
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
    'patch.password-is-never-shown',
    ['7644:3.5.2/patch-password'],
    'neither the response to a PATCH of password nor a later read contains it',
    { needs: USERS },
    async ({ scim, given, must }) => {
      given.attribute('User', 'password');
      const user = await given.the(anybodysUser);
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
  rule({
    id: 'patch.failure-carries-an-error-message',
    verifies: ['7644:3.5.2/patch-error-body'],
    title: 'a failed PATCH returns a SCIM error message with the same status',
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
