import { isCreate, later } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { altered, limited } from './alterations.ts';

/** Values in the form that an endpoint keeps its own in, and demands on them (RFC 7644 section 3.3). */
export const formVariations: Variation[] = [
  altered(
    'mail-domains-in-small-letters',
    'the domains of mail addresses are stored in small letters',
    (value, { description }) =>
      description === 'Mail address.' ? value.replace(/@.*$/, (domain) => domain.toLowerCase()) : value,
  ),
  altered('full-width-folded', 'text is stored in its compatible composed form', (value) =>
    value.normalize('NFKC'),
  ),
  altered(
    'addresses-normalised',
    'addresses of the web are stored as browsers write them',
    (value, { type }) => (type === 'reference' && URL.canParse(value) ? new URL(value).href : value),
  ),
  limited(
    'names-of-two',
    'parts of names have two characters at least',
    (value, { description }) => /^(?:Given|Family) name\.$/.test(description) && value.length < 2,
  ),
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
