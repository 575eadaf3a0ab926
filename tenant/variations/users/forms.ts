import { isCreate, later } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { altered, limited } from './alterations.ts';
import { of } from './schemaOf.ts';

/** Values in the form that an endpoint keeps its own in, and demands on them (RFC 7644 section 3.3). */
export const formVariations: Variation[] = [
  altered(
    'mail-domains-in-small-letters',
    'the domains of mail addresses are stored in small letters',
    (value, { description }) =>
      description === 'Mail address.' ? value.replace(/@.*$/, (domain) => domain.toLowerCase()) : value,
  ),
  altered('countries-in-capitals', 'countries are stored in capitals', (value, { name }) =>
    name === 'country' ? value.toUpperCase() : value,
  ),
  altered('full-width-folded', 'text is stored in its compatible composed form', (value) =>
    value.normalize('NFKC'),
  ),
  altered(
    'addresses-normalised',
    'addresses of the web are stored as browsers write them',
    (value, { type }) => (type === 'reference' && URL.canParse(value) ? new URL(value).href : value),
  ),
  altered('line-ends', 'lines of text end with a line feed alone', (value) => value.replace(/\r\n?/g, '\n')),
  limited(
    'passwords-of-a-policy',
    'passwords have twelve characters, capitals, digits and signs',
    (value, { name }) =>
      name === 'password' && !/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9]).{12,}$/.test(value),
  ),
  limited(
    'names-of-two',
    'parts of names have two characters at least',
    (value, { description }) => /^(?:Given|Family) name\.$/.test(description) && value.length < 2,
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
    says: 'what a PUT leaves out stays as it was',
    basis: ['7644:3.5.1'],
    choice: 'omitted values',
    semantics: () => ({ omitted: (_attribute, stored) => stored }),
  },
];
