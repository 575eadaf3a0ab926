import { patch, send, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { equal, isObject, member, show } from '../../schemas/attributes.ts';
import { changedUser } from '../fixtures/clients/lent.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

export const patchMessages = [
  check(
    'entra.patch-answers-200-or-204',
    ['entra:Q30'],
    'a PATCH answered with 200 returns the resource; a response without a body is a 204',
    async ({ scim, given, must, capabilities }) => {
      const user = await changedUser(given);
      const path = changeablePath(capabilities);
      const value = newValue(given, path);
      const change = [{ path, value }];

      const answer = await given.step('rename it', send(scim, update('flag', user.path, change)));
      must.haveStatus(answer, [200, 204]);
      const empty = answer.text === '';
      must.hold(
        answer.status === 204 ? empty : isObject(answer.json) && equal(member(answer.body, 'id'), user.id),
        {
          key: `body of ${answer.status}`,
          expected: answer.status === 204 ? 'no body' : 'the resource',
          observed: empty ? 'no body' : show(answer.body),
        },
      );
      must.keep(await given.read(user), path, value, { caseExact: false });
    },
  ),
  check(
    'entra.patch-may-answer-briefly',
    ['entra:R32'],
    'what a PATCH of a user returns: the resource, part of it, or nothing',
    { needs: ['provisions-users'] },
    async ({ scim, given, must, observe, capabilities }) => {
      const user = await changedUser(given);
      const path = changeablePath(capabilities);
      const value = newValue(given, path);
      const change = [{ path, value }];

      const answer = await given.step('rename it', send(scim, update('default', user.path, change)));
      const read = await given.read(user);
      must.keep(read, path, value, { caseExact: false });
      const whole = Object.keys(answer.body).length >= Object.keys(read).length;
      observe('patch.answer', answer.text === '' ? 'nothing' : whole ? 'the whole resource' : 'a part of it');
    },
  ),
  check(
    'entra.body-order-does-not-matter',
    ['entra:Q48'],
    'Operations before schemas, and an operation with a name beside op, are understood',
    { needs: ['provisions-users'] },
    async ({ scim, given, must, capabilities }) => {
      const user = await changedUser(given);
      const path = changeablePath(capabilities);
      const value = newValue(given, path);

      const operations = [{ name: `replace ${path}`, op: 'Replace', path, value }];
      must.haveStatus(await send(scim, patch(user.path, operations, 'operations-first')), [200, 204]);
      must.keep(await given.read(user), path, value, { caseExact: false });
    },
  ),
];
