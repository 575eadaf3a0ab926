import { findUser, readUser, send, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { type Attributes, elements, member } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { assignedUser } from '../fixtures/clients/lent.ts';
import { mailTypes } from '../fixtures/clients/provisioned.ts';
import { mayRename } from '../fixtures/naming.ts';

export const identity = [
  check(
    'smartfile.user-name-is-kept-byte-for-byte',
    ['smartfile:S23'],
    'userName is returned byte for byte as the identity provider asserts it',
    async ({ given, must }) => {
      const { userName, read } = await given.the(asserted);

      must.keep(read, 'userName', userName, { caseExact: true });
    },
  ),
  check(
    'smartfile.work-address-is-kept-as-sent',
    ['smartfile:S24'],
    'the work address is returned exactly as sent',
    async ({ given, must, notApplicable }) => {
      if (given.attribute('User', 'emails').mutability === 'readOnly')
        notApplicable('clients cannot set addresses here');
      given.attribute('User', 'emails.value');
      const { address, read } = await given.the(asserted);

      const kept = elements(read, 'emails').map((email) => member(email, 'value'));
      must.equal(kept, [address], { key: 'emails', what: 'the addresses' });
    },
  ),
  check(
    'smartfile.unusual-names-address-the-account',
    ['smartfile:S25'],
    'a userName with @, +, dot or apostrophe works: its encoded id addresses the account',
    async ({ scim, given, must }) => {
      const [unique, domain] = given.address().split('@');
      const userName = `${unique}.o'neil+a.b@${domain}`;

      const answer = await scim.post(given.users, given.payload('User', { userName }));
      // A name may be refused; what is accepted has to work.
      if (answer.status === 400) return must.beScimError(answer, 400);
      const path = await given.findPlace(answer);
      const read = await send(scim, readUser(path));
      must.haveStatus(read, 200);
      must.keep(read.body, 'userName', userName, { caseExact: false });
    },
  ),
  check(
    'smartfile.renamed-user-keeps-its-id',
    ['smartfile:S26'],
    'a user is still found by its id after a change of userName',
    async ({ scim, given, must, ...tools }) => {
      mayRename(tools);
      const user = await assignedUser(given);
      const renamed = given.address();
      const change = [{ path: 'userName', value: renamed }];
      await given.step('rename it', send(scim, update('default', user.path, change)));

      const answer = await send(scim, readUser(user.path));
      must.haveStatus(answer, 200, { key: 'by-id' });
      must.keep(answer.body, 'id', user.id);
      must.keep(answer.body, 'userName', renamed, { caseExact: false });
      scim.remember(user.path, answer.body);
    },
  ),
  check(
    'smartfile.renamed-user-is-found-by-new-name',
    ['smartfile:S27'],
    'after a change of userName a user is found by the new name, not the old one',
    async ({ scim, given, must, ...tools }) => {
      mayRename(tools);
      const user = await assignedUser(given);
      await given.search(given.users, `userName eq "${user.name}"`);
      const renamed = given.address();
      const change = [{ path: 'userName', value: renamed }];
      await given.step('rename it', send(scim, update('flag', user.path, change)));

      must.listExactly(await send(scim, findUser(given.users, 'userName', renamed)), [user.id], {
        key: 'new',
      });
      must.listExactly(await send(scim, findUser(given.users, 'userName', user.name)), [], { key: 'old' });
    },
  ),
];

/** What of an address beside its value the client writes. */
function typed(capabilities: Capabilities): Attributes {
  const [type] = mailTypes(capabilities);
  const primary = findAttribute(capabilities, 'User', 'emails.primary') !== undefined;
  return { ...present({ type }), ...(primary ? { primary } : {}) };
}

/** A user with a name and an address as an identity provider asserts them, and how it reads. */
const asserted = fixture(
  'smartfile.asserted',
  async ({ given, scim, capabilities }): Promise<{ userName: string; address: string; read: Attributes }> => {
    const [unique, domain] = given.address().split('@');
    const address = `${unique}.Mixed.Case@${domain}`;
    const emails = findAttribute(capabilities, 'User', 'emails.value')
      ? { emails: [{ value: address, ...typed(capabilities) }] }
      : {};
    const beyond = `${unique}.Müller-O+Test@${domain}`;
    const sent = given.payload('User', { userName: beyond, ...emails });
    const answer = await scim
      .post(given.users, sent)
      .as('given', 'create a user whose name has a letter beyond ASCII');
    if (answer.ok)
      return { userName: beyond, address, read: await given.read(await given.madeBy('User', answer, sent)) };
    // Such a name may be refused; one in two cases is what every directory has.
    const userName = `${unique}.Miller-O+Test@${domain}`;
    return { userName, address, read: await given.read(await given.user({ userName, ...emails })) };
  },
);
