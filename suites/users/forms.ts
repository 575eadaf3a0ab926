import { type Check, check } from '../../kit/check/check.ts';
import { at, elements, equal, member, readValues, show, unassigned } from '../../schemas/attributes.ts';
import { plainUser, richUser, STREET } from '../fixtures/users/users.ts';

/** In which form values come back: a choice of the endpoint, noted for the reader and for comparisons. */
export const forms = [
  check(
    'users.values-as-sent',
    ['7643:4.1.1/displayname'],
    'whether attributes of a new user are returned as sent, in another form, or not at all',
    { needs: ['users'] },
    async ({ given, must, observe }) => {
      const { user, read } = await given.the(richUser);

      for (const path of Object.keys(user.sent).filter((name) => name !== 'schemas' && name !== 'password'))
        observe(`create.${path}`, form(at(user.sent, path), at(read, path)));
      const display = member(read, 'displayName');
      must.hold(unassigned(display) || typeof display === 'string', {
        key: 'displayName',
        expected: 'a string where there is one',
        observed: show(display),
      });
    },
  ),
  makeFormCheck(
    'emails',
    '7643:4.1.2/email-canonical',
    'an e-mail address is returned as sent or in its canonical form',
  ),
  makeFormCheck(
    'phoneNumbers',
    '7643:4.1.2/phone-canonical',
    'a telephone number is returned as sent or in its canonical form',
  ),
  check(
    'users.line-breaks-in-addresses',
    ['7643:4.1.2/address-newlines'],
    'a postal address may keep its line breaks',
    { needs: ['users'] },
    async ({ given, observe }) => {
      given.attribute('User', 'addresses.streetAddress');
      const { read } = await given.the(richUser);

      const kept = elements(read, 'addresses').some((one) => member(one, 'streetAddress') === STREET);
      observe('addresses.line-break', kept ? 'kept' : 'altered');
    },
  ),
  unusual('ims', '7643:4.1.2/ims-canonical', [{ value: 'Some Handle', type: 'xmpp' }]),
  unusual('locale', '7643:4.1.1/locale-underscore', 'en_US'),
];

/** In which form the values of a list come back. */
function makeFormCheck(path: string, row: string, title: string): Check {
  return check(
    `users.form-of-${kebab(path)}`,
    [row],
    title,
    { needs: ['users'] },
    async ({ given, observe }) => {
      const { user, read } = await given.the(richUser);
      observe(`${path}.value`, form(readValues(user.sent, path), readValues(read, path)));
    },
  );
}

/** What becomes of a value that an endpoint may refuse. */
function unusual(path: string, row: string, value: unknown): Check {
  return check(
    `users.unusual-${kebab(path)}`,
    [row],
    `whether an unusual value of ${path} is refused, kept or normalised`,
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      await plainUser(given);
      const answer = await scim.post(given.users, given.payload('User', { [path]: value }));
      const stored = answer.ok ? at(await given.read(await given.findPlace(answer)), path) : undefined;
      observe(`create.unusual-${path}`, answer.ok ? form(value, stored) : `refused with ${answer.status}`);
    },
  );
}

function form(sent: unknown, stored: unknown): string {
  if (unassigned(stored)) return 'not kept';
  return equal(sent, stored) ? 'as sent' : 'in another form';
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
