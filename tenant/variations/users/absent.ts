import { SCHEMA } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** Schemas that offer less (RFC 7643 section 4.1: all but userName is optional). */
export const absentVariations: Variation[] = [
  without('profile-url', 'accounts have neither profileUrl nor ims, photos, entitlements and certificates', [
    'profileUrl',
    'ims',
    'photos',
    'entitlements',
    'x509Certificates',
  ]),
  without('nick-name', 'accounts have neither nickName nor title and userType', [
    'nickName',
    'title',
    'userType',
  ]),
  without('languages', 'accounts have neither preferredLanguage nor locale and timezone', [
    'preferredLanguage',
    'locale',
    'timezone',
  ]),
  without('groups', 'accounts do not show their groups', ['groups']),
  without('password', 'accounts have no password', ['password']),
  without('phone-numbers', 'accounts have neither telephone numbers nor addresses', [
    'phoneNumbers',
    'addresses',
  ]),
  without(
    'display-name',
    'accounts have no displayName',
    ['displayName'],
    ['entra:G01', 'entra:G02', 'entra:G03', 'entra:G04', 'entra:Q20'],
  ),
  without('roles', 'accounts have no roles', ['roles']),
  {
    ...without('most', 'accounts have no more than the connector maps', [
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
      'password',
      'phoneNumbers',
      'ims',
      'photos',
      'addresses',
      'entitlements',
      'roles',
      'x509Certificates',
    ]),
  },
];

function without(id: string, says: string, names: string[], smartfileRows: string[] = []): Variation {
  return {
    id: `schema.no-${id}`,
    says,
    basis: ['7643:4.1', '7643:4.1.1'],
    smartfileRows,
    schemas: (all) =>
      all.map((one) =>
        one.id === SCHEMA.user
          ? { ...one, attributes: one.attributes.filter(({ name }) => !names.includes(name)) }
          : one,
      ),
  };
}
