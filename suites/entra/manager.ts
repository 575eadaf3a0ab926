import { patch, probe, send, setManager } from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { at, ENTERPRISE, isObject, member, show, unassigned } from '../../schemas/attributes.ts';
import { reportingUser } from '../fixtures/users/shapes.ts';
import { plainUser } from '../fixtures/users/users.ts';

const MANAGER = `${ENTERPRISE}:manager`;

async function readManager({ given }: Pick<CheckTools, 'given'>, user: Owned): Promise<unknown> {
  const manager = at(await given.read(user), MANAGER);
  const value = isObject(manager) ? member(manager, 'value') : manager;
  return unassigned(value) || value === '' ? undefined : value;
}

export const manager = [
  check(
    'entra.manager-forms-take-effect',
    ['entra:Q10'],
    'a bare id sets the manager; other forms do so too, or are refused with 400',
    async ({ must, scim, given, observe }) => {
      given.attribute('User', MANAGER);
      const [user, boss] = await given.userList(2);
      if (user === undefined || boss === undefined) return;
      const { id } = boss;
      const clearing = (value: unknown) => patch(user.path, [{ op: 'replace', path: MANAGER, value }]);
      const forms = [
        ['text', setManager('default', user.path, MANAGER, id), id],
        ['empty', clearing(''), undefined],
        ['object', patch(user.path, [{ op: 'add', path: MANAGER, value: { value: id } }]), id],
        ['null', clearing(null), undefined],
        ['array', setManager('hybrid', user.path, MANAGER, id, `${scim.url}${boss.path}`), id],
        ['remove', patch(user.path, [{ op: 'remove', path: MANAGER }]), undefined],
      ] as const;
      let before: unknown;
      await must.each(
        [...forms],
        ([key]) => key,
        async ([key, request, wanted], line) => {
          const answer = await send(scim, request);
          observe(`manager.${key}`, answer.ok ? 'understood' : `refused with ${answer.status}`);
          // The bare id is what Entra sends, and the empty text is how it takes a manager away.
          if (key === 'text' || key === 'empty') line.haveStatus(answer, [200, 204], { key: 'refused' });
          else if (!answer.ok) line.beRefused(answer, 400);
          const now = await readManager({ given }, user);
          line.equal(now, answer.ok ? wanted : before, { key: 'manager', what: 'the manager' });
          before = now;
        },
      );
    },
  ),
  check(
    'entra.manager-is-returned-as-object',
    ['entra:Q11'],
    'manager is returned as an object with the id that was set, and a query finds it',
    async ({ must, scim, given, observe }) => {
      given.attribute('User', MANAGER);
      const { user: boss } = await plainUser(given);
      const user = await given.made(reportingUser);

      const shown = at(await given.read(user), MANAGER);
      must.hold(isObject(shown) && member(shown, 'value') === boss.id, {
        key: 'manager',
        expected: 'an object whose value is the id that was set',
        observed: show(shown),
      });
      const found = await send(scim, probe(given.users, user.id, 'manager', boss.id));
      observe('lookup.by-manager', String(found.status));
      // The RFC leaves open what comparing a complex attribute means, so the filter may be refused.
      if (!found.ok) return must.beScimError(found, [400, 501], { key: 'probe' });
      must.listExactly(found, [user.id], { key: 'probe' });
      const other = await send(scim, probe(given.users, user.id, 'manager', user.id));
      must.listExactly(other, [], { key: 'probe/another-manager' });
    },
  ),
  check(
    'entra.manager-is-removed',
    ['entra:Q60'],
    'a manager is removed by its path; a filter removes only the manager it names',
    async ({ must, scim, given, observe }) => {
      given.attribute('User', MANAGER);
      const [user, boss] = await given.userList(2);
      if (user === undefined || boss === undefined) return;
      const filtered = (id: string) => `${MANAGER}[value eq ${JSON.stringify(id)}]`;
      const forms = [
        ['path', MANAGER, false],
        ['filter', filtered(boss.id), false],
        ['other', filtered(user.id), true],
      ] as const;

      await must.each(
        [...forms],
        ([key]) => key,
        async ([key, path, stays], line) => {
          await given.step('set a manager', send(scim, setManager('default', user.path, MANAGER, boss.id)));
          line.equal(await readManager({ given }, user), boss.id, { key: 'set', what: 'the manager' });
          const answer = await send(scim, patch(user.path, [{ op: 'Remove', path }]));
          observe(`manager.remove-by-${key}`, answer.ok ? 'understood' : `refused with ${answer.status}`);
          if (key === 'path') line.haveStatus(answer, [200, 204], { key: 'refused' });
          else if (!answer.ok) line.beRefused(answer, 400);
          const left = await readManager({ given }, user);
          line.equal(left, answer.ok && !stays ? undefined : boss.id, {
            key: 'manager',
            what: 'the manager',
          });
        },
      );
    },
  ),
];
