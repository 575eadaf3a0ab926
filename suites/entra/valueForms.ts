import { send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { isFree } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { at, ENTERPRISE, elements, equal, isObject, member, show } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { made } from '../fixtures/clients/provisioned.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { standsAlone } from './details.ts';

const MANAGER = `${ENTERPRISE}:manager`;
/** Parts of an address that the client sends as null where the directory has none. */
const EMPTY = ['formatted', 'country', 'region'];

/** Values in creates that are written otherwise than the schema has them. */
export const valueForms = [
  check(
    'entra.nulls-within-entries-are-not-assigned',
    ['entra:Q61'],
    'null for parts of an address in a create leaves them unassigned and keeps the rest',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, notApplicable }) => {
      const list = given.attribute('User', 'addresses');
      const [type] = listTypes(list);
      const nulls = list.subAttributes.filter((sub) => EMPTY.includes(sub.name) && isFree(sub));
      if (type === undefined || nulls.length === 0 || !standsAlone(list, 'locality'))
        return notApplicable('addresses with only one part cannot be written and read here');
      const entry = { type, locality: 'Redmond' };
      const create = (address: object) =>
        send(scim, withBody('POST', given.users, given.payload('User', { addresses: [address] })));
      const plain = await given.step('create one without nulls', create(entry));
      if (elements(await given.read(await given.findPlace(plain)), 'addresses').length !== 1)
        return notApplicable('addresses are not kept here', 'nothing-to-observe');

      const answer = await create({ ...entry, ...Object.fromEntries(nulls.map(({ name }) => [name, null])) });
      const read = await made(given, must, answer);
      const kept = elements(read, 'addresses').map((one) => String(member(one, 'locality')).toLowerCase());
      must.equal(kept, ['redmond'], { key: 'addresses', what: 'the localities' });
      // What is worked out from the rest, such as formatted, is the endpoint's own; the text null is not.
      const texts = nulls.filter(({ name }) =>
        /^null$/i.test(String(at(elements(read, 'addresses')[0], name) ?? '')),
      );
      must.equal(
        texts.map(({ name }) => name),
        [],
        { key: 'text', what: 'parts with the text "null"' },
      );
    },
  ),
  check(
    'entra.values-as-text-are-taken-or-refused',
    ['entra:Q62'],
    'a manager or role sent as a string in a create is understood, or refused with 400',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, capabilities, notApplicable, observe }) => {
      const published = (path: string) => findAttribute(capabilities, 'User', path);
      const [manager, roles] = [published(MANAGER), published('roles')];
      const { user: boss } = await plainUser(given);
      const lines = [
        ...(manager && isFree(manager) ? (['manager'] as const) : []),
        ...(roles && isFree(roles) && published('roles.value') ? (['roles'] as const) : []),
      ];
      if (lines.length === 0) return notApplicable('neither manager nor roles can be written and read here');

      await must.each([...lines], String, async (key, line) => {
        const value = published('roles.value')?.canonicalValues[0] ?? 'Admin';
        const body =
          key === 'manager'
            ? given.payload('User', { [ENTERPRISE]: { manager: boss.id } })
            : given.payload('User', { roles: [JSON.stringify({ value, primary: false })] });
        const answer = await send(scim, withBody('POST', given.users, body));
        observe(`create.${key}-as-text`, answer.ok ? 'taken' : `refused with ${answer.status}`);
        if (!answer.ok) return line.beRefused(answer, 400);
        const read = await made(given, line, answer);
        const shown =
          key === 'manager' ? at(read, MANAGER) : elements(read, 'roles').map((one) => member(one, 'value'));
        const understood =
          key === 'manager'
            ? isObject(shown) && equal(member(shown, 'value'), boss.id)
            : equal(shown, [value], false);
        line.hold(understood, {
          key: 'kept',
          expected: `${key} as an object, or a refusal with 400`,
          observed: `${describe(answer)}, and afterwards ${show(shown)}`,
        });
      });
    },
  ),
];
