import { patch, send, setActive } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { member } from '../../schemas/attributes.ts';
import { changedUser, switchedUser } from '../fixtures/clients/lent.ts';
import { keptText } from '../fixtures/clients/provisioned.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { isCleared } from '../fixtures/users/cleared.ts';

/** Operations of one PATCH, as the client sends them for a long mapping. */
const MANY = 20;

export const updates = [
  check(
    'entra.patch-changes-users-and-groups',
    ['entra:R02'],
    'PATCH changes a user and a group',
    async ({ scim, given, must, profile, capabilities }) => {
      const asked = (['User', 'Group'] as const).filter(
        (type) => profile.resources !== (type === 'User' ? 'groups' : 'users'),
      );
      await must.each(asked, String, async (type, line) => {
        const resource: Owned = type === 'User' ? await changedUser(given) : await given.anyGroup();
        const name = changeablePath(capabilities, type);
        const value = newValue(given, name);

        const answer = await send(scim, patch(resource.path, [{ op: 'replace', path: name, value }]));
        line.haveStatus(answer, [200, 204]);
        line.keep(await given.read(resource), name, value, { caseExact: false });
        if (type === 'Group') return;
        // In the default dialect each attribute is an operation of its own, a few dozen where the mapping is long.
        const last = newValue(given, name);
        const values = [...Array.from({ length: MANY - 1 }, () => newValue(given, name)), last];
        const many = values.map((each) => ({ op: 'Replace', path: name, value: each }));
        line.haveStatus(await send(scim, patch(resource.path, many)), [200, 204], { key: 'many-operations' });
        line.keep(await given.read(resource), name, last, { key: 'many-operations/value', caseExact: false });
      });
    },
  ),
  check(
    'entra.operations-in-capitals-work',
    ['entra:R13'],
    'Add, Replace and Remove, and attribute names in any case, work as usual',
    async ({ scim, given, must, ...tools }) => {
      const text = await keptText({ given, ...tools });
      const user = await changedUser(given);

      const lines = [
        ['Add', text, 'Added'],
        ['Replace', text, 'Replaced'],
        ['Replace', text.toUpperCase(), 'Renamed'],
        ['Remove', text, undefined],
      ] as const;
      await must.each(
        [...lines],
        ([op, path]) => `${op} ${path}`,
        async ([op, path, value], line) => {
          const answer = await send(scim, patch(user.path, [{ op, path, ...(value ? { value } : {}) }]));
          line.haveStatus(answer, [200, 204]);
          const read = await given.read(user);
          if (value !== undefined || !(await isCleared(given, text, member(read, text), 'Renamed')))
            line.keep(read, text, value, { key: text, caseExact: false });
        },
      );
    },
  ),
  check(
    'entra.operations-in-any-case-work',
    ['entra:Q01'],
    'ADD, REPLACE and REMOVE work like add, replace and remove',
    { needs: ['provisions-users'] },
    async ({ scim, given, must, ...tools }) => {
      const text = await keptText({ given, ...tools });
      const user = await changedUser(given);

      const lines = [
        ['ADD', 'Added'],
        ['REPLACE', 'Replaced'],
        ['REMOVE', undefined],
      ] as const;
      await must.each(
        [...lines],
        ([op]) => op,
        async ([op, value], line) => {
          const operation = { op, path: text, ...(value ? { value } : {}) };
          line.haveStatus(await send(scim, patch(user.path, [operation])), [200, 204]);
          const read = await given.read(user);
          if (value !== undefined || !(await isCleared(given, text, member(read, text), 'Replaced')))
            line.keep(read, text, value, { caseExact: false });
        },
      );
    },
  ),
  check(
    'entra.active-as-text-becomes-boolean',
    ['entra:Q02'],
    'active sent as "False" or "True", as Entra does by default, works as a boolean',
    async ({ scim, given, must, observe, notApplicable, capabilities }) => {
      given.attribute('User', 'active');
      const user = await switchedUser(given);
      const plain = await send(scim, setActive('flag', user.path, false));
      if (!plain.ok)
        notApplicable('the endpoint does not let clients disable an account', 'nothing-to-observe');
      await given.step('enable it', send(scim, setActive('flag', user.path, true)));

      await must.each(['False', 'True', 'false'], String, async (value, line) => {
        const answer = await send(scim, patch(user.path, [{ op: 'Replace', path: 'active', value }]));
        if (value === 'False') observe('patch.active-as-text', answer.ok ? 'taken' : 'refused');
        // Entra disables and enables by these words in its default dialect; small letters are seen in other clients.
        if (!answer.ok && value === 'false')
          return line.beRefused(answer, 400, ['invalidValue', 'invalidSyntax']);
        line.haveStatus(answer, [200, 204], { key: 'refused' });
        line.equal(member(await given.read(user), 'active'), value === 'True', {
          key: 'active',
          what: 'active',
        });
      });
      // What changes together arrives in one PATCH, the end of an account among it.
      const name = changeablePath(capabilities);
      const leaving = [
        { op: 'Replace', path: name, value: newValue(given, name) },
        { op: 'Replace', path: 'active', value: false },
      ];
      await given.step('enable it', send(scim, setActive('flag', user.path, true)));
      must.haveStatus(await send(scim, patch(user.path, leaving)), [200, 204], {
        key: 'among-others/refused',
      });
      const left = member(await given.read(user), 'active');
      must.equal(left, false, { key: 'among-others/active', what: 'active' });
      // Without a path it is seen from other jobs, and may be refused.
      await given.step('enable it', send(scim, setActive('flag', user.path, true)));
      const bare = await send(scim, patch(user.path, [{ op: 'Replace', value: { active: 'False' } }]));
      observe('patch.active-without-path', bare.ok ? 'taken' : 'refused');
      if (bare.ok) {
        const now = member(await given.read(user), 'active');
        must.equal(now, false, { key: 'no-path/active', what: 'active' });
      } else must.beRefused(bare, 400, undefined, { key: 'no-path' });
      const sent = given.payload('User', { active: 'False' });
      const answer = await scim.post(given.users, sent);
      // It may be refused as inactive, too.
      if (!answer.ok) return must.beRefused(answer, 400, undefined, { key: 'POST' });
      const read = await given.read(await given.madeBy('User', answer, sent));
      must.equal(member(read, 'active'), false, { key: 'POST/active', what: 'active' });
    },
  ),
  check(
    'entra.add-sets-active',
    ['entra:Q03'],
    'add with the path active sets it as replace does',
    async ({ scim, given, must, notApplicable }) => {
      given.attribute('User', 'active');
      const user = await switchedUser(given);
      const plain = await send(scim, setActive('flag', user.path, false));
      if (!plain.ok)
        notApplicable('the endpoint does not let clients disable an account', 'nothing-to-observe');

      const answer = await send(scim, patch(user.path, [{ op: 'Add', path: 'active', value: true }]));
      must.haveStatus(answer, [200, 204]);
      must.keep(await given.read(user), 'active', true);
    },
  ),
];
