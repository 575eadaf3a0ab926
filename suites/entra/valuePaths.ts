import { patch, send, update } from '../../clients/entra/index.ts';
import { type CheckTools, check } from '../../kit/check/check.ts';
import { isFree } from '../../kit/compose/choose.ts';
import { type Attributes, elements, equal, member, show } from '../../schemas/attributes.ts';
import { assignedEmployee, textsOfEnterprise } from '../fixtures/clients/assigned.ts';
import { assignedUser, homeUser } from '../fixtures/clients/lent.ts';
import { addressPath, mailTypes, nameParts, type Tools } from '../fixtures/clients/provisioned.ts';
import { partial } from '../fixtures/patches/specimen.ts';
import { literalKeys } from './pathlessUpdates.ts';

type CastTools = Tools & Pick<CheckTools, 'notApplicable'>;

/** Addresses of one type, as they stand. */
function ofType(resource: Attributes, type: string | undefined): string[] {
  return elements(resource, 'emails')
    .filter((one) => equal(member(one, 'type'), type, false))
    .map((one) => String(member(one, 'value')));
}

/** The two types of addresses; not applicable where a client does not set and change them, or there is one alone. */
function typesFor({ given, capabilities, notApplicable }: CastTools): { work: string; home: string } {
  const [work, home] = mailTypes(capabilities);
  const free = ['emails', 'emails.type', 'emails.value'].every((path) =>
    isFree({ ...given.attribute('User', path), required: false }),
  );
  if (free && work !== undefined && home !== undefined) return { work, home };
  return notApplicable('addresses have no types that a client can set');
}

/** A user whose only address is not of the type that the client writes. */
async function atHome(tools: CastTools) {
  const types = typesFor(tools);
  const user = await homeUser(tools.given);
  const home = String(member(elements(user.sent, 'emails')[0], 'value'));
  return { home, user, types, path: addressPath(tools.capabilities) };
}

export const valuePaths = [
  check(
    'entra.replace-creates-or-refuses',
    ['entra:Q07'],
    'replacing a missing work address creates it or is refused with noTarget',
    async ({ must, observe, ...tools }) => {
      const { user, types, path } = await atHome(tools);
      const { scim, given } = tools;
      const value = given.address();

      const answer = await send(scim, patch(user.path, [{ op: 'Replace', path, value }]));
      observe('patch.replace-without-match', answer.ok ? 'creates' : `refused with ${answer.status}`);
      if (!answer.ok) must.beRefused(answer, 400, 'noTarget');
      must.equal(ofType(await given.read(user), types.work), answer.ok ? [value] : [], {
        key: 'work',
        what: 'the work addresses',
      });
    },
  ),
  check(
    'entra.add-creates-the-work-address',
    ['entra:Q06'],
    'adding a work address to a user without one creates it and keeps the others',
    async ({ must, observe, ...tools }) => {
      const { user, home, types, path } = await atHome(tools);
      const { scim, given } = tools;
      const value = given.address();

      const answer = await send(scim, patch(user.path, [{ op: 'Add', path, value }]));
      observe('patch.add-without-match', answer.ok ? 'creates' : `refused with ${answer.status}`);
      const read = await given.read(user);
      // Where an account holds one address alone, there is no room for a second, however it is added.
      if (!answer.ok)
        await given.user({ emails: [...elements(user.sent, 'emails'), { value, type: types.work }] });
      // Entra has no other way to give an address to a user without one.
      must.haveStatus(answer, [200, 204], { key: 'refused' });
      must.equal(ofType(read, types.work), [value], { key: 'work', what: 'the work addresses' });
      must.equal(ofType(read, types.home), [home], { key: 'home', what: 'the home addresses' });
    },
  ),
  check(
    'entra.value-path-is-no-attribute-name',
    ['entra:Q08'],
    'a value path changes the element it selects and is not stored as an attribute name',
    async ({ must, scim, given, ...tools }) => {
      const types = typesFor({ scim, given, ...tools });
      const user = await assignedUser(given, 'emails');
      const [path, value] = [addressPath(tools.capabilities), given.address()];

      await given.step('change it', send(scim, update('default', user.path, [{ path, value }])));
      const read = await given.read(user);
      must.equal(literalKeys(read), [], { key: 'literal-keys', what: 'attributes named by a path' });
      must.equal(ofType(read, types.work), [value], { key: 'work', what: 'the work addresses' });
    },
  ),
  check(
    'entra.one-element-of-a-type-stays-one',
    ['entra:R17'],
    'writing to a type leaves one element of that type',
    async ({ must, scim, given, ...tools }) => {
      const types = typesFor({ scim, given, ...tools });
      const path = addressPath(tools.capabilities);
      const user = await assignedUser(given, 'emails');

      await must.each(['Replace', 'Add'], String, async (op, line) => {
        const value = given.address();
        await given.step('write through it', send(scim, patch(user.path, [{ op, path, value }])));
        line.equal(ofType(await given.read(user), types.work), [value], {
          key: 'work',
          what: 'the work addresses',
        });
      });
    },
  ),
  check(
    'entra.enterprise-path-stays-inside',
    ['entra:Q09'],
    'a path under the enterprise URN changes only the attribute inside the extension',
    async ({ must, scim, given, ...tools }) => {
      const [changed, other] = textsOfEnterprise(tools.capabilities);
      if (changed === undefined || other === undefined)
        return tools.notApplicable('the enterprise extension does not have two free-form string attributes');
      const [path, name] = [changed.path, changed.attribute.name];
      const user = await given.made(assignedEmployee);

      const change = [{ path, value: 'Finance' }];
      await given.step('change it', send(scim, update('default', user.path, change)));
      const read = await given.read(user);
      must.keep(read, path, 'Finance', { key: name, caseExact: false });
      must.keep(read, other.path, '4130', { key: other.attribute.name });
      must.equal(member(read, path) ?? member(read, name), undefined, {
        key: 'outside',
        what: `${name} outside the extension`,
      });
    },
  ),
  check(
    'entra.clearing-keeps-siblings',
    ['entra:Q27'],
    'clearing name.givenName with null or "" leaves name.familyName',
    async ({ must, scim, given, observe, ...tools }) => {
      nameParts({ given, notApplicable: tools.notApplicable });
      if (given.attribute('User', 'name.givenName').required)
        tools.notApplicable('name.givenName is required here');
      const user = await assignedUser(given, 'name.familyName');
      const { name } = user.sent;

      const forms = [
        ['null', 'name.givenName', null],
        ['empty', 'name.givenName', ''],
        ['object', 'name', partial(tools, user.sent, 'name', { givenName: '' })],
      ] as const;
      await must.each(
        [...forms],
        ([key]) => key,
        async ([key, path, value], line) => {
          const both = patch(user.path, [{ op: 'replace', path: 'name', value: name }]);
          if (!equal(scim.recall(user.path)?.name, name)) await given.step('set both', send(scim, both));
          const answer = await send(scim, patch(user.path, [{ op: 'Replace', path, value }]));
          observe(`patch.clear-with-${key}`, answer.ok ? 'clears' : 'refused');
          const read = await given.read(user);
          line.keep(read, 'name.familyName', 'Vance', { caseExact: false });
          if (!answer.ok) return line.beRefused(answer, 400);
          const left = member(member(read, 'name'), 'givenName') ?? '';
          line.hold(left === '', { key: 'givenName', expected: 'nothing', observed: show(left) });
        },
      );
    },
  ),
  check(
    'entra.roles-primary-is-boolean',
    ['entra:Q28'],
    'roles with primary "True", and a path filtering by it, are understood or refused with 400',
    async ({ must, scim, given, capabilities, notApplicable }) => {
      const roleList = given.attribute('User', 'roles');
      given.attribute('User', 'roles.primary');
      if (!isFree({ ...roleList, required: false })) notApplicable('roles cannot be written and read here');
      const values = given.attribute('User', 'roles.value').canonicalValues;
      const [admin, reader, other] = values.length > 1 ? values : ['Admin', 'Reader', 'Auditor'];
      const first = { value: admin, primary: 'True' };
      const create = (roles: object[]) => scim.post(given.users, given.payload('User', { roles }));
      // Beside another one, which stays as it is; an account may have room for one alone.
      let answer = await create(other === undefined ? [first] : [{ value: other }, first]);
      if (!answer.ok && other !== undefined) answer = await create([first]);
      if (!answer.ok) return must.beRefused(answer, 400, undefined, { key: 'create' });

      const path = await given.findPlace(answer);
      const readRoles = async () => {
        const all = elements(await given.read(path), 'roles');
        const [chosen, beside] = [all.filter(isPrimary), all.filter((one) => !isPrimary(one))];
        const values = (some: unknown[]) => some.map((one) => member(one, 'value'));
        return { chosen: values(chosen), beside: values(beside) };
      };
      const before = await readRoles();
      must.equal(before.chosen, [admin], { key: 'created', what: 'the roles that are primary' });
      if (!capabilities.features.patch) return;
      const operation = { op: 'Replace', path: 'roles[primary eq "True"].value', value: reader };
      const changed = await send(scim, patch(path, [operation]));
      if (!changed.ok) must.beRefused(changed, 400, undefined, { key: 'path' });
      const after = await readRoles();
      must.equal(after.chosen, [changed.ok ? reader : admin], {
        key: 'changed',
        what: 'the roles that are primary',
      });
      must.equal(after.beside, before.beside, { key: 'others', what: 'the other roles' });
    },
  ),
];

const isPrimary = (role: unknown): boolean => member(role, 'primary') === true;
