import { patch, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { freeTextOfExtension } from '../../kit/compose/choose.ts';
import { type Attributes, ENTERPRISE, member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { assignedUser } from '../fixtures/clients/lent.ts';
import { keptText, nameParts, provisionedUser } from '../fixtures/clients/provisioned.ts';

/** Attribute names that hold a path: a change stored under the path itself. */
export function literalKeys(resource: Attributes): string[] {
  const schemas = member(resource, 'schemas');
  const containers = Array.isArray(schemas) ? schemas.map((urn) => String(urn).toLowerCase()) : [];
  return Object.keys(resource).filter(
    (name) =>
      !containers.includes(name.toLowerCase()) && /[.[]/.test(name.replace(/^urn:.*:\d\.\d:\w+$/, '')),
  );
}

export const pathlessUpdates = [
  check(
    'entra.replace-without-path-sets-each',
    ['entra:Q04'],
    'replace without a path sets each given attribute and leaves the others',
    { needs: ['provisions-users'] },
    async ({ scim, given, must, ...tools }) => {
      const text = await keptText({ given, ...tools });
      const user = await assignedUser(given, 'externalId');
      const userName =
        given.attribute('User', 'userName').mutability === 'readWrite' ? given.address() : undefined;

      const value = { [text]: 'Changed', ...present({ userName }) };
      const answer = await send(scim, patch(user.path, [{ op: 'replace', value }]));
      must.haveStatus(answer, [200, 204]);
      const read = await given.read(user);
      must.keep(read, text, 'Changed', { caseExact: false });
      must.keep(read, 'userName', userName ?? user.name, { caseExact: false });
      must.keep(read, 'externalId', user.sent.externalId);
    },
  ),
  check(
    'entra.flattened-keys-reach-nested-values',
    ['entra:Q05'],
    'dotted and URN keys in a value without a path reach the nested attribute',
    async ({ scim, given, must, capabilities, ...tools }) => {
      nameParts({ given, notApplicable: tools.notApplicable });
      const department = freeTextOfExtension(capabilities, ENTERPRISE);
      const part = department === undefined ? {} : given.requiredPart('User', ENTERPRISE);
      const user = await (Object.keys(part).length > 0
        ? provisionedUser({ scim, given, capabilities }, part)
        : assignedUser(given, 'name.familyName'));

      await must.each(['replace', 'add'], String, async (op, line) => {
        const value = {
          'name.givenName': `By ${op}`,
          ...(department === undefined ? {} : { [department]: `Dept ${op}` }),
        };
        const before = await given.latest(user);
        const answer = await send(scim, patch(user.path, [{ op, value }]));
        const read = await given.read(user);
        line.equal(literalKeys(read), [], { key: 'literal-keys', what: 'attributes named by a path' });
        tools.observe(`patch.dotted-keys.${op}`, answer.ok ? 'applied' : 'refused');
        if (!answer.ok)
          line.keep(read, 'name.givenName', member(before.name, 'givenName'), { key: 'unchanged' });
        // The dialect that asks for the flag changes all that is nested in this way alone.
        line.haveStatus(answer, [200, 204], { key: 'refused' });
        line.keep(read, 'name.givenName', `By ${op}`, { caseExact: false });
        line.keep(read, 'name.familyName', 'Vance', { caseExact: false });
        if (department !== undefined)
          line.keep(read, department, `Dept ${op}`, { key: 'department', caseExact: false });
      });
    },
  ),
];
