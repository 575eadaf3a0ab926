import { randomBytes, randomInt } from 'node:crypto';
import { ScimProblem } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { isAuthorized, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Ids of a form of its own. */
function ids(id: string, says: string, newId: Semantics['newId'], ...more: string[]): Variation {
  return {
    id: `identifiers.${id}`,
    says,
    basis: ['7643:3.1', ...more],
    choice: 'identifiers',
    semantics: () => ({ newId }),
  };
}

let last = 1000;

function serial(): number {
  last += 1;
  return last;
}

/** A number in capitals and small letters of one kind. */
const inTwoCases = (): string => [...serial().toString(2)].map((bit) => (bit === '1' ? 'K' : 'k')).join('');

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** RFC 7643 section 3.1: an id is a string, unique over the endpoint, never reused; nothing is said of its form. */
export const identifierVariations: Variation[] = [
  ids('whole-numbers', 'ids are ascending whole numbers, as strings', () => String(serial())),
  ids('upper-case', 'ids are UUIDs in upper case', () => crypto.randomUUID().toUpperCase()),
  ids('objects', 'ids are 24 hexadecimal digits', () => randomBytes(12).toString('hex')),
  ids('differ-by-case', 'ids differ only in case', inTwoCases),
  ids(
    'base64',
    'ids begin and end with punctuation of base64url',
    () => `_${randomBytes(15).toString('base64url')}-`,
  ),
  ids('short', 'ids have two or three characters', () => serial().toString(36)),
  ids('long', 'ids have 200 characters', () => randomBytes(100).toString('hex')),
  ids('prefixed', 'ids name their type', (type) => `${type.toLowerCase()}_${randomInt(1e12)}`),
  ids('dotted', 'ids have dots and tildes', () => `u.${randomInt(1e12)}~${randomInt(1e6)}.x`),
  ids('urns', 'ids are URNs', () => `urn:uuid:${crypto.randomUUID()}`, '3986:3.3'),
  ids(
    'percent-encoded',
    'ids have a plus sign, an at sign, a space and a percent sign',
    () => `person+${randomInt(1e12)}@corp.example.test 5%`,
    '3986:2.1',
  ),
  ids('with-a-slash', 'ids hold slashes', () => `ou/people/${randomInt(1e12)}`, '3986:2.1'),
  ids(
    'query-characters',
    'ids have question marks, hashes, ampersands and equals signs',
    () => `u?${randomInt(1e12)}#a&b=c`,
    '3986:2.1',
  ),
  ids('parameters', 'ids have semicolons and commas', () => `cn=${randomInt(1e12)};ou=a,o=b`, '3986:3.3'),
  {
    ...ids(
      'quoted',
      'ids have quotes and backslashes',
      () => `DOM\\"${randomInt(1e12)}'`,
      '8259:7',
      '3986:2.1',
    ),
    // Microsoft's library writes values into filters as they are.
    smartfileRows: ['entra:R02', 'entra:R04', 'entra:R11', 'entra:R24', 'smartfile:S28', 'smartfile:S37'],
  },
  ids('beyond-doubles', 'ids are whole numbers that no double holds', () =>
    String(9_007_199_254_740_993n + 2n * BigInt(serial())),
  ),
  {
    id: 'identifiers.of-one-form',
    says: 'ids are UUIDs, and anything else in place of an id is refused with 400',
    basis: ['7644:3.12', '7643:3.1'],
    rows: ['7644:3.12/get-404'],
    choice: 'identifiers',
    before(request, tenancy) {
      if (!isOne(request) || request.path === '/Me' || !isAuthorized(request, tenancy)) return undefined;
      if (!UUID.test(request.path.slice(request.path.lastIndexOf('/') + 1)))
        throw new ScimProblem(400, 'an id is a UUID');
      return undefined;
    },
  },
  ids('beyond-ascii', 'ids have non-ASCII letters', () => `benützer-${randomInt(1e12)}-ß`, '3986:2.1'),
];
