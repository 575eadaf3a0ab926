import { isObject, type ScimObject } from '../../model.ts';
import type { Variation } from '../variation.ts';
import { EXACT } from './alterations.ts';
import { completed, defaults, elements } from './writes.ts';

/** What the tenant adds to accounts by itself, and what it passes over (RFC 7644 sections 3.1 and 3.3). */
export const additionVariations: Variation[] = [
  defaults('mail', 'accounts get an email address from their userName if they have none', ({ userName }) =>
    /^[^@\s]+@[^@\s]+$/.test(String(userName))
      ? { emails: [{ value: String(userName), type: 'work', primary: true }] }
      : {},
  ),
  defaults('photo', 'accounts get a picture if they have none', () => ({
    photos: [{ value: 'https://pictures.example.test/nobody.png', type: 'photo' }],
  })),
  defaults('licence', 'accounts get an entitlement if they have none', () => ({
    entitlements: [{ value: 'basic', display: 'Basic licence', type: 'licence', primary: true }],
  })),
  defaults(
    'family-name',
    'accounts get a family name from their userName if they have no name',
    ({ userName }) => ({
      name: { familyName: String(userName).split('@')[0] },
    }),
  ),
  {
    id: 'writes.active-unsaid',
    says: 'active is absent until a client sends it',
    basis: ['7643:4.1.1', '7644:3.3'],
    rows: ['7644:3.3/create-defaults'],
    semantics: (usual) => ({
      defaults: (type, data) => {
        const { active: _, ...rest } = usual.defaults(type, data);
        return rest;
      },
    }),
  },
  completed(
    'active-always-known',
    'an account is active as long as nobody says that it is not, whatever null or a removal make of it',
    (data) => ({ ...data, active: data.active ?? true }),
    ['7644:3.3/create-defaults', '7644:3.3/create-null-override'],
  ),
  completed(
    'display-name-worked-out',
    'an account without a displayName shows its whole name or its userName as such',
    (data) => {
      const whole = isObject(data.name) ? data.name.formatted : undefined;
      return { displayName: typeof whole === 'string' ? whole : data.userName, ...data };
    },
    ['7643:4.1.1/displayname'],
  ),
  completed(
    'mail-worked-out',
    'an account without an email address shows one that is made of its userName',
    (data) => {
      const value = String(data.userName);
      const made = /^[^@\s]+@[^@\s]+$/.test(value)
        ? { emails: [{ value, type: 'work', primary: true }] }
        : {};
      return { ...made, ...data };
    },
  ),
  {
    ...completed(
      'user-name-among-mails',
      'an account has its userName among its email addresses, besides those sent',
      (data) => {
        const value = String(data.userName);
        const mails = Array.isArray(data.emails) ? data.emails : [];
        const isListed = mails.some(
          (one) => isObject(one) && String(one.value).toLowerCase() === value.toLowerCase(),
        );
        if (isListed || !/^[^@\s]+@[^@\s]+$/.test(value)) return data;
        return { ...data, emails: [{ value, type: 'other' }, ...mails] };
      },
    ),
    // A client that counts its addresses finds one more.
    smartfileRows: [...EXACT, 'smartfile:S24'],
    // With one address at most, or one of a type, there is no room for another, which is not the primary one either;
    // one that is not shown explains nothing.
    excludes: [
      'writes.one-value-each',
      'writes.one-mail-of-a-type',
      'writes.mails-need-a-primary',
      'schema.email-value-never',
    ],
  },
  {
    ...completed(
      'site-languages-worked-out',
      'an account without a language, a locale or a time zone shows those of the site',
      (data) => ({
        preferredLanguage: 'en-US',
        locale: 'en-US',
        timezone: 'Europe/Berlin',
        ...data,
      }),
    ),
    // A site has one language.
    excludes: ['writes.default-locale'],
  },
  endingWithActivity('licences', 'an inactive account has no entitlements', ['entitlements']),
  endingWithActivity('rights', 'an inactive account has neither roles nor entitlements and certificates', [
    'roles',
    'entitlements',
    'x509Certificates',
  ]),
  completed('formatted-address', 'the whole text of an address is made from its parts', (data) =>
    elements(data, 'addresses', (one) => {
      const parts = ['streetAddress', 'postalCode', 'locality', 'region', 'country'].flatMap((name) =>
        typeof one[name] === 'string' ? [one[name]] : [],
      );
      return parts.length > 0 && one.formatted === undefined ? { ...one, formatted: parts.join('\n') } : one;
    }),
  ),
  completed(
    'country-of-addresses',
    'an address without a country is one of the country of the tenant',
    (data) => elements(data, 'addresses', (one) => ({ country: 'US', ...one })),
  ),
  completed('type-of-phones', 'telephone numbers without a type are of type work', (data) =>
    elements(data, 'phoneNumbers', (one) => ({ type: 'work', ...one })),
  ),
  completed('primary-of-every-list', 'the first value of each list becomes primary if none is', (data) =>
    Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, WITH_PRIMARY.includes(name) ? led(value) : value]),
    ),
  ),
  passedOver('entitlements', 'entitlements'),
  passedOver('certificates', 'x509Certificates'),
  passedOver('messengers', 'ims'),
  {
    id: 'writes.last-primary-counts',
    says: 'of several primary values in a create or a PUT the last one counts',
    basis: ['7643:2.4', '7644:3.3'],
    semantics: (usual) => ({
      refusesPrimaries: false,
      complete: (type, data) =>
        Object.fromEntries(
          Object.entries(usual.complete(type, data)).map(([name, value]) => [
            name,
            Array.isArray(value) ? usual.settlePrimary([], value) : value,
          ]),
        ),
    }),
  },
];

const WITH_PRIMARY = ['emails', 'phoneNumbers', 'addresses', 'ims', 'photos', 'roles', 'entitlements'];

function led(value: unknown): unknown {
  if (!Array.isArray(value) || value.some((one) => isObject(one) && one.primary === true)) return value;
  return value.map((one, at) => (at === 0 && isObject(one) ? { ...one, primary: true } : one));
}

/** What an account may do, and does not have as long as it is inactive (RFC 7643 section 4.1.1). */
function endingWithActivity(id: string, says: string, names: string[]): Variation {
  return {
    ...completed(
      `${id}-end-with-activity`,
      says,
      (data) =>
        data.active === false
          ? Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)))
          : data,
      ['practice:P48'],
    ),
    smartfileRows: ['practice:P48'],
  };
}

/** An attribute that is published, and whose values the tenant does not take over from clients. */
function passedOver(id: string, name: string): Variation {
  return completed(`${id}-passed-over`, `${name} that a client sends are passed over`, (data): ScimObject => {
    const { [name]: _, ...rest } = data;
    return rest;
  });
}
