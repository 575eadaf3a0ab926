import { patch, send, setActive, update } from '../../clients/entra/index.ts';
import { type Attributes, ENTERPRISE, equal, isObject, member, show } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import type { Owned } from '../kit/given.ts';
import { findAttribute } from '../kit/lookup.ts';
import { provisionedUser } from './cast.ts';

/** Attribute names that hold a path: a change stored under the path itself. */
export function literalKeys(resource: Attributes): string[] {
  return Object.keys(resource).filter((name) => /[.[]/.test(name.replace(/^urn:.*:\d\.\d:\w+$/, '')));
}

export const updates = [
  check(
    {
      id: 'entra.patch-changes-users-and-groups',
      verifies: ['entra:R02'],
      title: 'PATCH changes a user and a group',
    },
    async ({ scim, given, must, profile }) => {
      const lines: ['User' | 'Group', string][] = [
        ['User', 'userName'],
        ['Group', 'displayName'],
      ];
      const asked = lines.filter(([type]) => profile.resources !== (type === 'User' ? 'groups' : 'users'));
      await must.each(
        asked,
        ([type]) => type,
        async ([type, name], line) => {
          const resource: Owned = type === 'User' ? await given.user() : await given.group();
          const value = type === 'User' ? given.address() : given.unique();

          const answer = await send(scim, patch(resource.path, [{ op: 'replace', path: name, value }]));
          line.haveStatus(answer, [200, 204]);
          line.keep(await given.read(resource), name, value, { caseExact: false });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.operations-in-capitals-work',
      verifies: ['entra:R13'],
      title: 'Add, Replace and Remove, and attribute names in other letters, work as usual',
    },
    async ({ scim, given, must }) => {
      given.attribute('User', 'displayName');
      const user = await given.user();

      const lines = [
        ['Add', 'displayName', 'Added'],
        ['Replace', 'displayName', 'Replaced'],
        ['Replace', 'DISPLAYNAME', 'Renamed'],
        ['Remove', 'displayName', undefined],
      ] as const;
      await must.each(
        [...lines],
        ([op, path]) => `${op} ${path}`,
        async ([op, path, value], line) => {
          const answer = await send(scim, patch(user.path, [{ op, path, ...(value ? { value } : {}) }]));
          line.haveStatus(answer, [200, 204]);
          line.keep(await given.read(user), 'displayName', value, { key: 'displayName', caseExact: false });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.operations-in-any-case-work',
      verifies: ['entra:Q01'],
      title: 'ADD, REPLACE and REMOVE work as add, replace and remove do',
      needs: ['provisions-users'],
    },
    async ({ scim, given, must }) => {
      given.attribute('User', 'displayName');
      const user = await given.user();

      const lines = [
        ['ADD', 'Added'],
        ['REPLACE', 'Replaced'],
        ['REMOVE', undefined],
      ] as const;
      await must.each(
        [...lines],
        ([op]) => op,
        async ([op, value], line) => {
          const operation = { op, path: 'displayName', ...(value ? { value } : {}) };
          line.haveStatus(await send(scim, patch(user.path, [operation])), [200, 204]);
          line.keep(await given.read(user), 'displayName', value, { caseExact: false });
        },
      );
    },
  ),
  check(
    {
      id: 'entra.active-as-text-becomes-boolean',
      verifies: ['entra:Q02'],
      title: 'active sent as "False" or "True" takes effect as a boolean, or is refused with 400',
    },
    async ({ scim, given, must, remark, observe, notApplicable, ...tools }) => {
      given.attribute('User', 'active');
      const user = await provisionedUser({ scim, given, ...tools }, { active: true });
      const plain = await send(scim, setActive('flag', user.path, false));
      if (!plain.ok) notApplicable('the endpoint lets nobody disable an account', 'nothing-to-observe');
      await given.step('enable it', send(scim, setActive('flag', user.path, true)));

      await must.each(['False', 'True', 'false'], String, async (value, line) => {
        const answer = await send(scim, patch(user.path, [{ op: 'Replace', path: 'active', value }]));
        if (value === 'False') observe('patch.active-as-text', answer.ok ? 'taken' : 'refused');
        if (!answer.ok) {
          remark(
            'warning',
            `${value}/refused`,
            `"${value}" for active is refused with ${answer.status}, and Entra sends it so by default`,
          );
          return line.beRefused(answer, 400, ['invalidValue', 'invalidSyntax']);
        }
        line.equal(member(await given.read(user), 'active'), value === 'True', {
          key: 'active',
          what: 'active',
        });
      });
      const answer = await scim.post(given.users, given.payload('User', { active: 'False' }));
      if (!answer.ok) return must.beRefused(answer, 400, ['invalidValue', 'invalidSyntax'], { key: 'POST' });
      const read = await given.read(`${given.users}/${encodeURIComponent(String(answer.body.id))}`);
      must.equal(member(read, 'active'), false, { key: 'POST/active', what: 'active' });
    },
  ),
  check(
    {
      id: 'entra.add-sets-active',
      verifies: ['entra:Q03'],
      title: 'op add with path active sets it as replace does',
    },
    async ({ scim, given, must, notApplicable, ...tools }) => {
      given.attribute('User', 'active');
      const user = await provisionedUser({ scim, given, ...tools }, { active: true });
      const plain = await send(scim, setActive('flag', user.path, false));
      if (!plain.ok) notApplicable('the endpoint lets nobody disable an account', 'nothing-to-observe');

      const answer = await send(scim, patch(user.path, [{ op: 'Add', path: 'active', value: true }]));
      must.haveStatus(answer, [200, 204]);
      must.keep(await given.read(user), 'active', true);
    },
  ),
  check(
    {
      id: 'entra.replace-without-path-sets-each',
      verifies: ['entra:Q04'],
      title: 'replace without path sets each attribute of its value and leaves the others',
      needs: ['provisions-users'],
    },
    async ({ scim, given, must, ...tools }) => {
      given.attribute('User', 'displayName');
      const user = await provisionedUser({ scim, given, ...tools });
      const userName = given.address();

      const value = { displayName: 'Changed', userName };
      const answer = await send(scim, patch(user.path, [{ op: 'replace', value }]));
      must.haveStatus(answer, [200, 204]);
      const read = await given.read(user);
      must.keep(read, 'displayName', 'Changed', { caseExact: false });
      must.keep(read, 'userName', userName, { caseExact: false });
      must.keep(read, 'externalId', user.sent.externalId);
    },
  ),
  check(
    {
      id: 'entra.flattened-keys-reach-nested-values',
      verifies: ['entra:Q05'],
      title: 'dotted and URN keys of a value without path reach the nested attribute, or are refused',
    },
    async ({ scim, given, must, capabilities, ...tools }) => {
      given.attribute('User', 'name.givenName');
      const department = `${ENTERPRISE}:department`;
      const extended = findAttribute(capabilities, 'User', department) !== undefined;
      const user = await provisionedUser(
        { scim, given, capabilities },
        { name: { givenName: 'Adele', familyName: 'Vance' } },
      );

      await must.each(['replace', 'add'], String, async (op, line) => {
        const value = { 'name.givenName': `By ${op}`, ...(extended ? { [department]: `Dept ${op}` } : {}) };
        const before = await given.read(user);
        const answer = await send(scim, patch(user.path, [{ op, value }]));
        const read = await given.read(user);
        line.equal(literalKeys(read), [], { key: 'literal-keys', what: 'attributes named by a path' });
        tools.observe(`patch.dotted-keys.${op}`, answer.ok ? 'applied' : 'refused');
        if (!answer.ok) {
          line.beRefused(answer, 400);
          return line.keep(read, 'name.givenName', member(before.name, 'givenName'), { key: 'unchanged' });
        }
        line.keep(read, 'name.givenName', `By ${op}`, { caseExact: false });
        line.keep(read, 'name.familyName', 'Vance', { caseExact: false });
        if (extended) line.keep(read, department, `Dept ${op}`, { key: 'department', caseExact: false });
      });
    },
  ),
  check(
    {
      id: 'entra.patch-answers-200-or-204',
      verifies: ['entra:Q30'],
      title: 'a PATCH answered 200 carries the resource; an answer without body is a 204',
    },
    async ({ scim, given, must }) => {
      const user = await given.user();
      const change = [{ path: 'userName', value: given.address() }];

      const answer = await given.step('rename it', send(scim, update('flag', user.path, change)));
      must.haveStatus(answer, [200, 204]);
      const empty = answer.text === '';
      must.hold(answer.status === 204 ? empty : isObject(answer.json) && equal(answer.body.id, user.id), {
        key: `body of ${answer.status}`,
        expected: answer.status === 204 ? 'no body' : 'the resource',
        observed: empty ? 'no body' : show(answer.body),
      });
      must.keep(await given.read(user), 'userName', change[0]?.value, { caseExact: false });
    },
  ),
  check(
    {
      id: 'entra.patch-may-answer-briefly',
      verifies: ['entra:R32'],
      title: 'what a PATCH of a user answers is noted: the resource, a part of it, or nothing',
      needs: ['provisions-users'],
    },
    async ({ scim, given, must, observe }) => {
      const user = await given.user();
      const change = [{ path: 'userName', value: given.address() }];

      const answer = await given.step('rename it', send(scim, update('default', user.path, change)));
      const read = await given.read(user);
      must.keep(read, 'userName', change[0]?.value, { caseExact: false });
      const whole = Object.keys(answer.body).length >= Object.keys(read).length;
      observe('patch.answer', answer.text === '' ? 'nothing' : whole ? 'the whole resource' : 'a part of it');
    },
  ),
  check(
    {
      id: 'entra.body-order-does-not-matter',
      verifies: ['entra:Q48'],
      title: 'Operations before schemas and an operation with a name beside op are understood',
      needs: ['provisions-users'],
    },
    async ({ scim, given, must }) => {
      const user = await given.user();
      const value = given.address();

      const operations = [{ name: 'replaceUserName', op: 'Replace', path: 'userName', value }];
      must.haveStatus(await send(scim, patch(user.path, operations, 'operations-first')), [200, 204]);
      must.keep(await given.read(user), 'userName', value, { caseExact: false });
    },
  ),
];
