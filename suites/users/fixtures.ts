import { type Fixture, fixture, type Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, equal, isObject } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { endpointFor, type Kind, made } from '../fixtures/kinds.ts';
import { chooseDomain } from '../fixtures/optional.ts';

/** A user that carries a value for everything common that the endpoint publishes, and how it read back. */
export interface Rich {
  user: Owned;
  read: Attributes;
}

/** Postal address with a line break in it and a country as ISO 3166-1 writes it. */
export const STREET = '100 Universal City Plaza\nBuilding 7';

function wishes(unique: string, domain: string): Attributes {
  return {
    name: {
      formatted: `Ms. Conny Formance ${unique}`,
      familyName: unique,
      givenName: 'Conny',
      middleName: 'Alba',
      honorificPrefix: 'Ms.',
      honorificSuffix: 'III',
    },
    displayName: `Conny ${unique}`,
    nickName: `Con ${unique}`,
    title: 'Auditor',
    userType: 'Employee',
    preferredLanguage: 'en-US',
    locale: 'en-US',
    timezone: 'Europe/Berlin',
    active: true,
    emails: [
      { value: `${unique}@${domain.toUpperCase()}`, display: 'At work', type: 'work', primary: true },
      { value: `${unique}-home@${domain}`, display: 'At home', type: 'home' },
    ],
    phoneNumbers: [
      { value: 'tel:+1-201-555-0123', type: 'work', primary: true },
      { value: 'tel:+1-201-555-0199', type: 'mobile' },
    ],
    addresses: [
      {
        formatted: `${STREET}\nHollywood, CA 91608`,
        streetAddress: STREET,
        locality: 'Hollywood',
        region: 'CA',
        postalCode: '91608',
        country: 'US',
        type: 'work',
      },
    ],
  };
}

/** Of the wishes what this endpoint publishes as writable, sub-attribute by sub-attribute. */
export function richPayload(capabilities: Capabilities, given: Given): Attributes {
  const body: Attributes = {};
  const unique = given.unique();
  for (const [name, wish] of Object.entries(wishes(unique, chooseDomain(given)))) {
    const published = findAttribute(capabilities, 'User', name);
    if (published === undefined || published.mutability === 'readOnly') continue;
    if (published.multiValued !== Array.isArray(wish)) continue;
    const list = Array.isArray(wish) ? wish : [wish];
    const kept = list
      .map((value) =>
        isObject(value) ? keepPublished(capabilities, name, value) : known(published, value, unique),
      )
      .filter((value) => !isObject(value) || Object.keys(value).length > 0);
    if (kept.length > 0) body[name] = Array.isArray(wish) ? kept : kept[0];
  }
  return body;
}

/** A value that an attribute is known to take: the wish, made unique where it has to be, else the first of those that it has. */
function known({ canonicalValues, uniqueness }: Attribute, wish: unknown, unique = ''): unknown {
  if (uniqueness !== 'none' && typeof wish === 'string') return `${wish} ${unique}`;
  if (canonicalValues.length === 0) return wish;
  return canonicalValues.find((one) => equal(one, wish, false)) ?? canonicalValues[0];
}

function keepPublished(capabilities: Capabilities, name: string, value: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(value).flatMap(([sub, inner]) => {
      const published = findAttribute(capabilities, 'User', `${name}.${sub}`);
      if (published === undefined || published.mutability === 'readOnly') return [];
      const fits =
        published.canonicalValues.length === 0 ||
        published.canonicalValues.some((one) => equal(one, inner, false));
      // An element without a type says less than one of the wrong type; any other part takes what is there.
      if (!fits && sub === 'type') return [];
      return [[sub, known(published, inner)]];
    }),
  );
}

/** The list of users as it comes without a filter. */
export const firstPage = sharedAnswer('Users', ({ scim, given }) => scim.get(given.users));

/** The rich user that checks share; nobody may change it. */
export const richUser = fixture('users.rich', async ({ given, capabilities }): Promise<Rich> => {
  const user = await given.userWithLists(richPayload(capabilities, given));
  return { user, read: await given.read(user) };
});

/** A small user that checks only read. */
export function plainUser(given: Given): Promise<Rich> {
  return given.the(plain('User'));
}

/** A user whose name others try to take; a twin, where one is made, is in nobody's way. */
export const takenName = fixture('users.taken-name', async ({ given }): Promise<Rich> => {
  const user = await given.user();
  return { user, read: await given.read(user) };
});

/** A small user or group that checks only read. */
export function plain(kind: Kind): Fixture<Rich> {
  return fixture(`users.plain.${kind}`, async ({ given }): Promise<Rich> => {
    const user = await made(given, kind);
    return { user, read: await given.read(user) };
  });
}

/** What a plain create was answered; its resource is only read. */
export function creation(kind: Kind): Fixture<ScimResponse> {
  return fixture(
    `users.creation.${kind}`,
    async ({ given, scim }): Promise<ScimResponse> =>
      scim.post(endpointFor(given, kind), given.payload(kind)).as('given', 'create it'),
  );
}

/** A user that may be put into groups, which its `groups` then show, and that is otherwise left alone. */
export const joiner = fixture('users.joiner', async ({ given }): Promise<Owned> => {
  const user = await given.user();
  await given.read(user);
  return user;
});
