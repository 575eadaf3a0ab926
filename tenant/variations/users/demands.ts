import { invalid } from '../../errors.ts';
import type { Variation } from '../variation.ts';
import { of, subs } from './schemaOf.ts';

const onlyCanonical: NonNullable<Variation['semantics']> = (usual) => ({
  keep: (value, attribute) => {
    const listed = attribute.canonicalValues;
    const restricted = ['business', 'Clerk', 'Employee', 'AT'].some((word) => listed.includes(word));
    const isListed = listed.some((word) => word.toLowerCase() === String(value).toLowerCase());
    if (restricted && !isListed) throw invalid(`${attribute.name} is one of ${listed.join(', ')}`);
    return usual.keep(value, attribute);
  },
});

/** Schemas that ask for more, offer less, or give attributes other characteristics; each is published as it is. */
/** Schemas that ask for more: attributes that are required, values that are the only ones. */
export const demandVariations: Variation[] = [
  of('display-name-required', 'displayName is required', ['7643:7'], 'displayName', { required: true }),
  of('emails-required', 'emails are required', ['7643:7'], 'emails', { required: true }),
  of('family-name-required', 'name is required, with familyName in it', ['7643:7'], 'name', (name) => ({
    ...name,
    required: true,
    subAttributes: subs(name, 'familyName', { required: true }),
  })),
  of('email-type-required', 'emails need a type', ['7643:7'], 'emails', (emails) => ({
    ...emails,
    subAttributes: subs(emails, 'type', { required: true }),
  })),
  of('active-required', 'active is required', ['7643:7'], 'active', { required: true }),
  of(
    'employee-number-required',
    'employeeNumber is required of who carries the enterprise extension',
    ['7643:7'],
    'employeeNumber',
    { required: true },
  ),
  of(
    'email-types',
    'emails are business or private, and nothing else is taken',
    ['7643:7', '7643:2.4'],
    'emails',
    (emails) => ({
      ...emails,
      subAttributes: subs(emails, 'type', { canonicalValues: ['business', 'private'] }),
    }),
    { rows: ['7643:7/canonical-values'], semantics: onlyCanonical },
  ),
  of(
    'one-email-type',
    'emails are of type work, and nothing else is taken',
    ['7643:7', '7643:2.4'],
    'emails',
    (emails) => ({ ...emails, subAttributes: subs(emails, 'type', { canonicalValues: ['work'] }) }),
    { rows: ['7643:7/canonical-values'], semantics: onlyCanonical },
  ),
  of(
    'countries-listed',
    'addresses are in one of two countries, and nothing else is taken',
    ['7643:7', '7643:4.1.2'],
    'addresses',
    (addresses) => ({
      ...addresses,
      subAttributes: subs(addresses, 'country', { canonicalValues: ['DE', 'AT'] }),
    }),
    { rows: ['7643:7/canonical-values'], semantics: onlyCanonical },
  ),
  of(
    'email-types-in-capitals',
    'emails are WORK or HOME, to the letter, and nothing else is taken',
    ['7643:7', '7643:2.4'],
    'emails',
    (emails) => ({
      ...emails,
      subAttributes: subs(emails, 'type', { canonicalValues: ['WORK', 'HOME'], caseExact: true }),
    }),
    // The client says "work".
    { smartfileRows: ['entra:R15'], semantics: onlyCanonical },
  ),
  of(
    'titles-listed',
    'title is one of three, and nothing else is taken',
    ['7643:7'],
    'title',
    { canonicalValues: ['Clerk', 'Engineer', 'Manager'] },
    {
      rows: ['7643:7/canonical-values'],
      semantics: onlyCanonical,
      // The default there is none of the three.
      excludes: ['writes.omitted-gets-default'],
    },
  ),
  of(
    'user-types-listed',
    'userType is one of two, and nothing else is taken',
    ['7643:7'],
    'userType',
    { canonicalValues: ['Employee', 'Contractor'] },
    {
      rows: ['7643:7/canonical-values'],
      semantics: onlyCanonical,
    },
  ),
  of(
    'phone-types-many',
    'telephone numbers suggest types of their own and take any',
    ['7643:7'],
    'phoneNumbers',
    (phones) => ({
      ...phones,
      subAttributes: subs(phones, 'type', { canonicalValues: ['desk', 'assistant', 'Mobile'] }),
    }),
    { rows: ['7643:7/canonical-values'] },
  ),
];
