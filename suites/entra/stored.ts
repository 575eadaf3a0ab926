import { send, setActive, update } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import { isAnyText, isFree, isFreeText } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { elements, member, show } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { nameParts, provisionedUser } from '../fixtures/clients/provisioned.ts';
import { relatedLeavers, takenAway } from '../fixtures/clients/related.ts';
import { recreation } from '../fixtures/gone/succession.ts';
import { activeUser } from '../fixtures/users/shapes.ts';
import { plainUser, richUser } from '../fixtures/users/users.ts';

/** A telephone number as directories write it, and one that every form of them takes. */
const [WRITTEN, PLAIN] = ['+1 (425) 555-0123', '+14255550123'];

/** Entra wants its values back by letter, whatever the endpoint publishes. */
const AS_SENT = { caseExact: true };

/** Whether anybody is shown an attribute (RFC 7643 section 7). */
const isShown = (capabilities: Capabilities, path: string): boolean =>
  findAttribute(capabilities, 'User', path)?.returned !== 'never';

export const stored = [
  check(
    'entra.values-are-stored-as-sent',
    ['entra:R12'],
    'values are returned exactly as sent, or refused with a descriptive 400',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, capabilities }) => {
      const texts = ['displayName', 'title', 'nickName', 'externalId'].filter((name) => {
        const published = findAttribute(capabilities, 'User', name);
        return name === 'externalId' || (published !== undefined && isAnyText(published));
      });
      const text = 'Dr.  MiXed CASE (äöü), +1 & <b>';
      const sent = Object.fromEntries(
        texts.map((name) => [name, name === 'externalId' ? `${given.unique()} ${text}` : text]),
      );

      const answer = await scim.post(given.users, given.payload('User', sent));
      if (!answer.ok) {
        must.haveStatus(answer, 400);
        return must.hold(typeof member(answer.body, 'detail') === 'string', {
          key: 'detail',
          expected: 'a detail that says what is wrong',
          observed: show(answer.body),
        });
      }
      const read = await given.read(await given.findPlace(answer));
      await must.each(texts, String, (name, line) => line.keep(read, name, sent[name], AS_SENT));
      // Of several values of a list none is passed over.
      const rich = await given.the(richUser);
      const several = Object.entries(rich.user.sent).filter(
        ([, list]) => Array.isArray(list) && list.length > 1,
      );
      await must.each(
        several.filter(([name]) => name !== 'schemas' && isShown(capabilities, name)),
        ([name]) => name,
        ([name, list], line) => {
          const kept = elements(rich.read, name).length;
          line.equal(kept, (list as unknown[]).length, { key: 'number', what: 'the number of values' });
        },
      );
    },
  ),
  check(
    'entra.names-of-people-are-kept',
    ['entra:R12'],
    'names with dots, hyphens, apostrophes and spaces are returned as sent',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, notApplicable, ...tools }) => {
      nameParts({ given, notApplicable });
      const published = findAttribute(tools.capabilities, 'User', 'name.middleName');
      const middle = published !== undefined && isFreeText(published) ? { middleName: 'Q.' } : {};
      const named = (givenName: string, familyName: string) =>
        given.whole('User', 'name', { givenName, familyName, ...middle });
      const { name: plain } = await given.read(await provisionedUser({ scim, given, ...tools }));
      if (member(plain, 'givenName') !== 'Adele' || member(plain, 'familyName') !== 'Vance')
        notApplicable('a plain name is not kept either', 'nothing-to-observe');

      const user = await given.user({ name: named('J.R.R.', "O'Neil-St. John Jr.") });
      const claim = async (line: Must, givenName: string, familyName: string) => {
        const read = await given.read(user);
        line.keep(read, 'name.givenName', givenName, AS_SENT);
        line.keep(read, 'name.familyName', familyName, AS_SENT);
        // What a change does not name stays.
        if ('middleName' in middle) line.keep(read, 'name.middleName', 'Q.', AS_SENT);
      };
      await must.each(['create', 'change'], String, async (step, line) => {
        if (step === 'create') return claim(line, 'J.R.R.', "O'Neil-St. John Jr.");
        const change = update('default', user.path, [
          { path: 'name.givenName', value: 'Anne-Marie T.' },
          { path: 'name.familyName', value: "d'Arc, M.Sc." },
        ]);
        line.haveStatus(await send(scim, change), [200, 204], { key: 'refused' });
        await claim(line, 'Anne-Marie T.', "d'Arc, M.Sc.");
      });
    },
  ),
  check(
    'entra.telephone-numbers-are-kept',
    ['entra:Q39'],
    'telephone numbers keep their digits, and names their case, as sent',
    async ({ must, scim, given, remark, capabilities, notApplicable }) => {
      const list = given.attribute('User', 'phoneNumbers');
      given.attribute('User', 'phoneNumbers.value');
      nameParts({ given, notApplicable });
      if (!isFree({ ...list, required: false }))
        notApplicable('telephone numbers cannot be written and read here');
      const [type] = listTypes(list);
      const emails = typedAddress(capabilities, given.address());
      const attributes = (value: string) => ({
        phoneNumbers: [{ value, ...present({ type }) }],
        ...emails,
        name: { givenName: 'ADELE', familyName: 'McVance' },
      });
      const sent = given.payload('User', attributes(WRITTEN));
      const answer = await scim.post(given.users, sent);
      if (!answer.ok) remark('warning', 'form', `a number with brackets is answered ${answer.status}`);
      const user = answer.ok ? await given.madeBy('User', answer, sent) : await given.user(attributes(PLAIN));

      const read = await given.read(user);
      const kept = elements(read, 'phoneNumbers').map((one) => String(member(one, 'value')));
      // RFC 7643 section 4.1.2 lets a server write a number its own way; the number stays the number.
      const digits = kept.map((value) => value.replace(/[^0-9]/g, ''));
      must.equal(digits, ['14255550123'], { key: 'phoneNumbers', what: 'the digits' });
      // Without it the country is an area, and another number is called.
      must.equal(
        kept.every((value) => value.includes('+')),
        true,
        {
          key: 'phoneNumbers/plus',
          what: 'the number begins with +',
        },
      );
      // Entra compares what it reads by letter, and writes what differs in every cycle.
      must.equal(kept, [answer.ok ? WRITTEN : PLAIN], { key: 'phoneNumbers/written', what: 'the number' });
      for (const [list, entries] of Object.entries({ phoneNumbers: [{ type }], ...emails })) {
        const sent = entries.map((entry) => entry.type).filter((one) => one !== undefined);
        const types = elements(read, list).map((one) => member(one, 'type'));
        if (sent.length > 0) must.equal(types, sent, { key: `${list}/type`, what: 'the types' });
      }
      must.keep(read, 'name.familyName', 'McVance', AS_SENT);
      must.keep(read, 'name.givenName', 'ADELE', AS_SENT);
    },
  ),
  check(
    'entra.user-can-be-taken-away',
    ['entra:R21'],
    'a user can be removed by DELETE or by setting active to false',
    async ({ must, scim, given, observe }) => {
      const other = await given.made(activeUser);

      const hard = (await given.the(takenAway)).read.status === 404;
      await send(scim, setActive('flag', other.path, false));
      const soft = member(await given.read(other), 'active') === false;
      observe('deprovisioning', [hard ? 'hard' : '', soft ? 'soft' : ''].filter((one) => one).join(' and '));
      must.hold(hard || soft, {
        key: 'taken-away',
        expected: 'a user who is gone after DELETE, or inactive after setting active to false',
        observed: 'neither has an effect',
      });
    },
  ),
  check(
    'entra.member-of-a-group-is-deleted',
    ['entra:Q50'],
    'a user who is in a group, is a manager or was disabled can be deleted like any other',
    { long: true },
    async ({ must, given }) => {
      const leavers = await given.the(relatedLeavers);

      await must.each(
        leavers,
        ({ key }) => key,
        ({ deletion, read }, line) => {
          line.haveStatus(deletion, [200, 204]);
          line.haveStatus(read, 404, { key: 'gone' });
        },
      );
    },
  ),
  check(
    'entra.deleted-name-is-free',
    ['entra:Q33'],
    'after a DELETE the same userName can be created again at once, with 201',
    async ({ must, given }) => {
      const { answer, read } = await given.the(recreation);
      const isActive = member((await plainUser(given)).read, 'active') !== false;

      must.haveStatus(answer, 201);
      // Who comes back is a new person, active as others are who are created so.
      must.hold(!isActive || member(read, 'active') !== false, {
        key: 'inactive',
        expected: 'an active user, as with any other create',
        observed: 'active is false',
      });
    },
  ),
];

/** One mail address of a type, where the endpoint lets a client write both. */
function typedAddress(
  capabilities: Capabilities,
  value: string,
): { emails?: { value: string; type: string | undefined }[] } {
  const list = findAttribute(capabilities, 'User', 'emails');
  const [type] = list !== undefined && isFree({ ...list, required: false }) ? listTypes(list) : [];
  return type === undefined ? {} : { emails: [{ value, type }] };
}
