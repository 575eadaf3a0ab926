import { invalid } from '../../errors.ts';
import type { SchemaAttribute } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Variation } from '../variation.ts';

/** Rows by which a client counts on values that are stored as they are sent. */
export const EXACT = ['entra:R12', 'entra:Q39', 'entra:G02', 'entra:G03'];

/** Values that are stored in another form, or refused for theirs (RFC 7644 section 3.3). */
export const alterationVariations: Variation[] = [
  altered('trims', 'text is stored without spaces at its ends', (value) => value.trim() || value),
  altered('composes', 'text is stored in composed form', (value) => value.normalize('NFC')),
  altered(
    'mails-in-small-letters',
    'email addresses are stored in lower case',
    (value, { description }) => (description === 'Mail address.' ? value.toLowerCase() : value),
    {
      rows: ['7643:4.1.2/email-canonical'],
      smartfileRows: [...EXACT, 'smartfile:S24'],
    },
  ),
  altered(
    'telephone-uris',
    'telephone numbers are stored as tel: URIs',
    (value, { description }) =>
      description === 'Telephone number.' && /^[+\d][\d ().-]*$/.test(value)
        ? `tel:${value.replace(/[ ().]/g, '-')}`
        : value,
    {
      rows: ['7643:4.1.2/phone-canonical'],
      smartfileRows: EXACT,
    },
  ),
  altered(
    'messengers-in-small-letters',
    'messaging addresses are stored in lower case and without spaces',
    (value, { description }) =>
      description === 'Messaging address.' ? value.replace(/\s/g, '').toLowerCase() : value,
    {
      rows: ['7643:4.1.2/ims-canonical'],
    },
  ),
  altered(
    'types-in-small-letters',
    'types of values are stored in lower case',
    (value, { name }) => (name === 'type' ? value.toLowerCase() : value),
    {
      rows: ['7643:2.4/canonicalise'],
    },
  ),
  altered(
    'locale-with-hyphen',
    'locales are stored with a hyphen',
    (value, { name }) => (name === 'locale' ? value.replace('_', '-') : value),
    {
      rows: ['7643:4.1.1/locale-underscore'],
    },
  ),
  altered(
    'user-names-in-small-letters',
    'userName is stored in lower case',
    (value, { name }) => (name === 'userName' ? value.toLowerCase() : value),
    {
      smartfileRows: [...EXACT, 'smartfile:S23'],
    },
  ),
  altered(
    'control-characters-left-out',
    'text is stored with a blank in place of control characters',
    (value) => value.replace(/\p{Cc}+/gu, ' ').trim() || value,
  ),
  limited(
    'user-name-of-64',
    'userName has at most 64 characters',
    (value, { name }) => name === 'userName' && value.length > 64,
  ),
  limited(
    'names-of-100',
    'names have at most 100 characters',
    (value, { name }) => /name$/i.test(name) && value.length > 100,
  ),
  limited('printable', 'text has no control characters but line breaks', (value) =>
    /[^\P{Cc}\n]/u.test(value),
  ),
  limited(
    'user-name-in-ascii',
    'userName has only ASCII letters',
    (value, { name }) => name === 'userName' && /[^ -~]/.test(value),
  ),
  limited(
    'user-name-without-spaces',
    'userName has neither spaces nor quotes',
    (value, { name }) => name === 'userName' && /[\s"'\\]/.test(value),
  ),
  limited(
    'mails-of-a-form',
    'email addresses have an at sign and a dot after it',
    (value, { description }) => description === 'Mail address.' && !/^\S+@\S+\.\S+$/.test(value),
  ),
  limited(
    'passwords-of-8',
    'passwords have at least eight characters',
    (value) => value.length < 8,
    isPassword,
  ),
  limited('no-markup', 'text has no angle brackets', (value) => /[<>]/.test(value)),
  limited(
    'language-tags',
    'languages are tags of RFC 5646',
    (value, { name }) =>
      /^(?:preferredLanguage|locale)$/.test(name) && !/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(value),
  ),
];

type Alteration = (value: string, attribute: SchemaAttribute) => string;

/** RFC 7644 section 3.3: the provider may alter what it is sent. */
export function altered(
  id: string,
  says: string,
  change: Alteration,
  rows: Pick<Variation, 'rows' | 'smartfileRows'> = { smartfileRows: EXACT },
  of = isPlain,
): Variation {
  return {
    id: `writes.${id}`,
    says,
    basis: ['7644:3.3', '7643:7'],
    ...rows,
    semantics: (usual) => ({ keep: keeping(usual, change, of) }),
  };
}

export function limited(
  id: string,
  says: string,
  isRefused: (value: string, attribute: SchemaAttribute) => boolean,
  of = isPlain,
): Variation {
  return {
    id: `writes.${id}`,
    says,
    basis: ['7644:3.3', '7644:3.12'],
    semantics: (usual) => ({
      keep: keeping(
        usual,
        (value, attribute) => {
          if (isRefused(value, attribute)) throw invalid(`${attribute.name}: ${says}`);
          return value;
        },
        of,
      ),
    }),
  };
}

/** Text in which case does not matter: all but secrets and identifiers. */
function isPlain({ type, caseExact }: SchemaAttribute): boolean {
  return type === 'string' && !caseExact;
}

export function isPassword({ name }: SchemaAttribute): boolean {
  return name === 'password';
}

function keeping(usual: Semantics, change: Alteration, of: typeof isPlain): Semantics['keep'] {
  return (value, attribute) => {
    const kept = usual.keep(value, attribute);
    return typeof kept === 'string' && of(attribute) ? change(kept, attribute) : kept;
  };
}
