import { ScimProblem } from '../../model.ts';
import { isAuthorized, isCreate, later } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { altered, EXACT, isPassword, limited } from './alterations.ts';
import { of } from './schemaOf.ts';

const PLAIN = /^(?:displayName|title|nickName|department|division|organization|costCenter)$/;

/** Values in the form that an endpoint keeps its own in, and demands on them (RFC 7644 section 3.3). */
export const formVariations: Variation[] = [
  altered(
    'text-in-capitals',
    'titles, names to show and departments are stored in upper case',
    (value, { name, caseExact }) => (PLAIN.test(name) && !caseExact ? value.toUpperCase() : value),
    { smartfileRows: [...EXACT, 'entra:Q18', 'entra:Q56', 'entra:R02', 'smartfile:S28'] },
  ),
  altered(
    'mail-domains-in-small-letters',
    'the domains of email addresses are stored in lower case',
    (value, { description }) =>
      description === 'Mail address.' ? value.replace(/@.*$/, (domain) => domain.toLowerCase()) : value,
  ),
  altered('countries-in-capitals', 'countries are stored in upper case', (value, { name }) =>
    name === 'country' ? value.toUpperCase() : value,
  ),
  altered('full-width-folded', 'text is stored in its compatible composed form', (value) =>
    value.normalize('NFKC'),
  ),
  altered(
    'addresses-normalised',
    'addresses of the web are stored as browsers write them',
    (value) => (URL.canParse(value) ? new URL(value).href : value),
    { smartfileRows: EXACT },
    ({ type, name }) => type === 'reference' && name !== '$ref',
  ),
  altered('line-ends', 'lines of text end with a line feed only', (value) => value.replace(/\r\n?/g, '\n')),
  altered(
    'telephone-numbers-plain',
    'telephone numbers are stored as digits, with a plus sign where they have one',
    (value, { description }) =>
      description === 'Telephone number.' ? value.replace(/^tel:|[^\d+]/g, '') : value,
    { rows: ['7643:4.1.2/phone-canonical'], smartfileRows: EXACT },
  ),
  limited(
    'passwords-of-a-policy',
    'passwords have twelve characters, capitals, digits and symbols',
    (value) => !/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9]).{12,}$/.test(value),
    isPassword,
  ),
  limited(
    'names-of-two',
    'parts of names have at least two characters',
    (value, { description }) => /^(?:Given|Family) name\.$/.test(description) && value.length < 2,
  ),
  limited(
    'no-reserved-names',
    'userName is none of a few reserved words',
    (value, { name }) => name === 'userName' && /^(?:admin|root|null|me)$/i.test(value),
  ),
  of('password-required', 'a password is required of a new account', ['7643:7'], 'password', {
    required: true,
  }),
  {
    id: 'writes.slow-creates',
    says: 'a create takes 60 ms longer than anything else',
    basis: ['7644:3.3'],
    after: (request, response) => {
      if (isCreate(request)) later(response, 60);
    },
  },
  {
    id: 'writes.omitted-stays',
    says: 'what a PUT omits stays as it was',
    basis: ['7644:3.5.1'],
    choice: 'omitted values',
    semantics: () => ({ omitted: (_attribute, stored) => stored }),
  },
  {
    id: 'writes.passwords-elsewhere',
    says: 'a password in a create or a change is refused with 403, as accounts log in elsewhere',
    basis: ['7644:3.12', '7643:4.1.1'],
    // It goes by the name, and an extension has one of its own.
    excludes: [
      'schema.password-required',
      'schema.password-without-the-name',
      'types.groups-alone',
      'features.extension-with-common-names',
    ],
    before: (request, tenancy) => {
      const { method, path, text = '' } = request;
      if (!/^\/(?:Users|Me)/.test(path) || !['POST', 'PUT', 'PATCH'].includes(method)) return undefined;
      if (path.endsWith('.search') || !isAuthorized(request, tenancy) || !/"password"/i.test(text))
        return undefined;
      throw new ScimProblem(403, 'accounts have no password here');
    },
  },
];
