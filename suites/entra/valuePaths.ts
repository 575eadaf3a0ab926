import { patch, send, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { type Attributes, ENTERPRISE, elements, member, show } from '../../schemas/attributes.ts';
import { provisionedUser, type Tools } from './cast.ts';
import { literalKeys } from './pathlessUpdates.ts';

const WORK = 'emails[type eq "work"].value';

/** Addresses of one type, as they stand. */
function ofType(resource: Attributes, type: string): string[] {
  return elements(resource, 'emails')
    .filter((one) => String(member(one, 'type')).toLowerCase() === type)
    .map((one) => String(member(one, 'value')));
}

/** A user whose only address is of the type home; not applicable where addresses have no type. */
async function homeUser(tools: Tools) {
  const { given } = tools;
  given.attribute('User', 'emails.type');
  const home = given.address();
  return { home, user: await provisionedUser(tools, { emails: [{ value: home, type: 'home' }] }) };
}

export const valuePaths = [
  check(
    {
      id: 'entra.add-creates-the-work-address',
      verifies: ['entra:Q06'],
      title: 'add of a work address to a user without one creates it and keeps the others',
    },
    async ({ must, observe, ...tools }) => {
      const { user, home } = await homeUser(tools);
      const { scim, given } = tools;
      const value = given.address();

      const answer = await send(scim, patch(user.path, [{ op: 'Add', path: WORK, value }]));
      observe('patch.add-without-match', answer.ok ? 'creates' : `refused with ${answer.status}`);
      if (!answer.ok) must.beRefused(answer, 400, ['noTarget', 'invalidPath']);
      const read = await given.read(user);
      must.equal(ofType(read, 'work'), answer.ok ? [value] : [], { key: 'work', what: 'the work addresses' });
      must.equal(ofType(read, 'home'), [home], { key: 'home', what: 'the home addresses' });
    },
  ),
  check(
    {
      id: 'entra.replace-creates-or-refuses',
      verifies: ['entra:Q07'],
      title: 'replace of a work address that is not there creates it or is refused with noTarget',
    },
    async ({ must, observe, ...tools }) => {
      const { user } = await homeUser(tools);
      const { scim, given } = tools;
      const value = given.address();

      const answer = await send(scim, patch(user.path, [{ op: 'Replace', path: WORK, value }]));
      observe('patch.replace-without-match', answer.ok ? 'creates' : `refused with ${answer.status}`);
      if (!answer.ok) must.beRefused(answer, 400, 'noTarget');
      must.equal(ofType(await given.read(user), 'work'), answer.ok ? [value] : [], {
        key: 'work',
        what: 'the work addresses',
      });
    },
  ),
  check(
    {
      id: 'entra.value-path-is-no-attribute-name',
      verifies: ['entra:Q08'],
      title: 'a value path changes the element it selects and is not stored as an attribute name',
    },
    async ({ must, scim, given, ...tools }) => {
      given.attribute('User', 'emails.type');
      const user = await provisionedUser({ scim, given, ...tools });
      const value = given.address();

      await given.step('change it', send(scim, update('default', user.path, [{ path: WORK, value }])));
      const read = await given.read(user);
      must.equal(literalKeys(read), [], { key: 'literal-keys', what: 'attributes named by a path' });
      must.equal(ofType(read, 'work'), [value], { key: 'work', what: 'the work addresses' });
    },
  ),
  check(
    {
      id: 'entra.one-element-of-a-type-stays-one',
      verifies: ['entra:R17'],
      title: 'writing through a type leaves one element of that type',
    },
    async ({ must, scim, given, ...tools }) => {
      given.attribute('User', 'emails.type');
      const user = await provisionedUser({ scim, given, ...tools });

      await must.each(['Replace', 'Add'], String, async (op, line) => {
        const value = given.address();
        await given.step('write through it', send(scim, patch(user.path, [{ op, path: WORK, value }])));
        line.equal(ofType(await given.read(user), 'work'), [value], {
          key: 'work',
          what: 'the work addresses',
        });
      });
    },
  ),
  check(
    {
      id: 'entra.enterprise-path-stays-inside',
      verifies: ['entra:Q09'],
      title: 'a path below the enterprise URN changes the attribute inside the extension alone',
    },
    async ({ must, scim, given, ...tools }) => {
      const path = `${ENTERPRISE}:department`;
      given.attribute('User', path);
      given.attribute('User', `${ENTERPRISE}:costCenter`);
      const extension = { department: 'Sales', costCenter: '4130' };
      const user = await provisionedUser({ scim, given, ...tools }, { [ENTERPRISE]: extension });

      const change = [{ path, value: 'Finance' }];
      await given.step('change it', send(scim, update('default', user.path, change)));
      const read = await given.read(user);
      must.keep(read, path, 'Finance', { key: 'department', caseExact: false });
      must.keep(read, `${ENTERPRISE}:costCenter`, '4130', { key: 'costCenter' });
      must.equal(member(read, path) ?? member(read, 'department'), undefined, {
        key: 'outside',
        what: 'department outside of the extension',
      });
    },
  ),
  check(
    {
      id: 'entra.clearing-keeps-siblings',
      verifies: ['entra:Q27'],
      title: 'clearing name.givenName with null or "" leaves name.familyName',
    },
    async ({ must, scim, given, observe, ...tools }) => {
      given.attribute('User', 'name.familyName');
      const name = { givenName: 'Adele', familyName: 'Vance' };
      const user = await provisionedUser({ scim, given, ...tools }, { name });

      const forms = [
        ['null', 'name.givenName', null],
        ['empty', 'name.givenName', ''],
        ['object', 'name', { givenName: '' }],
      ] as const;
      await must.each(
        [...forms],
        ([key]) => key,
        async ([key, path, value], line) => {
          await given.step(
            'set both',
            send(scim, patch(user.path, [{ op: 'replace', path: 'name', value: name }])),
          );
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
    {
      id: 'entra.roles-primary-is-boolean',
      verifies: ['entra:Q28'],
      title: 'roles with primary "True" and a path by it are understood, or refused with 400',
    },
    async ({ must, scim, given }) => {
      given.attribute('User', 'roles.primary');
      const body = given.payload('User', { roles: [{ value: 'Admin', primary: 'True' }] });
      const answer = await scim.post(given.users, body);
      if (!answer.ok) return must.beRefused(answer, 400, undefined, { key: 'create' });

      const path = await given.placeOf(answer);
      const roles = async () =>
        elements(await given.read(path), 'roles').map((one) => [
          member(one, 'value'),
          member(one, 'primary'),
        ]);
      must.equal(await roles(), [['Admin', true]], { key: 'created', what: 'value and primary' });
      const operation = { op: 'Replace', path: 'roles[primary eq "True"].value', value: 'Reader' };
      const changed = await send(scim, patch(path, [operation]));
      if (!changed.ok) must.beRefused(changed, 400, undefined, { key: 'path' });
      must.equal(await roles(), [[changed.ok ? 'Reader' : 'Admin', true]], {
        key: 'changed',
        what: 'value and primary',
      });
    },
  ),
];
