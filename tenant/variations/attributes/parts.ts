import type { SchemaAttribute } from '../../model.ts';
import { of, subs } from '../users/schemaOf.ts';
import type { Variation } from '../variation.ts';

type Characteristics = Partial<SchemaAttribute>;

/** Parts of lists with other characteristics than the list has; each is published as it is (RFC 7643 section 7). */
export const partVariations: Variation[] = [
  part('email-value-immutable', 'an email address cannot be changed; another one replaces it', 'value', {
    mutability: 'immutable',
  }),
  part('email-value-on-demand', 'an email address is returned on request', 'value', { returned: 'request' }, [
    'smartfile:S24',
  ]),
  part('email-type-on-demand', 'the type of an email address is returned on request', 'type', {
    returned: 'request',
  }),
  part('email-primary-on-demand', 'which email address is the primary one is returned on demand', 'primary', {
    returned: 'request',
  }),
  part(
    'email-value-never',
    'email addresses are stored but never returned, unlike their types',
    'value',
    { returned: 'never' },
    [...['R15', 'R19', 'Q19'].map((id) => `entra:${id}`), 'smartfile:S24'],
  ),
  of(
    'member-value-on-demand',
    'the id of a member is returned when it is asked for',
    ['7643:7', '7643:2.4'],
    'members',
    (members) => ({ ...members, subAttributes: subs(members, 'value', { returned: 'request' }) }),
  ),
  of(
    'member-type-required',
    'a member says of what type it is',
    ['7643:7', '7643:4.2'],
    'members',
    (members) => ({ ...members, subAttributes: subs(members, 'type', { required: true }) }),
    {
      // Entra names a member by its id alone.
      smartfileRows: [
        ...['Q12', 'Q13', 'Q15', 'Q16', 'Q17', 'Q40', 'Q55', 'Q58', 'R01', 'R02', 'R30', 'R31'].map(
          (id) => `entra:${id}`,
        ),
        ...['S20', 'S21', 'S22', 'S30', 'S37'].map((id) => `smartfile:${id}`),
      ],
    },
  ),
];

/** A part of mail addresses otherwise. */
function part(
  id: string,
  says: string,
  name: string,
  change: Characteristics,
  smartfileRows: string[] = [],
): Variation {
  return of(
    id,
    says,
    ['7643:7', '7643:2.4'],
    'emails',
    (emails) => ({ ...emails, subAttributes: subs(emails, name, change) }),
    { smartfileRows },
  );
}
