import { groupBody, send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { isAnyText, isFree } from '../../kit/compose/choose.ts';
import { nested } from '../../kit/compose/merge.ts';
import {
  type Attributes,
  ENTERPRISE,
  elements,
  isObject,
  member,
  show,
  USER,
} from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { made, mailTypes, takesGroups } from '../fixtures/clients/provisioned.ts';

/** What an endpoint may drop, merge or refuse in a create, and may not keep in part. */
export const unusualCreates = [
  check(
    'entra.values-of-the-server-are-ignored',
    ['entra:Q36'],
    'id, meta and an unknown attribute in a create are ignored, not kept',
    async ({ scim, given, must }) => {
      const chosen = given.unique();
      const lines: Record<string, Attributes> = {
        'server-values': {
          id: chosen,
          meta: {
            resourceType: 'Group',
            created: '2001-01-01T00:00:00Z',
            location: 'https://example.test/x',
          },
        },
        'unknown-attribute': { conformanceUnknown: 'x' },
      };
      await must.each(
        Object.entries(lines),
        ([key]) => key,
        async ([key, extra], line) => {
          const body = { ...given.payload('User'), ...extra };

          const answer = await send(scim, withBody('POST', given.users, body));
          // Refusing what the schema does not know is as good as dropping it; the server's own values are dropped.
          if (key === 'unknown-attribute' && answer.status === 400) return line.beScimError(answer, 400);
          const read = await made(given, line, answer);
          line.hold(member(read, 'id') !== chosen, {
            key: 'id',
            expected: 'an id assigned by the server',
            observed: 'the one sent',
          });
          line.equal(member(read, 'conformanceUnknown'), undefined, {
            key: 'unknown',
            what: 'the attribute',
          });
          const created = String(member(member(read, 'meta'), 'created'));
          line.hold(!created.startsWith('2001-01-01'), {
            key: 'meta',
            expected: 'meta set by the server',
            observed: valuePart(created),
          });
        },
      );
    },
  ),
  check(
    'entra.two-of-one-type-agree',
    ['entra:Q37'],
    'after a create with two work addresses, the response and a later read agree',
    async ({ scim, given, must, observe, notApplicable, capabilities }) => {
      for (const path of ['emails', 'emails.type', 'emails.value'])
        if (!isFree({ ...given.attribute('User', path), required: false }))
          notApplicable(`${path} cannot be written and read here`);
      const [type] = mailTypes(capabilities);
      const emails = [
        { value: given.address(), type },
        { value: given.address(), type },
      ];

      const body = given.payload('User', { emails });
      const answer = await send(scim, withBody('POST', given.users, body));
      if (answer.status === 400) {
        must.beScimError(answer, 400);
        return observe('create.two-of-one-type', 'refused');
      }
      const kept = elements(await made(given, must, answer), 'emails');
      const values = (list: Attributes[]) =>
        list.map((one) => String(member(one, 'value')).toLowerCase()).sort();
      must.hold(kept.length > 0, { key: 'lost', expected: 'at least one address', observed: 'none' });
      // An answer that shows no name represents the user in part.
      if (member(answer.body, 'userName') !== undefined)
        must.equal(values(elements(answer.body, 'emails')), values(kept), {
          key: 'agree',
          what: 'the addresses',
        });
      observe('create.two-of-one-type', kept.length === 2 ? 'both kept' : 'merged');
    },
  ),
  check(
    'entra.long-names-are-whole',
    ['entra:Q38'],
    'a name of 256 characters with an emoji is stored in full or refused with 400',
    async ({ scim, given, must, profile, observe }) => {
      const [unique = '', domain = ''] = given.address().split('@');
      const long = `${unique}😀${'x'.repeat(256 - unique.length - domain.length - 3)}@${domain}`;
      const lines = [
        ...(profile.resources === 'groups' ? [] : ['User']),
        ...(profile.resources === 'users' ? [] : ['Group']),
      ].map((type) => [type, long] as const);
      await must.each(
        lines,
        ([key]) => key,
        async ([key, name], line) => {
          const user = key.startsWith('User');
          const endpoint = user ? given.users : given.groups;
          const attribute = user ? 'userName' : 'displayName';
          const body = given.payload(user ? 'User' : 'Group', { [attribute]: name });

          const answer = await send(scim, withBody('POST', endpoint, body));
          observe(`create.${key}`, answer.ok ? 'stored' : `refused with ${answer.status}`);
          if (!answer.ok) return line.beRefused(answer, 400);
          line.keep(await made(given, line, answer), attribute, name, { caseExact: false });
        },
      );
    },
  ),
  check(
    'entra.second-group-of-a-name-is-refused',
    ['entra:R16'],
    'a second group of the same name is refused with 409 if names are published as unique',
    async ({ scim, given, must, observe }) => {
      const group = await given.anyGroup();
      const { uniqueness } = given.attribute('Group', 'displayName');
      // Where the client's own URI is refused, a refusal says nothing of the name.
      await takesGroups(given);

      const body = given.completed('Group', groupBody(group.name, `${given.unique()}.id`));
      const answer = await send(scim, withBody('POST', given.groups, body));
      observe('create.second-group-of-a-name', String(answer.status));
      if (answer.ok && uniqueness === 'none')
        return must.keep(await made(given, must, answer), 'displayName', group.name, {
          caseExact: false,
        });
      must.beRefused(answer, 409, 'uniqueness');
    },
  ),
  check(
    'entra.extension-without-its-urn-is-accepted',
    ['entra:Q25'],
    'an extension in a create is accepted even if schemas does not list its URN',
    { needs: ['provisions-users'] },
    async ({ scim, given, must }) => {
      const path = given.anyAttribute(
        'User',
        'a text of the enterprise extension',
        ({ path: one, attribute }) => one.startsWith(ENTERPRISE) && isAnyText(attribute),
      ).path;
      const value = given.unique().slice(0, 20);
      const body = given.payload('User', { schemas: [USER], ...nested(path, value) });

      const answer = await send(scim, withBody('POST', given.users, body));
      if (answer.status === 400)
        return must.hold(/urn:|schema/i.test(answer.text) && isObject(answer.json), {
          key: 'refusal',
          expected: 'a 400 that names the URN',
          observed: show(answer.body),
        });
      const read = await made(given, must, answer);
      must.keep(read, path, value, { key: 'extension', caseExact: false });
    },
  ),
];
