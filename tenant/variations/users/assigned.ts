import { invalid } from '../../errors.ts';
import { isObject, SCHEMA, type SchemaAttribute } from '../../model.ts';
import type { Variation } from '../variation.ts';
import { limited } from './alterations.ts';
import { refuseShared } from './rules.ts';
import { of, subs } from './schemaOf.ts';

const readOnly = (usual: SchemaAttribute): SchemaAttribute => ({
  ...usual,
  mutability: 'readOnly',
  subAttributes: usual.subAttributes.map((sub) => ({ ...sub, mutability: 'readOnly' })),
});

/** What an endpoint assigns by itself, and what it wants to be one of a kind or of one form. */
export const assignedVariations: Variation[] = [
  of(
    'emails-of-the-user-name',
    'emails are readOnly: the userName is the email address',
    ['7643:7', '7643:4.1.2'],
    'emails',
    readOnly,
    {
      smartfileRows: ['entra:G02', 'entra:G03', 'entra:R15'],
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          const value = String(made.userName);
          return type === 'User' && value.includes('@')
            ? { ...made, emails: [{ value, type: 'work', primary: true }] }
            : made;
        },
      }),
    },
  ),
  of(
    'employee-number-assigned',
    'employeeNumber is readOnly, of who has anything else in the enterprise extension',
    ['7643:7', '7643:4.3'],
    'employeeNumber',
    { mutability: 'readOnly' },
    {
      semantics: (usual) => ({
        complete: (type, data) => {
          const { [SCHEMA.enterprise]: part, ...made } = usual.complete(type, data);
          const own = isObject(part)
            ? Object.entries(part).filter(([name]) => name !== 'employeeNumber')
            : [];
          return own.length === 0
            ? made
            : { ...made, [SCHEMA.enterprise]: { ...Object.fromEntries(own), employeeNumber: 'E-7' } };
        },
      }),
    },
  ),
  of(
    'organization-assigned',
    'organization is readOnly, and the same for every account',
    ['7643:7', '7643:4.3'],
    'organization',
    { mutability: 'readOnly' },
    {
      on: SCHEMA.enterprise,
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          if (type !== 'User') return made;
          const part = made[SCHEMA.enterprise];
          return {
            ...made,
            [SCHEMA.enterprise]: { ...(isObject(part) ? part : {}), organization: 'Example Ltd' },
          };
        },
      }),
      // There is no extension to assign it in, or none that is only there when it was sent.
      excludes: ['features.no-extensions'],
    },
  ),
  of(
    'phone-numbers-unique',
    'no two accounts have one telephone number, which is published',
    ['7643:7', '7644:3.3', '7644:3.12'],
    'phoneNumbers',
    (numbers) => ({ ...numbers, subAttributes: subs(numbers, 'value', { uniqueness: 'server' }) }),
    { before: refuseShared('phoneNumbers') },
  ),
  of(
    'user-type-assigned',
    'userType is readOnly and one of two, of which each account has the first',
    ['7643:7', '7643:4.1.1'],
    'userType',
    { mutability: 'readOnly', canonicalValues: ['Employee', 'Guest'] },
    {
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          return type === 'User' ? { ...made, userType: 'Employee' } : made;
        },
      }),
    },
  ),
  of(
    'roles-assigned',
    'roles are readOnly, and each account has one',
    ['7643:7', '7643:4.1.2'],
    'roles',
    readOnly,
    {
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          return type === 'User' ? { ...made, roles: [{ value: 'everyone', type: 'default' }] } : made;
        },
      }),
    },
  ),
  of(
    'password-without-the-name',
    'a password is required, and refused where the name of the account is in it',
    ['7643:7', '7644:3.12'],
    'password',
    { required: true },
    {
      before({ body }) {
        if (!isObject(body) || typeof body.password !== 'string') return undefined;
        const [name = ''] = String(body.userName).toLowerCase().split('@');
        if (name.length > 3 && body.password.toLowerCase().includes(name))
          throw invalid('the password holds the name of the account');
        return undefined;
      },
    },
  ),
  limited(
    'telephone-numbers-of-a-form',
    'telephone numbers begin with a plus sign and have no brackets',
    (value, { description }) =>
      description === 'Telephone number.' && !/^(?:tel:)?\+[1-9][\d -]{6,18}$/.test(value),
  ),
];
